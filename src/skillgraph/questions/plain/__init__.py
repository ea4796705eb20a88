"""Questions in plain words: read by patterns over the vocabulary's words and a graph's names, asked in SPARQL.

Nothing is guessed: each word of a question is accounted for, or it is not answered.
"""
