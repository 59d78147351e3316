"""Passages: words of a message, pointed at so that they can be found again.

Inside: the selector pair (`selectors`) and finding its words in a text (`anchor`). Not inside: what anybody says
about a passage (`assess`), nor where it is stored (`records`).
"""
