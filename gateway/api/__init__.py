"""The API that voluntary-sector apps, partners over HTTP, privacy officers and operators call."""
