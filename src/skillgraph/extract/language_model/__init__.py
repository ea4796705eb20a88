"""A language model as one more voice: what it is asked, how it is reached, and which answers the text bears out."""
