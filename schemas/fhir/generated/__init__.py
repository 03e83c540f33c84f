"""FHIR R4 types as msgspec classes, one module for each resource; written by `schemas.fhir.build`."""
