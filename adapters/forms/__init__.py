"""Plain forms: what small apps and spreadsheets say in a few named fields, and the FHIR that it means."""
