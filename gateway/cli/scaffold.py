"""`nwd adapters new`: writes a distribution with a working adapter, its entry point and its contract test."""

import argparse
import keyword
import re
import sys
from pathlib import Path

from adapters import registry

_WRONG_USE = 2
_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}\Z")

_PYPROJECT = """[build-system]
requires = ["setuptools>=80"]
build-backend = "setuptools.build_meta"

[project]
name = "nwd-@NAME@"
version = "1.0"

[project.entry-points."nowrongdoor.adapters"]
@NAME@ = "nwd_@NAME@:Adapter"

[tool.setuptools]
py-modules = ["nwd_@NAME@"]
"""

_MODULE = '''"""The adapter `@NAME@`: one contact a message, in lines of `name: value`."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import orjson
from pydantic import BaseModel, Field

from adapters.contract import Decoded, Issue, Occurrence, Outcome, Released, Rendition, Severity, Unsendable, Verdict
from schemas import nhs_number
from schemas.codes.nwd import COMMUNICATION_KIND
from schemas.codes.systems import NHS_NUMBER
from schemas.events import EventType
from schemas.fhir.check import check

NEEDED = ("number", "nhs number", "family", "given", "born", "note")


class Profile(BaseModel):
    """Options of a partner, under [partner.profile] in nwd.toml."""

    separator: str = Field(":", description="What stands between a name and its value.")


class Adapter:
    """Contacts in lines of text."""

    name = "@NAME@"
    profile: type[BaseModel] = Profile

    def codec(self, profile: BaseModel) -> "Codec":
        return Codec(Profile.model_validate(profile.model_dump()))


class Codec:
    def __init__(self, profile: Profile) -> None:
        self._separator = profile.separator

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        lines = (it.partition(self._separator) for it in raw.decode("utf-8", "replace").splitlines())
        said = {name.strip().casefold(): value.strip() for name, _, value in lines}
        issues = [_issue(Severity.ERROR, it, "is missing; send this line") for it in NEEDED if not said.get(it)]
        person, contact = (f"urn:uuid:{uuid5(NAMESPACE_URL, repr((said.get('number'), it)))}" for it in "pc")
        bundle = {} if issues else _bundle(said, person, contact, received_at)
        issues += [_issue(Severity.ERROR, it.where, it.message) for it in (check(bundle) if bundle else ())]
        if issues:
            return Decoded(Outcome.REFUSED, "contact", said.get("number", ""), issues=tuple(issues))
        if nhs_number.fault(nhs_number.clean(said["nhs number"])):
            issues.append(_issue(Severity.WARNING, "nhs number", "is not a valid NHS number; check it"))
        told = Occurrence(EventType.CONTACT_RECORDED, (contact,))
        fate = Outcome.FLAGGED if issues else Outcome.ACCEPTED
        return Decoded(fate, "contact", said["number"], bundle, (told,), issues=tuple(issues))

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        return orjson.dumps({"outcome": verdict.outcome, "issues": [it.where for it in verdict.issues]})

    def encode(self, released: Released) -> Rendition:
        raise Unsendable("these only come in")


def _bundle(said: dict[str, str], person: str, contact: str, at: datetime) -> dict[str, object]:
    number = {"system": NHS_NUMBER, "value": nhs_number.clean(said["nhs number"])}
    names = [{"family": said["family"], "given": [said["given"]]}]
    patient = {"resourceType": "Patient", "identifier": [number], "name": names, "birthDate": said["born"]}
    kind = [{"coding": [{"system": COMMUNICATION_KIND, "code": "contact-note"}]}]
    told = {"resourceType": "Communication", "status": "completed", "category": kind, "subject": {"reference": person}}
    told |= {"sent": at.isoformat(), "payload": [{"contentString": said["note"]}]}
    entries = [{"fullUrl": person, "resource": patient}, {"fullUrl": contact, "resource": told}]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _issue(severity: Severity, where: str, message: str) -> Issue:
    return Issue(severity, "value", where, message)
'''

_TEST = '''"""The adapter keeps the contract; run it with: pip install -e . && pytest"""

from nwd_@NAME@ import Adapter

from adapters.suite import CodecContract

SAMPLE = b"number: 7\\nnhs number: 999 123 4500\\nfamily: EXAMPLE\\ngiven: SAM\\nborn: 1990-04-17\\nnote: Rang twice\\n"


class TestContract(CodecContract):
    adapter = Adapter()
    accepted = (SAMPLE, SAMPLE.replace(b"4500", b"4501"))
    refused = (b"rubbish", SAMPLE.replace(b"1990-04-17", b"17/04/1990"))
'''


def run(arguments: argparse.Namespace) -> int:
    """Write the files; 2 when the name or the folder will not do."""
    name, folder = arguments.name, arguments.dir / arguments.name
    fault = _fault(name, folder)
    if fault:
        print(f"nwd adapters new: {fault}", file=sys.stderr)
        return _WRONG_USE
    folder.mkdir(parents=True)
    for file, text in files(name).items():
        (folder / file).write_text(text)
    print(f"{folder}: {', '.join(files(name))}")
    print(f"next: pip install -e {folder} && pytest {folder}; then fill in decode (docs/adapters.md)")
    return 0


def files(name: str) -> dict[str, str]:
    """The files of a new adapter."""
    texts = {"pyproject.toml": _PYPROJECT, f"nwd_{name}.py": _MODULE, f"test_nwd_{name}.py": _TEST}
    return {file: text.replace("@NAME@", name) for file, text in texts.items()}


def _fault(name: str, folder: Path) -> str | None:
    if not _NAME.match(name) or keyword.iskeyword(name):
        return f"`{name}` cannot be a name; take small letters, digits and _, a letter first"
    if name in registry.installed():
        return f"an adapter `{name}` is installed; take another name"
    if folder.exists():
        return f"`{folder}` is there already; take another name or --dir"
    return None
