"""Questions in plain words: read by patterns over the vocabulary's words and a graph's names, asked in SPARQL.

No answer is a guess: each word of a question is accounted for, or it is not answered; what it most likely means
(`questions/likely`) stands beside, marked, and has an answer of its own.
"""
