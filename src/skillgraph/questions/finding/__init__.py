"""Finding by words what a graph holds: things, what is said of them, figures."""
