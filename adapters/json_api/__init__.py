"""Plain JSON forms for the apps of voluntary services, one object for each message."""
