"""The one exit: whatever leaves the gateway, by delivery or by reading, is decided here."""
