"""The verbs of the store and the plain data that they take and give; the same for every database."""
