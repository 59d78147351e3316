"""The command line: one file a noun, each loaded when it is called.

Data go to standard output, messages to standard error; exit status 0 done, 1 a check fell short, 2 wrong use or bad
input. Everything printed passes `output`, which shows control characters instead of sending them.
"""
