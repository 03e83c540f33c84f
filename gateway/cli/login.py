"""Under which name a command is given, for the audit."""

import getpass
import os


def login() -> str:
    """The login of whoever runs this; its number where the machine has no name for it, as in many containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
