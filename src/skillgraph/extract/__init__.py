"""Names, figures and relations from the text of a report, each with the passage that states it."""
