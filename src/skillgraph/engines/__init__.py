"""A build beyond one process: reports as Parquet partitions, what is global as SQL, on DuckDB or on Spark."""
