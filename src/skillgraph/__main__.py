"""`python -m skillgraph` is the command `skillgraph`."""

from skillgraph.cli import main

main()
