"""What carries committed events to those who fan them out."""
