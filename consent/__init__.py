"""The judge: a question and the facts in, a decision out. Pure: no I/O, no framework."""
