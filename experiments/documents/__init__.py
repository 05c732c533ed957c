"""Tables of the documents, made from the code that they describe: ``python -m experiments.documents`` writes them again.

A document asks for a table by a pair of lines, ``<!-- made: NAME -->`` and ``<!-- end -->``; what stands between them is replaced.
"""

from experiments.documents.refresh import refreshed

__all__ = ["refreshed"]
