"""The thread bundle: a thread as plain files, in and out, with nothing lost on the way.

Inside: `values` and `schema` (what each file may hold), `toml` (canonical TOML, and where in a file a key stands),
`folder` (files to a `ThreadBundle` and back), `references` (that every name named exists), `load` and `dump` (bundle to
store and back), `transfer` (the two acts: import, with what differs from a thread that is there, and export).
Not inside: reading mails or documents; a bundle holds them as originals.
"""
