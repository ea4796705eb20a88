"""A built folder: its records, views of it, rows of answers, and how it is written."""
