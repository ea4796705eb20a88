"""What is checked: tables against shapes, passages against reports, extractions against annotated texts."""
