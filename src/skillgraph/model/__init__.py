"""The records, the vocabulary, what is derived from facts, and what can go wrong."""
