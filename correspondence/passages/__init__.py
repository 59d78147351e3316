"""Passages: words of a message, pointed at so that they can be found again.

Inside: the selector pair (`selectors`); finding its words in a text (`anchor`), through what may differ when the text
is derived anew (`folding`) and through what people do to a quotation (`quotation`). Not inside: what anybody says
about a passage (`assess`), nor where it is stored (`records`).
"""
