"""Who gets a token, and what it says of them."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.town import Town, town

ABOUT = {"subject_name": "Jo", "subject_role": "volunteer", "purpose_of_use": "TREAT"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("claims", "scope", "error", "says"),
    [
        ({"iss": "nobody", "sub": "nobody"}, "service/cafe", "invalid_client", "names no client"),
        ({"aud": "https://elsewhere"}, "service/cafe", "invalid_client", "aud must be the URL"),
        ({"sub": "other"}, "service/cafe", "invalid_client", "sub must be the same"),
        ({"jti": None}, "service/cafe", "invalid_client", "lacks one of iss, sub, aud, exp and jti"),
        ({"exp": "soon"}, "service/cafe", "invalid_client", "exp or nbf is no number"),
        ({"exp": 1}, "service/cafe", "invalid_client", "exp has passed"),
        ({"nbf": int(time.time()) + 9_000}, "service/cafe", "invalid_client", "nbf or iat is still to come"),
        ({"iat": "now"}, "service/cafe", "invalid_client", "iat must be a number"),
        ({"jti": 7}, "service/cafe", "invalid_client", "the kinds of its claims"),
        ({"exp": int(time.time()) + 9_000}, "service/cafe", "invalid_client", "more than 5 minutes"),
        ({}, "service/elsewhere", "invalid_scope", "scope must be"),
        ({}, "", "invalid_scope", "scope must be"),
        ({"nwd_user": "jo.1"}, "service/cafe", "invalid_request", "extensions.ihe_iua"),
        ({"extensions": {"ihe_iua": ABOUT}}, "service/cafe", "invalid_request", "nwd_user"),
        ({"nwd_user": "a b", "extensions": {"ihe_iua": ABOUT}}, "service/cafe", "invalid_request", "nwd_user"),
        ({"nwd_user": "jo.1", "extensions": {"ihe_iua": ABOUT | {"subject_role": "king"}}}, "service/cafe",
         "invalid_request", "subject_role"),
        ({"nwd_user": "jo.1", "extensions": {"ihe_iua": ABOUT | {"purpose_of_use": "HMARKT"}}}, "service/cafe",
         "invalid_request", "purpose_of_use"),
    ],
    ids=["client", "audience", "subject", "jti", "word", "expired", "early", "issued", "kind", "long",
         "scope", "no-scope", "no-role", "no-user",
         "bad-user", "role", "purpose"],
)  # fmt: skip
async def test_a_bad_assertion_says_what_to_mend(
    place: Town, claims: dict[str, Any], scope: str, error: str, says: str
) -> None:
    """Each refusal has the OAuth error and a sentence that names the claim."""
    answer = await place.ask_token(place.assertion(**claims), scope)

    assert answer["error"] == error
    assert says in answer["error_description"]


async def test_an_assertion_is_good_once(place: Town) -> None:
    """A stolen assertion is worth nothing after its use."""
    assertion = place.assertion()

    first = await place.ask_token(assertion, "service/cafe")
    second = await place.ask_token(assertion, "service/cafe")

    assert "access_token" in first
    assert "used before" in second["error_description"]


async def test_an_assertion_signed_by_another_key_is_refused(place: Town) -> None:
    """The signature counts, and `none` is no algorithm."""
    claims = jwt.decode(place.assertion(), options={"verify_signature": False})
    forged = jwt.encode(claims, "x" * 64, algorithm="HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")

    other = jwt.encode(claims, ec.generate_private_key(ec.SECP384R1()), algorithm="ES384")
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    told = {
        jwt.encode(claims, rsa_key, algorithm="RS256"): "does not fit the key",
        other: "by this client's key", forged: "alg is not one of ES256", unsigned: "alg is not one of",
        "rubbish": "no signed JWT", "": "no signed JWT",
    }  # fmt: skip

    for one, says in told.items():
        answer = await place.ask_token(one, "service/cafe")
        assert (answer["error"], "Error" in answer["error_description"]) == ("invalid_client", False)
        assert says in answer["error_description"]


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
async def test_a_call_without_a_good_token_is_401(place: Town, token: str) -> None:
    """And says where to get one."""
    status, body, headers = await place.call("GET", "/referrals", token)

    assert (status, headers["www-authenticate"]) == (401, "Bearer")
    assert "/oauth2/token" in body["issue"][0]["diagnostics"]


async def test_a_role_opens_only_its_own_doors(place: Town) -> None:
    """For everybody else what operators and privacy officers use is not there."""
    reached: dict[str, list[str]] = {}
    for role in ("volunteer", "operator", "privacy-officer"):
        token = await place.token("cmht", role)
        for path in ("/ops/stuck", "/audit/head"):
            status, _, _ = await place.call("GET", path, token)
            if status == 200:
                reached.setdefault(path, []).append(role)

    assert reached == {"/ops/stuck": ["operator"], "/audit/head": ["operator", "privacy-officer"]}


async def test_a_purpose_other_than_care_shows_nothing(place: Town) -> None:
    """Implied consent is for the person's own care; research sees absence."""
    reference = await place.referred()

    status, _, _ = await place.call("GET", f"/fhir/{reference}", await place.token(purpose="HRESCH"))

    assert status == 404


async def test_a_client_whose_key_is_none_is_refused_in_words(place: Town, tmp_path: Path) -> None:
    """Its file was overwritten while the gateway ran."""
    (tmp_path / "app.pem").write_text("rubbish")

    answer = await place.ask_token(place.assertion(), "service/cafe")

    assert answer["error"] == "invalid_client"
    assert "cannot read this client's key" in answer["error_description"]
