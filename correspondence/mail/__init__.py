"""Mail as it goes out and comes in over the network.

Inside: who sent a mail, as far as it can be known (`authenticity`). Not inside: what a mail says (`readers.eml`).
"""
