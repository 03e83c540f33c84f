"""What operators see: logs, metrics and traces, without anything about a person."""
