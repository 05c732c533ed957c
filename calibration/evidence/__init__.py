"""What is documented, what each row of it is used for, and how a run or a network compares with it.

It may import scenarios and sim, never the fit: what is held out must not depend on how the fit is made.
"""
