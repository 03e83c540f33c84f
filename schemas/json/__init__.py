"""JSON Schemas of the plain JSON forms, one file for each kind; written by `python -m adapters.json_api.schema`."""
