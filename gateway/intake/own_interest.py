"""A permit that benefits whoever recorded it: short where a named worker recorded it, held where a system did.

Source: the sharing policy's overlays on recorded consents; a spoken consent lasts from this visit to at most 28 days.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from consent.names import reference_names
from consent.question import Asker
from gateway.gate.notices import NON_CLINICAL
from gateway.house import House
from gateway.store.verbs.intake import ReviewDraft
from schemas.clock import LONDON
from schemas.codes.nwd import HANDLING
from schemas.fhir import Resource

LONGEST = timedelta(days=28)
_ONE_IN = 5


def serves(consent: Resource, recorder: Asker) -> bool:
    """True when a third-sector recorder, or anybody at all, would see more by this Consent."""
    if recorder.service_class not in NON_CLINICAL or consent.get("status") != "active":
        return False
    return any(_names(one, recorder) for one in _permits(consent.get("provision", {}), _root_permits(consent)))


def names(consent: Resource, recorder: Asker) -> bool:
    """True when any provision is about the recorder, or about everybody."""
    return any(_names(one, recorder) for one in _every(consent.get("provision", {})))


def shortened(consent: Resource, *, at: datetime) -> Resource:
    """The same Consent, marked as one that serves its recorder, and ended after 28 days unless it ends sooner."""
    provision = consent.get("provision", {})
    limit = (at.astimezone(LONDON) + LONGEST).date().isoformat()
    period = provision.get("period", {})
    end = min(str(period.get("end", limit)), limit)
    meta = consent.get("meta", {})
    marked = meta | {"tag": [*meta.get("tag", ()), {"system": HANDLING, "code": "serves-recorder"}]}
    return consent | {"meta": marked, "provision": provision | {"period": period | {"end": end}}}


def review(house: House, asker: Asker, control_id: str, subject: str) -> ReviewDraft:
    """Put such a permit where an officer looks: one in five by lot, and the first of a service in a week."""
    drawn = house.blind("review", control_id)[0] % _ONE_IN == 0
    return ReviewDraft("permit", subject, asker.service, asker.person or "", drawn)


def _root_permits(consent: Resource) -> bool:
    codes = {one.get("code") for one in consent.get("policyRule", {}).get("coding", ())}
    return "OPTIN" in codes


def _permits(provision: Resource, unsaid: bool) -> Iterator[Resource]:
    kind = provision.get("type")
    is_permit = kind == "permit" if kind else unsaid
    if is_permit:
        yield provision
    for nested in provision.get("provision", ()):
        yield from _permits(nested, not is_permit)


def _every(provision: Resource) -> Iterator[Resource]:
    yield provision
    for nested in provision.get("provision", ()):
        yield from _every(nested)


def _names(provision: Resource, recorder: Asker) -> bool:
    """A permit without actors is for everybody, and so for the recorder too."""
    actors = [one.get("reference", {}) for one in provision.get("actor", ())]
    return not actors or any(_is(one, recorder) for one in actors)


def _is(reference: Resource, recorder: Asker) -> bool:
    return bool(reference_names(reference) & recorder.references)
