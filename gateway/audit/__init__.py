"""The audit chain outside the store: export, signed heads, and a check that needs nothing of ours."""
