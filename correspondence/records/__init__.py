"""The tables and their rules: every kind of record that a store holds (SQLModel).

Inside: one module a family of records, each column with its constraint. Not inside: how a record comes to be
(that is a job's) and how it is read for a screen (`overview`). A table class does not validate what it gets
(fastapi/sqlmodel#453); data from outside goes through `bundle.schema` first; the constraints are the last wall.
"""
