"""What people decide on the proposals of a report: kept in journals, written into its tables, merged without loss."""
