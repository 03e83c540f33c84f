"""What a settings file names and does not hold: environment variables, secret files and keys."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from adapters.webhook.signature import Secret, SecretUnusable
from adapters.webhook.signature import secret as read_secret
from gateway.settings.model import Client, Webhook


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


def signing_secrets(webhook: Webhook) -> Iterator[Secret]:
    """The secret of a webhook, and while keys change the one before. Raises `NotReady`."""
    for file, name in (
        (webhook.secret_file, webhook.secret_env),
        (webhook.previous_secret_file, webhook.previous_secret_env),
    ):
        found = secret(file, name, "a webhook secret (whsec_...)")
        if found is not None:
            try:
                yield read_secret(found)
            except SecretUnusable as error:
                raise NotReady(f"`{file or name}`: {error}") from error


def public_key(client: Client) -> Any:
    """The client's public key, from the settings or the file that they name. Raises `NotReady`."""
    place = client.public_key_file or "public_key"
    try:
        text = client.public_key or (client.public_key_file.read_text() if client.public_key_file else "")
        return load_pem_public_key(text.encode())
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        told = "openssl pkey -in client.key -pubout makes one"
        raise NotReady(f"`{place}` of client `{client.id}` is no public key in PEM; {told}") from error
