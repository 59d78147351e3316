"""The marks around a body's own words in a rendered letter: noncharacters, which no text holds (Unicode 23.7)."""

BEGIN, NUMBERED, END = "\ufdd0", "\ufdd1", "\ufdd2"
