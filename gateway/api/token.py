"""Tokens: a client proves itself by a signed assertion (RFC 7523), and says which person asks, and in what role."""

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from gateway.house import House
from gateway.settings.model import Client
from gateway.settings.outside import NotReady, public_key
from schemas.nhs_number import clean, fault
from schemas.policy_words import Role, ServiceClass

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS = ["ES256", "ES384", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA"]
_LONGEST_ASSERTION_SECONDS = 300
_TOKEN_SECONDS = 900
_SKEW_SECONDS = 30
_REMEMBERED = 10_000
USER = re.compile(r"[A-Za-z0-9._@-]{1,64}\Z")


class TokenRefused(Exception):
    """No token: `code` is the OAuth error, the text says what to mend."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds a token: a client acting for one service, for a named person or as a machine."""

    client: str
    service: str
    role: Role
    purpose: str
    person: str | None
    name: str | None
    expires: int
    owner: str | None = None
    """Of a person who has signed in to an app of their own: the keyed hash of their NHS number."""


@dataclass(slots=True)
class Tokens:
    """Issues access tokens and reads them back; remembers those whose signature it has checked."""

    secret: bytes
    audience: str
    _checked: dict[bytes, Caller] = field(default_factory=dict)

    async def issue(self, house: House, form: Mapping[str, str]) -> dict[str, object]:
        """The answer to a token request. Raises `TokenRefused`."""
        if form.get("grant_type") != "client_credentials":
            raise TokenRefused("unsupported_grant_type", "grant_type must be client_credentials")
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise TokenRefused("invalid_client", f"client_assertion_type must be {ASSERTION_TYPE}")
        client, claims = self._claims(house, form.get("client_assertion", ""))
        caller = _caller(house, client, claims, form.get("scope", ""))
        if not await house.store.first_use(_used(client, claims), expires_at=int(claims["exp"]) * 1_000_000):
            raise TokenRefused("invalid_client", "this assertion was used before; sign a new one with a new jti")
        token = jwt.encode(_payload(caller), self.secret, algorithm="HS256")
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": caller.expires - int(time.time()),
            "scope": f"service/{caller.service}",
        }

    def now(self) -> int:
        """Seconds since 1970, as tokens count them."""
        return int(time.time())

    def read(self, token: str) -> Caller | None:
        """Who holds this token; None when it is not ours or has run out."""
        mark = hashlib.sha256(token.encode()).digest()
        caller = self._checked.get(mark)
        if caller is None:
            caller = self._verified(token)
            if caller is None:
                return None
            if len(self._checked) >= _REMEMBERED:
                self._checked.clear()
            self._checked[mark] = caller
        return caller if caller.expires > time.time() else None

    def _verified(self, token: str) -> Caller | None:
        try:
            body = jwt.decode(token, self.secret, algorithms=["HS256"], audience="nwd")
        except jwt.InvalidTokenError:
            return None
        return Caller(
            body["client"], body["service"], Role(body["role"]), body["purpose"], body.get("person"), body.get("name"),
            body["exp"], body.get("owner"),
        )  # fmt: skip

    def _claims(self, house: House, assertion: str) -> tuple[Client, dict[str, Any]]:
        try:
            named = jwt.decode(assertion, options={"verify_signature": False})
            client = house.directory.clients.get(str(named.get("iss", "")))
            if client is None:
                raise TokenRefused("invalid_client", "iss names no client of this gateway; see [[client]]")
            claims = jwt.decode(
                assertion, public_key(client), algorithms=_ALGORITHMS, audience=self.audience, leeway=_SKEW_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "jti"]},
            )  # fmt: skip
        except NotReady as error:
            raise TokenRefused(
                "invalid_client", "the gateway cannot read this client's key; ask its operator"
            ) from error
        except (jwt.InvalidTokenError, jwt.InvalidKeyError, TypeError) as error:
            raise TokenRefused("invalid_client", _mending(error)) from error
        if claims["sub"] != claims["iss"]:
            raise TokenRefused("invalid_client", "sub must be the same as iss")
        if not isinstance(claims["exp"], int | float):
            raise TokenRefused("invalid_client", "exp must be a number: seconds since 1970")
        if claims["exp"] - time.time() > _LONGEST_ASSERTION_SECONDS + _SKEW_SECONDS:
            raise TokenRefused("invalid_client", "exp is more than 5 minutes away; sign a shorter one")
        return client, claims


_OTHER_KEY = "its alg does not fit the key of this client; use one that does"
_MENDING: dict[type[Exception], str] = {
    jwt.InvalidSignatureError: "its signature is not by this client's key; sign with the one that belongs to its "
    "public_key_file",
    jwt.InvalidAlgorithmError: f"its alg is not one of {', '.join(_ALGORITHMS)}",
    jwt.InvalidKeyError: _OTHER_KEY,
    TypeError: _OTHER_KEY,
    jwt.ExpiredSignatureError: "exp has passed; sign a new one, and check your clock",
    jwt.ImmatureSignatureError: "nbf or iat is still to come; check your clock",
    jwt.InvalidIssuedAtError: "iat must be a number: seconds since 1970",
    jwt.InvalidAudienceError: "aud must be the URL of this token endpoint",
    jwt.MissingRequiredClaimError: "it lacks one of iss, sub, aud, exp and jti",
    jwt.DecodeError: "it is no signed JWT (three parts in base64url, with dots between), or exp or nbf is no number",
}


def _mending(error: Exception) -> str:
    """What is wrong with an assertion, in the words of whoever has to mend it; PyJWT meets a key of another kind with
    a `TypeError`.
    """
    return f"the assertion does not hold: {_MENDING.get(type(error), 'check the kinds of its claims')}"


def _caller(house: House, client: Client, claims: Mapping[str, Any], scope: str) -> Caller:
    service = scope.removeprefix("service/")
    if service not in client.services:
        raise TokenRefused("invalid_scope", "scope must be service/<id> of a service that this client may act for")
    expires = int(time.time()) + _TOKEN_SECONDS
    extensions = claims.get("extensions")
    about = extensions.get("ihe_iua") if isinstance(extensions, dict) else None
    if house.directory.services[service].service_class is ServiceClass.PATIENT:
        return _of_own_app(house, client, service, about, expires)
    if about is None and "nwd_user" not in claims:
        return Caller(client.id, service, Role.SERVICE_INBOX, client.purposes[0], None, None, expires)
    if not isinstance(about, dict):
        raise TokenRefused("invalid_request", "extensions.ihe_iua must be an object with subject_name and subject_role")
    person = claims.get("nwd_user")
    if not isinstance(person, str) or not USER.match(person):
        raise TokenRefused("invalid_request", "nwd_user must be a stable id of the person: letters, digits, . _ @ -")
    return Caller(
        client.id, service, _role(client, about), _purpose(client, about), person, str(about.get("subject_name", "")),
        expires,
    )  # fmt: skip


def _of_own_app(house: House, client: Client, service: str, about: object, expires: int) -> Caller:
    """Whoever has signed in to an app for people themselves: it asks about them alone, and does nothing for them."""
    said = about if isinstance(about, dict) else {}
    number = clean(str(said.get("person_id", "")))
    if fault(number) is not None:
        raise TokenRefused(
            "invalid_request", "extensions.ihe_iua.person_id must be the NHS number of the person who has signed in"
        )
    owner, role = house.blind("nhs", number).hex(), Role.SERVICE_INBOX
    return Caller(client.id, service, role, _purpose(client, said), None, None, expires, owner)


def _role(client: Client, about: Mapping[str, Any]) -> Role:
    named = about.get("subject_role")
    if not isinstance(named, str) or named not in {role.value for role in client.roles}:
        allowed = ", ".join(role.value for role in client.roles) or "none"
        raise TokenRefused("invalid_request", f"subject_role must be a role that this client may use: {allowed}")
    return Role(named)


def _purpose(client: Client, about: Mapping[str, Any]) -> str:
    purpose = str(about.get("purpose_of_use", client.purposes[0]))
    if purpose not in client.purposes:
        raise TokenRefused("invalid_request", f"purpose_of_use must be one of {', '.join(client.purposes)}")
    return purpose


def _payload(caller: Caller) -> dict[str, object]:
    body = {
        "aud": "nwd", "client": caller.client, "service": caller.service, "role": caller.role.value,
        "purpose": caller.purpose, "exp": caller.expires,
    }  # fmt: skip
    body |= {"owner": caller.owner} if caller.owner else {}
    return body | ({"person": caller.person, "name": caller.name} if caller.person else {})


def _used(client: Client, claims: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{client.id}\x1f{claims['jti']}".encode()).hexdigest()
