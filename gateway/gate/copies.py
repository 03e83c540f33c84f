"""Copies of one Consent under records that were made one: its writer's last word counts for all of them."""

from collections.abc import Callable, Sequence

import orjson

from gateway.store.verbs.reading import Held
from schemas.fhir.identified import business_names


def outdated(consents: Sequence[Held], holds: Callable[[Held], bool]) -> frozenset[str]:
    """Those of which the same organisation told a later copy that has ended, or that `holds` here: they only refuse.

    A message finds one copy by its identifier; the copy of another record would go on permitting what was revoked.
    """
    if len(consents) < 2:
        return frozenset()
    copies = [(one, frozenset(business_names(orjson.loads(one.body)))) for one in consents]
    return frozenset(
        one.reference
        for one, names in copies
        for other, others in copies
        if other.stored_at > one.stored_at
        and other.written_by_organisation == one.written_by_organisation
        and names & others
        and (other.status != "active" or holds(other))
    )
