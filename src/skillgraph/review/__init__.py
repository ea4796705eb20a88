"""Annotated texts, and how well an extraction agrees with them."""
