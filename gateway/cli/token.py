"""`nwd token`: asks a gateway for an access token with a client's key, to try a call or to sign in to the console."""

import argparse
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gateway.api.token import ASSERTION_TYPE
from schemas.policy_words import Role

_SECONDS = 10
_CURVES = {"secp256r1": "ES256", "secp384r1": "ES384"}


class NoToken(Exception):
    """There is no token; the text says why."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("token", help="get an access token with a client's private key")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="the gateway (default: http://127.0.0.1:8080)")
    parser.add_argument("--client", required=True, help="client id, as in [[client]]")
    parser.add_argument("--key", required=True, type=Path, help="PEM file of the client's private key")
    parser.add_argument("--service", required=True, help="service to act for")
    parser.add_argument("--person", help="stable id of the person who asks; without one the token is a machine's")
    parser.add_argument("--name", help="the person's name (default: the id)")
    parser.add_argument("--role", choices=[one.value for one in Role], default=Role.WORKER.value, help="their role")
    parser.add_argument("--person-id", help="NHS number of who has signed in, for a service of class `patient`")
    parser.add_argument("--purpose", default="TREAT", help="purpose of use (default: TREAT)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the token and nothing else; 1 when the gateway refuses, 2 when it cannot be asked."""
    try:
        answer = _asked(arguments)
    except NoToken as error:
        print(f"nwd token: {error}", file=sys.stderr)
        return 2
    if "access_token" not in answer:
        print(f"nwd token: {answer.get('error')}: {answer.get('error_description')}", file=sys.stderr)
        return 1
    print(answer["access_token"])
    return 0


def _asked(arguments: argparse.Namespace) -> dict[str, str]:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "scope": f"service/{arguments.service}",
        "client_assertion": _assertion(arguments),
    }
    url = f"{arguments.url.rstrip('/')}/oauth2/token"
    if not url.startswith(("http://", "https://")):
        raise NoToken("--url: must begin with http:// or https://")
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())  # noqa: S310 - the scheme is checked
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            body = answer.read()
    except urllib.error.HTTPError as refused:
        body = refused.read()
    except OSError as error:
        raise NoToken(f"no gateway answers at `{arguments.url}`: {getattr(error, 'reason', error)}") from error
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not {"access_token", "error"} & found.keys():
        raise NoToken(f"what answers at `{url}` is no gateway; --url is where it begins, such as http://127.0.0.1:8080")
    return found


def _assertion(arguments: argparse.Namespace) -> str:
    try:
        key = load_pem_private_key(arguments.key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise NoToken(f"--key: `{arguments.key}` is not a readable PEM file without a password") from error
    claims = {
        "iss": arguments.client, "sub": arguments.client, "aud": f"{arguments.url.rstrip('/')}/oauth2/token",
        "jti": str(uuid.uuid4()), "exp": int(time.time()) + 120,
    }  # fmt: skip
    if arguments.person_id:
        about = {"person_id": arguments.person_id, "purpose_of_use": arguments.purpose}
        claims |= {"extensions": {"ihe_iua": about}}
    elif arguments.person:
        about = {
            "subject_name": arguments.name or arguments.person, "subject_role": arguments.role,
            "purpose_of_use": arguments.purpose,
        }  # fmt: skip
        claims |= {"nwd_user": arguments.person, "extensions": {"ihe_iua": about}}
    if isinstance(key, rsa.RSAPrivateKey):
        return jwt.encode(claims, key, algorithm="RS512")
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return jwt.encode(claims, key, algorithm=_CURVES[key.curve.name])
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return jwt.encode(claims, key, algorithm="EdDSA")
    raise NoToken("--key: must be an RSA key, an EC key of P-256 or P-384, or an Ed25519 key")
