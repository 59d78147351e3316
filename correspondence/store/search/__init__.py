"""Search over everything that was written, received, asked and found.

Inside: `query` (what a person types), `sources` (what is searched, and how a record becomes paragraphs), `marks` (the
triggers that note what changed), `index` (settling what changed, building anew), `look` (searching), `snippet`,
`check` (whether the index agrees with the records).

An index row is a paragraph. Its number holds the day, the record and the place in the record, so that the newest comes
first by the number alone and the paragraphs of a record lie together: a record is found when it holds all words,
whether they stand in one paragraph or in several. Triggers note which records changed; the act that changed them
settles the index before it commits. Not inside: SQLAlchemy and SQLModel; what a hit is called on screen.
"""
