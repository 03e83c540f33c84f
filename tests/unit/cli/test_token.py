"""`nwd token` as it is called: keys that it signs with, and what answers that is no gateway."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gateway.cli.main import main


class Stand(HTTPServer):
    """Something that answers every POST with the same, and keeps what was posted."""

    answer: bytes = b""
    forms: list[dict[str, list[str]]]


class Handler(BaseHTTPRequestHandler):
    """Of `Stand`."""

    def do_POST(self) -> None:
        assert isinstance(self.server, Stand)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.forms.append(parse_qs(body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing."""


@pytest.fixture
def stand() -> Iterator[Stand]:
    with Stand(("127.0.0.1", 0), Handler) as made:
        made.forms = []
        running = threading.Thread(target=made.serve_forever)
        running.start()
        yield made
        made.shutdown()
        running.join()


def asked(stand: Stand, folder: Path, key: Any, *more: str) -> int:
    """`nwd token` with this key."""
    file = folder / "client.key"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    url = f"http://127.0.0.1:{stand.server_port}"
    return main(["token", "--url", url, "--client", "app", "--key", str(file), "--service", "cafe", *more])


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (rsa.generate_private_key(65537, 2048), "RS512"),
        (ec.generate_private_key(ec.SECP256R1()), "ES256"),
        (ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (ed25519.Ed25519PrivateKey.generate(), "EdDSA"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_every_kind_of_key_that_a_gateway_takes_signs(
    key: Any, algorithm: str, stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The assertion holds under its public key, and the token alone is printed."""
    stand.answer = json.dumps({"access_token": "abc"}).encode()

    assert asked(stand, tmp_path, key) == 0

    assertion = stand.forms[0]["client_assertion"][0]
    url = f"http://127.0.0.1:{stand.server_port}/oauth2/token"
    assert jwt.decode(assertion, key.public_key(), algorithms=[algorithm], audience=url)["iss"] == "app"
    assert capsys.readouterr().out == "abc\n"


def test_an_app_for_people_says_who_has_signed_in(stand: Stand, tmp_path: Path) -> None:
    """By their NHS number and nothing else: nobody asks in their place."""
    stand.answer = b'{"access_token": "abc"}'
    key = ed25519.Ed25519PrivateKey.generate()

    asked(stand, tmp_path, key, "--person-id", "9991234500", "--purpose", "PATRQT", "--person", "jo.1")

    told = jwt.decode(stand.forms[0]["client_assertion"][0], options={"verify_signature": False})
    assert told["extensions"] == {"ihe_iua": {"person_id": "9991234500", "purpose_of_use": "PATRQT"}}
    assert "nwd_user" not in told


def test_another_kind_of_key_is_told_which_there_are(
    stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is sent."""
    assert asked(stand, tmp_path, dsa.generate_private_key(1024)) == 2

    assert "--key: must be an RSA key, an EC key of P-256 or P-384, or an Ed25519 key" in capsys.readouterr().err
    assert stand.forms == []


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"resourceType": "OperationOutcome"}', b"\xff"])
def test_what_is_no_gateway_is_said_to_be_none(
    answer: bytes, stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when the address has a path too many."""
    stand.answer = answer

    assert asked(stand, tmp_path, ed25519.Ed25519PrivateKey.generate()) == 2

    assert "is no gateway; --url is where it begins" in capsys.readouterr().err


def test_an_address_where_nothing_listens_says_why(
    stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused, unknown or silent are three calls to make."""
    key = tmp_path / "client.key"
    key.write_bytes(
        ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    arguments = ["--client", "app", "--key", str(key), "--service", "cafe"]

    assert main(["token", "--url", "http://127.0.0.1:1", *arguments]) == 2

    assert "no gateway answers at `http://127.0.0.1:1`: [Errno 111] Connection refused" in capsys.readouterr().err
