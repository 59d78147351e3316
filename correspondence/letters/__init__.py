"""Letters: from template, body and thread to a frozen text, and from a frozen text to a document tree.

Inside: `templates` (find and read one), `context` (what a template may see), `render` and `sandbox` (Jinja in its own
process), `draft` (the text as it stands, and saving a body), `revisions` (freezing), `assemble` (text to tree).
Not inside: who signed (`signons`), and files (`publish`).
"""
