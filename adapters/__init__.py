"""The translators, one folder a partner protocol. None decides, none stores."""
