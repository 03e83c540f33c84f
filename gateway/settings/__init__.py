"""The one TOML file: its shape, its loading, and its check with the line and the mend."""
