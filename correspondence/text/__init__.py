"""Text as such: its normal form, what must be escaped where, dates, and what a language asks for.

Inside: `normalise` (NFC, line ends), `escape` (for terminal, Markdown, XML), `dates` (partial dates), `locale` (tags,
direction, formats), `collation` (alphabetical order), `order` (of printed names). Not inside: passages of messages
(`passages`), and Markdown as a document (`document`).
"""
