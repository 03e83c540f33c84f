"""Stand-in partners: programs that only speak the wire and share no code with the gateway."""
