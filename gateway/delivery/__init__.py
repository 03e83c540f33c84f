"""Lanes to partners: attempt, settle, retry, park."""
