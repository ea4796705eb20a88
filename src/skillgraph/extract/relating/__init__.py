"""What a document states of the entities that it names: pairs of mentions, scored by learned weights."""
