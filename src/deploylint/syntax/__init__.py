"""Text to tree: what is written in one file, with a place for everything.  Nothing here raises on input."""
