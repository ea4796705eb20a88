"""A loader's folder of tables: cells, checks, and the build of a graph from them."""
