"""HL7 v2 over MLLP as UK record systems speak it: parse, map to FHIR, answer, write documents, send."""
