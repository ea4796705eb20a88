"""The likeliest reading of a question that no pattern has word for word."""
