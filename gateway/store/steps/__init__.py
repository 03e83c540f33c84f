"""What each verb does, step by step, as plain generators of SQL: an engine of each database runs the same steps."""
