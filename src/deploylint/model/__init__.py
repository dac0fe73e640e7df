"""Trees to meaning: resolved documents, typed nodes, one graph."""
