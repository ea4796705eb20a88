"""Chinese text without any knowledge of the graph: passages, tokens, lexicon, numbers, quantities, times."""
