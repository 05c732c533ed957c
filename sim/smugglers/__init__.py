"""Smugglers: guides and organisers, the seats they offer, the fees they ask, how they review both every week, and the market that posts them.

They may read conditions, what they believe of being caught and what was sold; they write their own records, and never see a person.
"""
