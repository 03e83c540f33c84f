"""Backups: the data in one place, the keys in another, and neither readable without both and the master key.

A key store as old as its data brings nobody back who was erased since: the ids of destroyed keys are carried over.
"""
