"""The topics that the settings ask for: planned, created and checked."""
