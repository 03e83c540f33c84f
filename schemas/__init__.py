"""The words that every room shares: ids, clock, events, NHS numbers, FHIR shapes and codes."""
