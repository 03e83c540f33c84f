"""Our own consent cases: each states the rule that it comes from and the outcome that the rule gives."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.cli import decide

_NOTHING = {"deny", "not_applicable"}
_BASE: dict[str, Any] = {
    "consent": {
        "resourceType": "Consent",
        "status": "active",
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/p"},
        "dateTime": "2026-01-10",
    },
    "request": {
        "interaction": "search",
        "at": "2026-05-04T12:00:00Z",
        "patient": "Patient/p",
        "actor": [{"reference": "Organization/a"}],
        "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}],
        "action": "access",
    },
}


def _cases() -> Iterator[Any]:
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        book = yaml.safe_load(path.read_text())
        for case in book["cases"]:
            yield pytest.param(book, case, id=f"{path.stem}/{case['name'].replace(' ', '-')}")


@pytest.mark.parametrize(("book", "case"), list(_cases()))
def test_the_rule_gives_this_outcome(
    tmp_path: Path, book: dict[str, Any], case: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Decision, what is shown and what is hidden are as the rule says; what is in neither list is not there."""
    (tmp_path / "request.json").write_text(json.dumps({"normalised": _merged("request", book, case.get("request"))}))
    (tmp_path / "resources.json").write_text(json.dumps(_record(book, case)))
    named = []
    for at, consent in enumerate(case.get("consents", [])):
        (tmp_path / f"{at}.json").write_text(json.dumps(consent if case.get("raw") else _consent(book, consent, at)))
        named += ["--consent", str(tmp_path / f"{at}.json")]
    parser = argparse.ArgumentParser()
    decide.add_parser(parser.add_subparsers())
    policy = case.get("policy", book.get("policy"))
    record = ["--resources", str(tmp_path / "resources.json")] if case.get("with_record", True) else []
    files = [*named, "--request", str(tmp_path / "request.json"), *record, *(["--policy", policy] if policy else [])]

    asked = parser.parse_args(["decide", *files])
    status = asked.run(asked)
    found = json.loads(capsysbinary.readouterr().out)

    assert status == 0
    assert found["decision"] == case["decision"] or {found["decision"], case["decision"]} <= _NOTHING, found
    assert sorted(found["visible"]) == sorted(case.get("visible", [])), found["reasons"]
    if "hidden" in case:
        assert sorted(found["hidden"]) == sorted(case["hidden"])
    if "because" in case:
        assert any(case["because"] in f"{it['code']} {it['text']}" for it in found["reasons"]), found["reasons"]


def _merged(what: str, book: dict[str, Any], own: dict[str, Any] | None) -> dict[str, Any]:
    whole = {**_BASE[what], **book.get(what, {}), **(own or {})}
    return {key: it for key, it in whole.items() if it != "absent"}


def _consent(book: dict[str, Any], own: dict[str, Any], at: int) -> dict[str, Any]:
    return {"id": f"c{at}", **_merged("consent", book, own)}


def _record(book: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """A Bundle of resources, or of whole entries where a case gives these."""
    entries = [it if "resource" in it else {"resource": it} for it in case.get("resources", book.get("resources", []))]
    return {"resourceType": "Bundle", "type": "collection", **case.get("bundle", {}), "entry": entries}
