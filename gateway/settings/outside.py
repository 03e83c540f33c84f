"""What a settings file names and does not hold: environment variables and secret files."""

import os
from pathlib import Path


class NotReady(Exception):
    """Something outside the settings file is missing; the text names it and says how to mend it."""


def variable(name: str, holds: str) -> str:
    """The value of an environment variable. Raises `NotReady` where it is not set."""
    if name not in os.environ:
        raise NotReady(f"environment variable `{name}` is not set; it holds {holds}")
    return os.environ[name]


def secret(file: Path | None, name: str | None, holds: str) -> str | None:
    """A secret from its file or its variable; None where neither is named. Raises `NotReady`."""
    if file is not None:
        try:
            return file.read_text().strip()
        except OSError as error:
            raise NotReady(f"`{file}` cannot be read; it holds {holds}") from error
    return None if name is None else variable(name, holds)
