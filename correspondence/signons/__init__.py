"""Sign-ons: who puts a name to which text.

Inside: `answers` (taking a sign-on down, withdrawing one), `page` (entries of the sign-on page) with `page_form` (what
they may hold), and `signature_block` (those to print under a text, and what stands in the way). Not inside: the text
itself (`letters`), and how the names are laid out (`writers`).
"""
