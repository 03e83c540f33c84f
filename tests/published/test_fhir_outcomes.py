"""Every published FHIR file goes through `nwd translate`, and its outcome is the one written down for it."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.contract import Codec
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from gateway.cli.translate import translated
from schemas.fhir.check import check
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.xml_read import Unreadable, read_xml
from schemas.fhir.xml_write import write_xml
from tests.published.standards import folder, resource

_TABLE = Path(__file__).with_name("fhir_outcomes.toml")
_FOLDERS = ("bars", "england-r4", "uk-core-r4/examples", "vrs-consent", "frameworks")
_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_PARTS = re.compile(r"\{([^}]*)\}")


def rules() -> list[dict[str, Any]]:
    """The rows of the table."""
    found: list[dict[str, Any]] = tomllib.loads(_TABLE.read_text())["rule"]
    return found


def examples(name: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder of the standards; of a YAML file each example in it."""
    base = folder(name.partition("/")[0]).parent
    for path in sorted((base / name).rglob("*")):
        where = path.relative_to(base).as_posix()
        if path.suffix in {".json", ".xml"}:
            yield where, path.read_bytes()
        elif path.suffix == ".yaml" and "openapi" not in path.name:
            for title, example in (yaml.safe_load(path.read_bytes()) or {}).items():
                yield f"{where}#{title}", json.dumps(example["value"], default=str).encode()


def rule_of(where: str) -> dict[str, Any]:
    """The row that counts for a file."""
    fitting = [it for it in rules() if any(fnmatchcase(where, one) for one in spelt(it["files"]))]
    assert fitting, f"no rule for {where}"
    return fitting[0]


def spelt(pattern: str) -> list[str]:
    """`a{b,c}*` is `ab*` and `ac*`."""
    found = _PARTS.search(pattern)
    if found is None:
        return [pattern]
    return [one for it in found[1].split(",") for one in spelt(pattern[: found.start()] + it + pattern[found.end() :])]


@cache
def codec() -> Codec:
    """Of a trust that sends FHIR."""
    return FhirAdapter().codec(FhirProfile(organisation="trust"))


@pytest.mark.parametrize("name", _FOLDERS)
def test_every_published_file_has_the_outcome_written_for_it(name: str) -> None:
    """Outcome, events and the places named; `fhir_outcomes.toml` says why."""
    differing = [
        (where, said) for where, raw in examples(name) if (said := _difference(where, raw, rule_of(where))) is not None
    ]
    assert differing == []


def test_every_rule_has_a_file() -> None:
    """Nothing in the table is left over."""
    used = {rule_of(where)["files"] for name in _FOLDERS for where, _ in examples(name)}
    assert {it["files"] for it in rules()} - used == set()


def _difference(where: str, raw: bytes, rule: dict[str, Any]) -> str | None:
    shown = translated(codec(), raw, now=_AT)
    outcome, issues = str(shown["outcome"]), shown["issues"]
    assert isinstance(issues, list)
    if rule["outcome"] == "not a message":
        return None if outcome == "refused" and _is_no_message(issues[0]) else f"{outcome} {issues}"
    events = [str(it.type) for it in codec().decode(raw, received_at=_AT).occurrences]
    if (outcome, events) != (rule["outcome"], rule.get("events", [])):
        return f"{outcome} {events} {issues}"
    places = [it["where"] for it in issues]
    wanted = rule.get("issues", [] if outcome == "accepted" else None)
    if wanted is None:
        return None
    strange = [it for it in places if not any(_fits(it, one) for one in wanted)]
    missing = [it for it in wanted if not any(_fits(one, it) for one in places)]
    return f"not written: {strange}; not said: {missing}" if strange or missing else None


def _fits(place: str, pattern: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), place) is not None


def _is_no_message(issue: dict[str, str]) -> bool:
    """Refused for what it is, not for a fault in it."""
    return issue["code"] == "not-supported" or issue["where"] in {"resourceType", "body"}


def _known() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in ("bars/examples", "uk-core-r4/examples", "england-r4/examples", "nrl"):
        for path in sorted(folder(name).rglob("*")):
            found = resource(path) if path.suffix in {".json", ".xml"} else None
            if found and found["resourceType"] in CLASSES:
                yield path.name, found


def test_no_published_example_is_faulted_wrongly() -> None:
    """But for slots whose systems hold a space, as written in the table, all are sound R4."""
    faulty = {name for name, it in _known() if check(it)}
    assert faulty == {"BOOKREQRESP01 - Booking Slot Searchset Response.xml"}


def test_xml_is_read_as_another_reader_reads_it() -> None:
    """A second reader, written for tests alone, gives the same dictionary; what is written is read again."""
    for name in ("bars/examples", "uk-core-r4/examples", "england-r4/examples"):
        for path in sorted(folder(name).glob("*.xml")):
            other = resource(path)
            try:
                ours = read_xml(path.read_bytes())
            except Unreadable:
                assert other is not None
                assert other["resourceType"] not in CLASSES
                continue
            assert _without_text(ours) == _without_text(other), path.name
            assert read_xml(write_xml(ours)) == ours, path.name


def _without_text(value: Any) -> Any:
    """Narrative is the same XHTML in other spelling; that reader leaves out what primitives carry beside them."""
    if isinstance(value, dict):
        return {key: _without_text(it) for key, it in value.items() if key != "div" and not key.startswith("_")}
    return [_without_text(it) for it in value] if isinstance(value, list) else value
