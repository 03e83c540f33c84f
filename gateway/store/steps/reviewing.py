"""What carers may hear until a day: kept beside the Consents, to be put before a person in time."""

from collections.abc import Mapping

from gateway.store.steps.people import Person
from gateway.store.steps.step import Steps
from gateway.store.verbs.intake import Acceptance, Draft

IS_REVIEW = "kind LIKE 'review %'"
"""Each has the carer in its kind and the Consent as its focus, and is due when that ends; it is never answered."""

_END_OF_ITS_OWN = f"UPDATE timer SET done = 1 WHERE focus = ? AND done = 0 AND {IS_REVIEW}"


def put_to_review(acceptance: Acceptance, person: Person, references: Mapping[str, str]) -> Steps[None]:
    """Every Consent of these drafts ends what stood of it before, and what it renews or refuses of its carers."""
    for draft in acceptance.drafts:
        if draft.type == "Consent":
            yield _END_OF_ITS_OWN, (references[draft.full_url],)
            yield from _of_carers(draft, person, references, now=acceptance.received_at)


def _of_carers(draft: Draft, person: Person, references: Mapping[str, str], *, now: int) -> Steps[None]:
    review = draft.review_by
    named = {references.get(one, one) for one in review.whom} if review else set()
    for carer in sorted(one for one in named if one.startswith("RelatedPerson/")):
        until = None if review is None else review.until
        yield (
            "UPDATE timer SET done = 1 WHERE patient = ? AND kind = ? AND done = 0 AND (due_at <= ? OR ? = 1)",
            (person.row, f"review {carer}", until or 0, int(until is None)),
        )
        if until is not None and until > now:
            yield (
                "INSERT INTO timer (kind, patient, focus, service, due_at) VALUES (?,?,?,?,?)",
                (
                    f"review {carer}", person.row, references[draft.full_url],
                    draft.written_by_service or draft.written_by_organisation or "", until,
                ),
            )  # fmt: skip
