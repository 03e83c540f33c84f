"""Bytes to commit: decode, label, match, one transaction, then the reply."""
