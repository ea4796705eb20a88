"""What a person's own reviewed reports teach the weights that come with skillgraph."""
