"""What is the same thing: the table of decisions on it, and what follows from them."""
