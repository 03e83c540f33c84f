"""Mutants of valid HL7 v2 messages: `python -m tests.fuzz --mutants 50000 --seed 1`."""
