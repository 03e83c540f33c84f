"""Every published HL7 v2 message goes through `nwd translate`, and its outcome is the one written down for it."""

import base64
import tomllib
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from gateway.cli.translate import translated
from tests.published.standards import folder

_TABLE = Path(__file__).with_name("hl7_outcomes.toml")
_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_CODEC = Hl7Codec(SenderProfile())
_RULES: list[dict[str, Any]] = tomllib.loads(_TABLE.read_text())["rule"]


def files(rule: dict[str, Any]) -> list[Path]:
    """The published files that a rule is about."""
    return sorted(folder("hl7v2").glob(rule["file"]))


def test_every_published_message_has_one_rule_and_every_rule_a_message() -> None:
    """Nothing is left out and nothing is left over."""
    names = [it.name for it in folder("hl7v2").iterdir()]

    assert [it for it in names if sum(fnmatchcase(it, rule["file"]) for rule in _RULES) != 1] == []
    assert [it["file"] for it in _RULES if not files(it)] == []


@pytest.mark.parametrize("rule", _RULES, ids=lambda it: it["file"])
def test_a_published_message_becomes_what_the_standard_makes_of_it(rule: dict[str, Any]) -> None:
    """Outcome, places named, answers, events, and what stands in the Bundle."""
    for path in files(rule):
        raw = path.read_bytes()
        shown = translated(_CODEC, raw, now=_AT)
        decoded = _CODEC.decode(raw, received_at=_AT)

        assert shown["outcome"] == rule["outcome"]
        assert {it.where for it in decoded.issues} == set(rule["issues"])
        assert [str(it.type) for it in decoded.occurrences] == rule.get("events", [])
        assert [value for it in decoded.merges for _, value in it.identifiers] == rule.get("merges", [])
        assert decoded.is_test is rule.get("is_test", False)
        answers = said(str(shown["reply"]))
        assert all(fnmatchcase(it, one) for it, one in zip(answers, rule["reply"], strict=True))
        resources = by_type(shown["bundle"])
        assert {it: value(resources, it) for it in rule.get("holds", {})} == rule.get("holds", {})
        assert [it for it in rule.get("lacks", []) if value(resources, it) is not None] == []


def test_the_lines_of_a_published_document_are_one_text_in_order() -> None:
    """From the first to the last of its thirty-four OBX."""
    shown = translated(_CODEC, (folder("hl7v2") / "simhosp-MDM_T02-1.hl7").read_bytes(), now=_AT)

    data = value(by_type(shown["bundle"]), "DocumentReference.content.0.attachment.data")
    lines = base64.b64decode(str(data)).decode().splitlines()
    assert (len(lines), lines[2], lines[-1]) == (34, "Dungeon", "Columnist")


def said(reply: str) -> list[str]:
    """MSA-1 and MSA-2 of each answer."""
    rows = [line.split("|") for line in reply.replace("\x1c", "").replace("\x0b", "").split("\r")]
    return [f"{row[1]} {row[2]}" for row in rows if row[0] == "MSA"]


def by_type(bundle: Any) -> dict[str, Any]:
    """The first resource of each type."""
    found: dict[str, Any] = {}
    for entry in (bundle or {}).get("entry", []):
        found.setdefault(entry["resource"]["resourceType"], entry["resource"])
    return found


def value(found: Any, path: str) -> Any:
    """What stands at a dotted path; None when nothing does."""
    for part in path.split("."):
        if isinstance(found, list):
            found = found[int(part)] if int(part) < len(found) else None
        else:
            found = found.get(part) if isinstance(found, dict) else None
    return found
