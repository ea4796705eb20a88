"""The Reconciliation Service API 0.2 of the W3C community group: people's own tables matched against the graph."""
