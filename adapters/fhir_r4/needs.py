"""What this gateway needs beyond FHIR to act on a resource, and what it may not act on."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from adapters.contract import Issue, Severity
from adapters.fhir_r4.entries import Entry
from adapters.fhir_r4.happened import kind_of
from adapters.fhir_r4.references import literal, place
from schemas.fhir import Resource
from schemas.fhir.datatype_rules import ends_first
from schemas.fhir.legal import names_only_the_law
from schemas.fhir.nested import HOLDERS

_BUNDLES = {"message", "collection", "transaction", "document"}
_WRITES = {"POST", "PUT"}
_CONDITIONS = ("ifMatch", "ifNoneMatch", "ifModifiedSince", "ifNoneExist")
_CONDITION = "is a condition that is not kept here; leave it out: what carries its identifier is never made twice"
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
GIVEN_HERE = re.compile(r"[a-z2-7]{26}\Z")
"""Ids shown outside are written so: of anybody else's it would be a rare chance."""
_REQUIRED = {
    "Consent": ("patient",),
    "Communication": ("subject",),
    "Encounter": ("subject",),
    "DocumentReference": ("subject",),
    "QuestionnaireResponse": ("subject",),
    "Composition": ("subject",),
    "Task": ("for", "focus"),
}
_LISTED = "`message`, `document`, `transaction`, `collection`"
_NOT_YET = {"ServiceRequest": {"draft"}, "CarePlan": {"draft"}, "Communication": {"preparation", "not-done"}}
_TAKEN_BACK = {
    "ServiceRequest": {"revoked", "entered-in-error"},
    "Appointment": {"cancelled", "noshow", "entered-in-error"},
}
_NEVER = ("implicitRules", "modifierExtension")
_UNKNOWN_MEANING = "changes the meaning in a way that is not known here; leave it out"
_SHARING = "patient-privacy"


def bundle_faults(message: Resource) -> Iterator[Issue]:
    """Why a Bundle is not a message to act on."""
    if message["resourceType"] != "Bundle":
        return
    if message["type"] not in _BUNDLES:
        yield _error("not-supported", "Bundle.type", f"is not one of {_LISTED}")
    for at, it in enumerate(message.get("entry", [])):
        where = f"Bundle.entry[{at}]"
        if "modifierExtension" in it:
            yield _error("not-supported", f"{where}.modifierExtension", _UNKNOWN_MEANING)
        if "request" in it:
            yield from _request_faults(it, f"{where}.request")
        if "resource" not in it:
            yield _error("required", f"{where}.resource", "is missing")
    yield from _written_twice(message.get("entry", []))
    yield from _modifiers(message, "Bundle")


def _written_twice(entries: list[Resource]) -> Iterator[Issue]:
    """Which of two that are PUT to one address counts nobody could say (R4, http.html#trules)."""
    seen: set[str] = set()
    for at, request in enumerate(it.get("request", {}) for it in entries):
        url = request["url"].strip("/") if request.get("method") == "PUT" else ""
        if url in seen:
            yield _error("value", f"Bundle.entry[{at}].request.url", "stands in an earlier entry too; send one of them")
        seen |= {url} - {""}


def address_doubts(message: Resource) -> Iterator[Issue]:
    """Entries whose fullUrl says that it is a UUID and is none: a name within the message all the same."""
    for at, it in enumerate(message.get("entry", [])):
        url = it.get("fullUrl", "")
        if url.startswith("urn:uuid:") and _UUID.match(url) is None:
            text = "has no UUID after `urn:uuid:`; it is taken for this message alone: make a UUID for each entry"
            yield Issue(Severity.WARNING, "value", f"Bundle.entry[{at}].fullUrl", text)


def _request_faults(entry: Resource, where: str) -> Iterator[Issue]:
    request, resource = entry["request"], entry.get("resource", {})
    if request["method"] not in _WRITES:
        yield _error(
            "not-supported", f"{where}.method", "is not `POST` or `PUT`; nothing is read, deleted or patched so"
        )
    elif wrong := _address_fault(request["method"], request["url"].strip("/"), resource):
        yield _error("value", f"{where}.url", wrong)
    for name in _CONDITIONS:
        if name in request:
            yield _error("not-supported", f"{where}.{name}", _CONDITION)


def _address_fault(method: str, url: str, resource: Resource) -> str | None:
    """POST goes to a type; PUT to the sender's own id of the resource, or to one of the identifiers that it carries."""
    path, asks, query = url.partition("?")
    kind, slash, identity = path.partition("/")
    if "resourceType" in resource and kind != resource["resourceType"]:
        return "does not begin with the type of the resource; write `Type`, or `Type/id` for PUT"
    if method == "POST" and (slash or asks):
        return "is not a type alone; ids are given here, so POST to `Type`"
    if method == "PUT" and asks and (slash or not _carries(resource, query)):
        return (
            "is a condition that is not kept here; write `?identifier=system|value` with one that the resource carries"
        )
    if method == "PUT" and not asks and (not identity or identity != resource.get("id")):
        return "is not `Type/id` with the id of the resource"
    if method == "PUT" and GIVEN_HERE.match(identity):
        return "is an id that this gateway gave; POST what has changed, with the identifier that it carries"
    return None


def _carries(resource: Resource, query: str) -> bool:
    given = resource.get("identifier", [])
    own = {f"{it.get('system', '')}|{it.get('value', '')}" for it in (given if isinstance(given, list) else [given])}
    asked = parse_qsl(query, keep_blank_values=True)
    return [name for name, _ in asked] == ["identifier"] and asked[0][1] in own


def entry_faults(entry: Entry, *, is_main: bool) -> Iterator[Issue]:
    """Why a resource cannot be acted upon; a Consent always counts, others only where they are the main one."""
    yield from _modifiers(entry.resource, entry.where)
    for path in entry.found.modified:
        yield _error("not-supported", f"{place(entry.where, path)}.modifierExtension", _UNKNOWN_MEANING)
    if entry.type in HOLDERS:
        yield _error("not-supported", entry.where, "holds other resources; make each an entry of its own")
    for name in _REQUIRED.get(entry.type, ()) if is_main or entry.type == "Consent" else ():
        if name not in entry.resource:
            yield _error("required", f"{entry.where}.{name}", "is missing; this gateway needs it")
    if entry.type == "Consent" and _binds(entry.resource) and "dateTime" not in entry.resource:
        yield _error("required", f"{entry.where}.dateTime", "is missing; what is agreed needs its moment")
    if entry.type == "Appointment" and ends_first(entry.resource.get("start"), entry.resource.get("end")):
        yield Issue(Severity.WARNING, "value", f"{entry.where}.end", "is before `start`; check both")
    if entry.resource.get("doNotPerform") is True:
        yield _error("not-supported", f"{entry.where}.doNotPerform", "asks that something is not done; leave it out")


def _binds(consent: Resource) -> bool:
    return consent["status"] == "active" and not names_only_the_law(consent)


def main_faults(main: Entry) -> Iterator[Issue]:
    """Why a resource cannot be what a message is about."""
    if main.resource.get("status") in _NOT_YET.get(main.type, ()):
        yield _error("value", f"{main.where}.status", "says that it is not ready; send it when it is")
    if main.type == "ServiceRequest" and main.resource["status"] in _TAKEN_BACK[main.type]:
        yield from _nameless(main)
    if main.type == "Consent":
        yield from _consent(main)
    if main.type == "Communication":
        yield from _communication(main)


def header_doubts(found: list[Entry], main: Entry) -> Iterator[Issue]:
    """A message that takes something back and brings it as if it stood, or could not take what it answers."""
    header = next((it for it in found if it.type == "MessageHeader"), None)
    if header and header.resource.get("response", {}).get("code", "ok") != "ok":
        text = "says that the message it answers could not be taken; make another arrangement, or send it again"
        yield Issue(Severity.WARNING, "processing", f"{header.where}.response.code", text)
    coded = header.resource.get("reason", {}).get("coding", []) if header else []
    stands = main.type in _TAKEN_BACK and main.resource.get("status") not in _TAKEN_BACK[main.type]
    if header and stands and any(it.get("code") == "delete" for it in coded):
        text = "takes back what the status of the resource says stands; nothing is cancelled until the status says so"
        yield Issue(Severity.WARNING, "conflict", f"{header.where}.reason", text)


def second_referrals(found: list[Entry], main: Entry) -> Iterator[Issue]:
    """A message is one referral to one addressee: what else is asked in it reaches nobody by itself."""
    named = {literal(it) for _, it in main.found.references}
    for it in found:
        stands = it.type == "ServiceRequest" and it.resource["status"] == "active" and it.url not in named
        if stands and it is not main and main.type == "ServiceRequest":
            text = "is a second referral and goes along with the first, to its addressee: send one message for each"
            yield Issue(Severity.WARNING, "structure", it.where, text)


def _nameless(main: Entry) -> Iterator[Issue]:
    """What is taken back without a name is no referral that was told before."""
    if not {"id", "identifier"} & main.resource.keys():
        text = "is missing; which referral is taken back cannot be told: send its number"
        yield Issue(Severity.WARNING, "required", f"{main.where}.identifier", text)


def _consent(main: Entry) -> Iterator[Issue]:
    codes = {it.get("code") for it in main.resource["scope"].get("coding", [])}
    if _SHARING not in codes:
        yield _error("not-supported", f"{main.where}.scope", f"is not `{_SHARING}`; only sharing is decided here")
    if main.resource["status"] == "active" and not {"provision", "policyRule"} & main.resource.keys():
        yield _error("required", f"{main.where}.provision", "is missing; say what is shared and with whom")
    if main.resource["status"] in {"draft", "proposed"}:
        text = "says that nothing is agreed yet; it is kept and has no effect"
        yield Issue(Severity.INFORMATION, "informational", f"{main.where}.status", text)


def _communication(main: Entry) -> Iterator[Issue]:
    kind = kind_of(main.resource)
    if not kind:
        listed = "`carer-concern`, `contact-note`, `step-down`"
        yield _error("not-supported", f"{main.where}.category", f"has none of the kinds {listed}")
    if main.resource["status"] == "entered-in-error":
        text = "takes back what may have been told; it is kept, and nobody is told so by this message: tell them"
        yield Issue(Severity.WARNING, "business-rule", f"{main.where}.status", text)
    if kind == "carer-concern" and "sender" not in main.resource:
        yield _error("required", f"{main.where}.sender", "is missing; name the carer as a RelatedPerson")


def _modifiers(resource: Resource, where: str) -> Iterator[Issue]:
    for name in _NEVER:
        if name in resource:
            yield _error("not-supported", f"{where}.{name}", _UNKNOWN_MEANING)


def _error(code: str, where: str, message: str) -> Issue:
    return Issue(Severity.ERROR, code, where, message)
