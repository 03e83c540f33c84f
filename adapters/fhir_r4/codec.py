"""The codec of FHIR R4: strict at the border, lossless for what it takes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from adapters.contract import Decoded, IfKnown, Issue, Outcome, Released, Rendition, Severity, Verdict
from adapters.fhir_r4 import needs
from adapters.fhir_r4.addressee import addressee
from adapters.fhir_r4.ahead import with_doubts
from adapters.fhir_r4.entries import Entry, dangling, entries
from adapters.fhir_r4.files import file_doubts
from adapters.fhir_r4.meaning import MAIN, Meaning, meaning
from adapters.fhir_r4.outcome import operation_outcome
from adapters.fhir_r4.person import NAMES_NOBODY, given_here, settle
from adapters.fhir_r4.plan_answers import plans
from adapters.fhir_r4.profile import FhirProfile
from adapters.fhir_r4.proxy import complete
from adapters.fhir_r4.released import encode
from adapters.fhir_r4.transaction import ENTRIES, named_by_put, resolve_conditions, transaction_response
from schemas.codes.systems import V3_ACT_REASON
from schemas.fhir import Resource
from schemas.fhir.check import check
from schemas.fhir.numbers import as_written
from schemas.fhir.read import Fault, Unreadable, read_marked
from schemas.fhir.xml_read import is_xml, read_xml
from schemas.fhir.xml_write import write_xml
from schemas.ids import body_hash

MOST_RESOURCES = 5_000
"""In one message; a long stay on a ward brings some hundreds."""
_TEST = "HTEST"
_SENT = ("authoredOn", "dateTime", "sent", "date", "authored", "created")


class FhirCodec:
    """Reads and writes FHIR R4 JSON for one partner."""

    def __init__(self, profile: FhirProfile) -> None:
        self._profile = profile

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        """One resource or Bundle about exactly one person; what is wrong stands in `issues`."""
        in_xml = is_xml(raw)
        decoded = with_doubts(self._decoded(raw, _from_xml if in_xml else read_marked), received_at)
        return replace(decoded, envelope={**decoded.envelope, "format": "xml"}) if in_xml else decoded

    def _decoded(self, raw: bytes, reader: Callable[[bytes], tuple[Resource, bool | None, bool]]) -> Decoded:
        try:
            message, is_full, is_verbatim = reader(raw)
        except Unreadable as refused:
            return _refused("", "", refused.issues)
        if _crowd(message) > MOST_RESOURCES:
            text = f"brings more than {MOST_RESOURCES} resources; send what belongs to one event"
            return _refused(message["resourceType"], "", [Fault(message["resourceType"], "too-costly", text)])
        message, faults = _checked(message, raw, is_full, is_verbatim=is_verbatim)
        control_id = _control_id(message)
        if faults:
            return _refused(message["resourceType"], control_id, faults)
        named_by_put(message, self._profile.organisation)
        return interpret(message, control_id, f"{self._profile.organisation}|{control_id or body_hash(raw)}")

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        """An OperationOutcome, or the response to a transaction; in XML where the message was."""
        said = transaction_response(decoded, verdict) or operation_outcome(verdict)
        return write_xml(said) if decoded.envelope.get("format") == "xml" else orjson.dumps(said)

    def encode(self, released: Released) -> Rendition:
        """A message Bundle with what this recipient may see."""
        return encode(released, self._profile)


def _from_xml(raw: bytes) -> tuple[Resource, bool | None, bool]:
    return read_xml(raw), None, True


def _checked(
    message: Resource, raw: bytes, is_full: bool | None, *, is_verbatim: bool
) -> tuple[Resource, tuple[Fault, ...]]:
    """The message with its numbers as they are written, and what is wrong with it."""
    complete(message)
    faults = check(message, is_full=is_full)
    if not (faults or is_verbatim):
        message = as_written(raw, message)
        complete(message)
    return message, faults


def _crowd(message: Resource) -> int:
    """How many resources there are in a message, whatever it looks like."""
    entries = message.get("entry")
    inner = [it.get("resource") for it in entries if isinstance(it, dict)] if isinstance(entries, list) else []
    held = (it.get("contained") for it in (message, *inner) if isinstance(it, dict))
    return len(inner) + sum(len(it) for it in held if isinstance(it, list))


def interpret(message: Resource, control_id: str, seed: str) -> Decoded:
    """What a sound resource or Bundle says; `seed` makes its fullUrls the sender's own. Changes it in place."""
    sent_as = message["resourceType"]
    if refusals := list(needs.bundle_faults(message)):
        return _with_issues(sent_as, control_id, refusals)
    timestamp, is_test = message.get("timestamp"), _is_test(message)
    bundle_type = message["type"] if sent_as == "Bundle" else ""
    is_transaction = bundle_type == "transaction"
    doubts = list(needs.address_doubts(message))
    found = entries(message, seed)
    if is_transaction:
        resolve_conditions(found)
    sent = list(found)
    found += plans(found, seed)
    meant = meaning(message, found)
    if meant is None:
        return _with_issues(sent_as, control_id, [_unsupported(found)])
    issues = [*doubts, *_issues(found, meant.main, seed, bundle_type=bundle_type)]
    refused = _with_issues(meant.main.type, control_id, issues)
    wrong = [it for it in issues if it.severity is Severity.ERROR]
    person = given_here(found) if [it.message for it in wrong] == [NAMES_NOBODY] else ""
    if wrong and not person:
        return refused
    said = _said(message, found, meant, [it for it in issues if it not in wrong])
    said = replace(
        said, control_id=control_id, is_test=is_test or said.is_test, sent_at=_sent_at(timestamp, meant.main.resource)
    )
    if is_transaction:
        envelope = {ENTRIES: " ".join(_places(message, sent, found))}
        said = replace(said, envelope=envelope, answers_each_entry=True)
    return replace(refused, if_known=IfKnown(person, said)) if person else said


def _said(message: Resource, found: list[Entry], meant: Meaning, issues: list[Issue]) -> Decoded:
    return Decoded(
        Outcome.FLAGGED if any(it.severity is Severity.WARNING for it in issues) else Outcome.ACCEPTED,
        kind=meant.main.type,
        control_id="",
        bundle=_bundle(message, found, meant),
        occurrences=meant.occurrences,
        addressee=addressee(meant.main, found),
        is_test=any(_is_test(it.resource) for it in found),
        issues=tuple(issues),
    )


def _places(message: Resource, sent: list[Entry], found: list[Entry]) -> list[str]:
    """The fullUrl that each entry of the request has now; of equal copies of the person, the one that stayed."""
    person = next((it.url for it in found if it.type == "Patient"), "")
    kept = {it.url for it in found}
    return [it.url if it.url in kept else person for it in sent[: len(message["entry"])]]


def _issues(found: list[Entry], main: Entry, seed: str, *, bundle_type: str) -> list[Issue]:
    own = [it for entry in found for it in needs.entry_faults(entry, is_main=entry is main)]
    of_main = [*needs.main_faults(main), *needs.header_doubts(found, main), *needs.second_referrals(found, main)]
    own += [it for entry in found for it in file_doubts(entry)]
    return [*own, *dangling(found, main, bundle_type=bundle_type), *settle(found, main, seed), *of_main]


def _bundle(message: Resource, found: list[Entry], meant: Meaning) -> Resource:
    is_message = message.get("type") == "message" and message["resourceType"] == "Bundle"
    first = [it for it in found if it.type == "MessageHeader"] if is_message else []
    ordered = [*first, *(it for it in found if it not in first)]
    bundle: Resource = {"resourceType": "Bundle", "type": "message" if first else "collection"}
    if message["resourceType"] == "Bundle":
        bundle |= {name: message[name] for name in ("identifier", "timestamp", "meta") if name in message}
    return bundle | {"entry": [{"fullUrl": it.url, "resource": it.resource} for it in ordered]}


def _control_id(message: Resource) -> str:
    """The persistent identity of a Bundle; a single resource has none of its own as a message."""
    if message["resourceType"] != "Bundle":
        return ""
    identifier = message.get("identifier")
    value = identifier.get("value") if isinstance(identifier, dict) else None
    if value is None and message.get("type") == "message":
        value = message.get("id")
    return value if isinstance(value, str) else ""


def _is_test(resource: Resource) -> bool:
    meta: dict[str, Any] = resource.get("meta", {})
    labels = [*meta.get("tag", []), *meta.get("security", [])]
    return any(it.get("code") == _TEST and it.get("system") == V3_ACT_REASON for it in labels)


def _sent_at(timestamp: str | None, main: Resource) -> datetime | None:
    given = [timestamp, *(main.get(name) for name in _SENT)]
    said = next((it for it in given if isinstance(it, str) and "T" in it), None)
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError:
        return None


def _unsupported(found: list[Entry]) -> Issue:
    where = found[0].where if found else "Bundle.entry"
    listed = ", ".join(f"`{it}`" for it in MAIN)
    return Issue(Severity.ERROR, "not-supported", where, f"cannot be what a message is about; send one of {listed}")


def _refused(kind: str, control_id: str, faults: Iterable[Fault]) -> Decoded:
    issues = [Issue(Severity.ERROR, it.code, it.where, it.message) for it in faults]
    return _with_issues(kind, control_id, issues)


def _with_issues(kind: str, control_id: str, issues: list[Issue]) -> Decoded:
    return Decoded(Outcome.REFUSED, kind, control_id, issues=tuple(issues))
