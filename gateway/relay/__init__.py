"""From committed events to lanes."""
