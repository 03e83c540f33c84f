"""What people and commands are told: the sentence of a decision, and the answer of `nwd decide`."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consent.explain import explain
from consent.judge import UkJudge
from consent.question import Facts, Question
from gateway.cli import decide
from schemas.policy_words import Category, ServiceClass

Make = Callable[..., dict[str, Any]]
REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"


def run(folder: Path, capsys: pytest.CaptureFixture[bytes], *more: str, **files: Any) -> tuple[int, dict[str, Any]]:
    """Call the command on files with this content; its status and what it printed."""
    parser = argparse.ArgumentParser()
    decide.add_parser(parser.add_subparsers())
    named: list[str] = []
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
        named += [f"--{name}", str(folder / f"{name}.json")]
    asked = parser.parse_args(["decide", *named, *more])
    status = asked.run(asked)
    printed = capsys.readouterr().out
    return status, json.loads(printed) if printed else {}


def request(**changes: Any) -> dict[str, Any]:
    base = {
        "at": "2026-05-04T12:00:00Z",
        "patient": "Patient/1",
        "actor": [{"reference": "Organization/a", "service_class": "cafe", "role": "worker"}],
        "purpose": [{"system": REASON, "code": "TREAT"}],
        "action": "access",
        "interaction": "search",
    }
    return {"normalised": base | changes}


RECORD = {
    "resourceType": "Bundle",
    "entry": [
        {"resource": {"resourceType": "Condition", "id": "1", "subject": {"reference": "Patient/1"}}},
        {"resource": {"resourceType": "ServiceRequest", "id": "2", "subject": {"reference": "Patient/1"}}},
    ],
}


def test_a_refusal_is_explained_with_its_consent_and_version(
    uk: UkJudge, ask: Callable[..., Question], facts: Callable[..., Facts], consent: Make
) -> None:
    """Who may know why reads which rule, which consent and which policy version."""
    found = uk.decide(ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts(consent({"type": "deny"})))

    sentence = explain(found)

    assert sentence.startswith("Not shown: the person has refused this (Consent/c0).")
    assert "c0 version 1" in sentence
    assert uk.version in sentence


@pytest.mark.parametrize(
    ("environment", "decision", "visible"),
    [({"link": True, "agreement": True}, "permit_with_redaction", ["ServiceRequest/2"]), ({}, "deny", [])],
)
def test_the_matrix_answers_from_the_command_line(
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    environment: dict[str, Any],
    decision: str,
    visible: list[str],
) -> None:
    """Under `uk` a café in a live relation sees the reason for referral and no diagnosis; without one, nothing."""
    asked = request(environment=environment)

    status, found = run(tmp_path, capsysbinary, "--policy", "uk", request=asked, resources=RECORD)

    assert (status, found["decision"], found["visible"]) == (0, decision, visible)


@pytest.mark.parametrize(
    ("policy", "purpose", "decision"),
    [
        ("normal", "TREAT", "permit"),
        ("normal", "HRESCH", "deny"),
        ("break-glass-only", "TREAT", "deny"),
        ("break-glass-only", "BTG", "permit"),
        ("deny", "TREAT", "deny"),
    ],
)
def test_a_site_policy_answers_where_no_consent_does(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], policy: str, purpose: str, decision: str
) -> None:
    """Named policies come under the consents."""
    actor = {"reference": "Practitioner/1", "role": "clinician", "authorised_for_break_glass": True}
    asked = request(actor=[actor], purpose=[{"system": REASON, "code": purpose}])

    _, found = run(tmp_path, capsysbinary, "--policy", policy, request=asked, resources=RECORD)

    assert found["decision"] == decision


def test_what_belongs_to_somebody_else_is_never_shown(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], consent: Make
) -> None:
    """A resource that names another patient is hidden, whatever the consent says."""
    other = {"resourceType": "Condition", "id": "9", "subject": {"reference": "Patient/2"}}
    record = {"resourceType": "Bundle", "entry": [*RECORD["entry"], {"resource": other}]}

    _, found = run(tmp_path, capsysbinary, request=request(), resources=record, consent=consent({"type": "permit"}))

    assert found["hidden"] == ["Condition/9"]


def test_a_resource_that_cannot_be_read_is_hidden(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], consent: Make
) -> None:
    """A malformed resource fails closed and stops nothing else."""
    odd = {"resourceType": "Condition", "id": "8", "meta": "x", "code": 7}
    record = {"resourceType": "Bundle", "entry": [*RECORD["entry"], {"resource": odd}]}

    _, found = run(tmp_path, capsysbinary, request=request(), resources=record, consent=consent({"type": "permit"}))

    assert found["hidden"] == ["Condition/8"]


@pytest.mark.parametrize(
    ("left_out", "missing"), [("purpose", "purpose"), ("patient", "patient"), ("actor", "actor"), ("at", "at")]
)
def test_a_request_that_leaves_something_out_is_denied_with_what_is_missing(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], consent: Make, left_out: str, missing: str
) -> None:
    """Nothing is released to it, and it is told what to add."""
    asked = {"normalised": {key: it for key, it in request()["normalised"].items() if key != left_out}}

    _, found = run(tmp_path, capsysbinary, request=asked, resources=RECORD, consent=consent({"type": "permit"}))

    assert (found["decision"], found["visible"]) == ("deny", [])
    assert found["reasons"][0]["text"] == f"the request does not say {missing}"


def test_a_request_of_the_wrong_shape_is_denied(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """It decides nothing, and says so."""
    status, found = run(tmp_path, capsysbinary, request=request(at="yesterday"))

    assert (status, found["decision"], found["reasons"][0]["code"]) == (0, "deny", "unreadable")


def test_a_consent_with_a_key_twice_changes_nothing(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], consent: Make
) -> None:
    """Of two values under one key neither counts: parsers differ on which is the last."""
    doubled = json.dumps(consent({"type": "permit"})).replace('"type": "permit"', '"type": "deny", "type": "permit"')
    (tmp_path / "doubled.json").write_text(doubled)

    _, found = run(
        tmp_path, capsysbinary, "--consent", str(tmp_path / "doubled.json"), request=request(), resources=RECORD
    )

    assert (found["decision"], found["visible"]) == ("not_applicable", [])
    assert "twice" in found["reasons"][0]["text"]
