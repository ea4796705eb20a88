"""Trains the weights that extraction reads names with: `python -m training names`."""
