"""The listeners on which partners reach us, and the clocks."""
