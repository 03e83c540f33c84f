"""The command `nwd`: one module for each of its words."""
