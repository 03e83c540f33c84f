"""Code systems, value maps and labels, as facts with their sources."""
