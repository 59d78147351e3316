"""Correspondence workflow and letter drafting for human-rights and civil-society organizations.

The rooms, from the top floor down; imports go down only, and neighbours do not know each other:

- faces: `cli` (the command line; starts the terminal UI lazily), `tui` (the terminal UI);
- jobs: `publish`, `signons`, `letters`, `overview`, `assess`, `bundle`: short functions of a session and plain values;
- memory: `store` (engine, changes, originals, journal, migrations) over `records` (tables and their rules);
- crafts: `writers`, `document`, `passages`, `text`: they know no database;
- ground: `errors`, `workspace`.
"""
