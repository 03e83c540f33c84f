"""What the gateway itself finds wrong with a decoded message, beyond what its codec could know."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.contract import Decoded, Issue, Outcome, Severity
from gateway.house import House
from gateway.intake.named import UNKNOWN, names_unknown, numbered
from gateway.intake.own_interest import serves
from gateway.intake.sender import is_charity, spoken_for
from gateway.parties import asker, resolve
from gateway.settings.model import Partner
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.policy_words import Role


def screen(house: House, partner: Partner, decoded: Decoded) -> Decoded:
    """The same message with the gateway's own issues; a Consent that may not take effect quarantines it.

    Whom a Consent names stands in it by number from here on.
    """
    if decoded.bundle is None or decoded.outcome not in {Outcome.ACCEPTED, Outcome.FLAGGED}:
        return decoded
    about: tuple[Issue, ...] = ()
    if any(entry["resource"]["resourceType"] == "Consent" for entry in decoded.bundle["entry"]):
        bundle = numbered(decoded.bundle, house.directory)
        decoded = replace(decoded, bundle=bundle)
        about = (*_consents(house, bundle), *_own_interest(house, partner, bundle))
    found = [*about, *_route(house, decoded), *_teams(house, partner, decoded)]
    if not found:
        return decoded
    bad = any(issue.severity is Severity.ERROR for issue in found)
    outcome = Outcome.QUARANTINED if bad else Outcome.FLAGGED
    return replace(decoded, outcome=outcome, issues=(*decoded.issues, *found))


def _consents(house: House, bundle: Resource) -> Iterator[Issue]:
    names = frozenset(_names(bundle))
    entries = {it["fullUrl"]: it["resource"] for it in bundle["entry"]}
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] != "Consent":
            continue
        fault = house.judge.fault_of(resource, names)
        if fault is not None:
            text = f"{fault}; it changes nothing until a person has looked"
            yield Issue(Severity.ERROR, "business-rule", "Consent", text)
            continue
        if names_unknown(resource, house.directory, entries):
            yield Issue(Severity.WARNING, "not-found", "Consent.provision.actor", UNKNOWN)
        for remark in house.judge.remarks_on(resource, house.clock.now()):
            yield Issue(Severity.WARNING, "business-rule", "Consent", remark)


def _names(bundle: Resource) -> Iterator[str]:
    """Every name of the person of a message: the addresses of their Patient and its numbers."""
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Patient":
            yield from (name for name in (entry.get("fullUrl"), f"Patient/{resource.get('id')}") if name)
            known = (it for it in resource.get("identifier", ()) if it.get("system") and it.get("value"))
            yield from (f"{it['system'].rstrip('/')}|{it['value']}" for it in known)


def _own_interest(house: House, partner: Partner, bundle: Resource) -> Iterator[Issue]:
    if not partner.service and not is_charity(house.directory, partner):
        return  # a trust that runs a café too speaks as a trust
    speaks = spoken_for(house.directory, partner)
    recorders = [asker(house.directory, one.id, Role.SERVICE_INBOX) for one in speaks]
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] != "Consent":
            continue
        if any(serves(entry["resource"], one) for one in recorders):
            text = "permits its own sender; let a named worker record it (POST /consents), or send it from elsewhere"
            yield Issue(Severity.ERROR, "business-rule", "Consent.provision", text)


def _route(house: House, decoded: Decoded) -> Iterator[Issue]:
    is_referral = any(one.type is EventType.REFERRAL_RECEIVED for one in decoded.occurrences)
    if is_referral and resolve(house.directory, decoded.addressee) is None:
        tried = ", ".join(where for where, _ in decoded.addressee.codes) or "no field"
        text = "no service of this gateway has this address; it is held and a person will route it"
        yield Issue(Severity.WARNING, "not-found", tried, text)


def _teams(house: House, partner: Partner, decoded: Decoded) -> Iterator[Issue]:
    for one in decoded.links:
        if one.service not in house.directory.services:
            text = f"the team table of partner `{partner.id}` names unknown service `{one.service}`; mend the table"
            yield Issue(Severity.WARNING, "not-found", "team table", text)
