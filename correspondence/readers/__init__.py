"""Readers: the bytes of a file from outside in, its text and what is known of it out.

Inside: the values (`extract`), one module per kind of file, what quotes earlier mail (`quoted`), the choice of a reader
(`kinds`) and the process in which they run (`worker`). Readers trust nothing, know no database, and are called from
elsewhere through `worker` alone. Not inside: what becomes of a text (`intake`).
"""
