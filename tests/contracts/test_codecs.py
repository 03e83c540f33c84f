"""Every installed adapter keeps the contract of codecs."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from adapters import registry
from adapters.contract import Adapter
from adapters.suite import CodecContract
from tests.corpus.cases import Case, cases

NAMES = tuple(registry.installed())
_CASES: tuple[Case, ...] = tuple(cases())


def taken(name: str, **profile: Any) -> tuple[bytes, ...]:
    """The inputs of the corpus that this adapter takes with this profile."""
    own = [it for it in _CASES if it.adapter == name and it.about.get("profile", {}) == profile]
    return tuple(it.raw for it in own if it.expect["outcome"] in {"accepted", "flagged"})


def _with_an_author_away(document: bytes) -> bytes:
    """The same document, its author named by a reference that leads nowhere: taken, and flagged."""
    start, author, rest = document.partition(b'"author"')
    return start + author + rest.replace(b"urn:uuid:0", b"urn:uuid:f", 1)


class TestFhir(CodecContract):
    """FHIR R4."""

    adapter: ClassVar[Adapter] = registry.find("fhir_r4")
    options: ClassVar[Mapping[str, Any]] = {"organisation": "northshire"}
    accepted = (
        *(it.raw for it in _CASES if it.adapter == "fhir_r4" and it.decoded.control_id),
        *(_with_an_author_away(it.raw) for it in _CASES if it.name == "fhir-document"),
    )


class TestHl7(CodecContract):
    """HL7 v2."""

    adapter: ClassVar[Adapter] = registry.find("hl7v2")
    options: ClassVar[Mapping[str, Any]] = {"organisation": "northshire"}
    accepted = tuple(it.raw for it in _CASES if it.name == "hl7-referral-with-providers")


class TestJson(CodecContract):
    """Plain JSON."""

    adapter: ClassVar[Adapter] = registry.find("json")
    options: ClassVar[Mapping[str, Any]] = {"organisation": "haven"}
    accepted = taken("json", organisation="haven")


class TestCsv(CodecContract):
    """Spreadsheets."""

    adapter: ClassVar[Adapter] = registry.find("csv")
    options: ClassVar[Mapping[str, Any]] = {"organisation": "haven"}
    accepted = (
        b"Ref,NHS no,Surname,First name,DOB,Service,Reason\r\nR1,9991234500,EXAMPLE,SAM,17/04/1990,cafe,Low mood\r\n",
    )


class TestWebhook(CodecContract):
    """Signed webhooks, which only go out."""

    adapter: ClassVar[Adapter] = registry.find("webhook")
    options: ClassVar[Mapping[str, Any]] = {"source": "urn:x", "payload": "ids"}


def test_no_adapter_is_left_out() -> None:
    """Whoever builds one in adds it here."""
    held = {it.adapter.name for it in (TestFhir, TestHl7, TestJson, TestCsv, TestWebhook)}

    assert held == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_adapter_is_found_by_the_name_that_it_has(name: str) -> None:
    """The registry and the adapter say the same."""
    assert registry.find(name).name == name
