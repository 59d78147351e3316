"""The tabs of the letter screen, a file each: what is seen there, and what its keys do."""
