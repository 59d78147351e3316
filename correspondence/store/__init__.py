"""Memory: the database, its changes and its journal.

Inside: `reading` (plain SQL over the driver, for everything that only looks), `engine` and `change` (one act, one
transaction, one journal entry), `originals` (bytes by digest), `migrate` with `migrations/`, `verify`.
Not inside: what an act means. `reading` loads neither SQLAlchemy nor SQLModel, so that looking starts fast.
"""
