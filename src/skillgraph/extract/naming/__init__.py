"""Names and words that refer to them: candidates from several voices, their scores, and the best set of them."""
