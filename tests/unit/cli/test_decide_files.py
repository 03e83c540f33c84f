"""`nwd decide` and files that are not what they should be: an answer that shows nothing, never a traceback."""

import argparse
import json
from pathlib import Path

import pytest

from gateway.cli import decide

_REQUEST = {"at": "2026-05-04T12:00:00Z", "patient": "Patient/p", "actor": "Organization/a", "purpose": "TREAT"}
_CONSENT = {
    "resourceType": "Consent",
    "id": "c",
    "status": "active",
    "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
    "patient": {"reference": "Patient/p"},
    "provision": {"type": "permit"},
}
_ITEM = {"resourceType": "Observation", "id": "o", "subject": {"reference": "Patient/p"}}


def answered(
    folder: Path, capture: pytest.CaptureFixture[bytes], policy: str | None = None, **texts: str
) -> dict[str, object]:
    """What the command prints for these files."""
    named = ["--policy", policy] if policy else []
    for name, text in texts.items():
        (folder / name).write_text(text)
        named += [f"--{name}", str(folder / name)]
    parser = argparse.ArgumentParser()
    decide.add_parser(parser.add_subparsers())
    asked = parser.parse_args(["decide", *named])
    assert asked.run(asked) == 0
    found: dict[str, object] = json.loads(capture.readouterr().out)
    return found


@pytest.mark.parametrize(
    "record",
    ["{", '{"resourceType": "Bundle", "entry": 5}', '[{"resourceType": "Bundle", "entry": {}}]', '{"entry": "x"}'],
)
def test_a_record_that_cannot_be_read_releases_nothing(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], record: str
) -> None:
    """A Bundle whose entries are no list is not an empty one."""
    texts = {"consent": json.dumps(_CONSENT), "request": json.dumps(_REQUEST), "resources": record}

    found = answered(tmp_path, capsysbinary, **texts)

    assert (found["decision"], found["visible"]) == ("deny", [])
    assert "unreadable" in json.dumps(found["reasons"])


def test_a_key_that_stands_twice_in_a_consent_quarantines_it(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """`deny` and `permit` for one provision: neither counts, and somebody is told."""
    twice = json.dumps(_CONSENT).replace('"type": "permit"', '"type": "deny", "type": "permit"')

    found = answered(tmp_path, capsysbinary, consent=twice, request=json.dumps(_REQUEST), resources=json.dumps([_ITEM]))

    assert (found["decision"], found["visible"]) == ("not_applicable", [])
    assert "quarantined" in json.dumps(found["reasons"])


def test_a_list_of_resources_is_a_record_too(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Bundles, lists and single resources are read alike, at any depth."""
    inner = {
        "resourceType": "Bundle",
        "entry": [{"resource": {"resourceType": "Bundle", "entry": [{"resource": _ITEM}]}}],
    }
    texts = {"consent": json.dumps([_CONSENT]), "request": json.dumps(_REQUEST), "resources": json.dumps([inner])}

    assert answered(tmp_path, capsysbinary, **texts)["visible"] == ["Observation/o"]


@pytest.mark.parametrize(
    ("request_part", "resource"),
    [
        (
            {},
            {"resourceType": "ServiceRequest", "id": "r", "status": ["active"], "subject": {"reference": "Patient/p"}},
        ),
        ({"environment": {"override": {"minutes": "soon"}}}, _ITEM),
        ({"environment": {"agreement": {"categories": ["gossip"]}}}, _ITEM),
    ],
)
def test_a_part_of_the_wrong_shape_denies(
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    request_part: dict[str, object],
    resource: dict[str, object],
) -> None:
    """Whatever goes wrong while the question is read is a denial that says so."""
    asker = {"reference": "Practitioner/n", "role": "nurse", "service_class": "htt"}
    stated = {"link": True, "agreement": True}
    whole = {**_REQUEST, "actor": [asker], "purpose": "BTG", "environment": stated, **request_part}
    texts = {"request": json.dumps(whole), "resources": json.dumps([resource])}

    found = answered(tmp_path, capsysbinary, policy="uk", **texts)

    assert (found["decision"], found["visible"]) == ("deny", [])


def test_the_example_of_the_documentation_is_answered(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The request in docs/decide.md is one: a nurse of a home treatment team sees what is hers by default."""
    text = (Path(__file__).parents[3] / "docs" / "decide.md").read_text()
    blocks = [it.split("```")[0] for it in text.split("```json")[1:]]
    example = next(it for it in blocks if "normalised" in it)
    diagnosis = {"resourceType": "Condition", "id": "k", "subject": {"reference": "Patient/p"}, "code": {"text": "x"}}

    found = answered(tmp_path, capsysbinary, policy="uk", request=example, resources=json.dumps([diagnosis]))

    assert (found["decision"], found["visible"]) == ("permit", ["Condition/k"])
