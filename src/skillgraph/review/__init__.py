"""What is checked: tables against shapes, passages and figures against reports, extractions against a standard."""
