"""FHIR R4 in and out: single resources and Bundles about exactly one person; OperationOutcome as the reply."""
