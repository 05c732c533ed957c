"""Guards: the posts of border services, what they notice of every move, and how effort follows the traffic that a service infers.

They may read conditions and what was stopped; they write their effort and the chances of detection, and never see a person.
"""
