"""What named people record of how somebody's information may be used: put on record, ended, and read."""

from collections.abc import Sequence

from gateway.store.steps.people import Person
from gateway.store.steps.step import Desk, Steps, place
from gateway.store.verbs.intake import CircumstanceDraft, CircumstanceKind
from gateway.store.verbs.reading import HeldCircumstance


def record(desk: Desk, drafts: Sequence[CircumstanceDraft], person: Person, *, at: int) -> Steps[None]:
    """Put each on record, in the place of what was said before of the same; one that no longer holds only ends that."""
    for draft in drafts:
        yield (
            "UPDATE circumstance SET until = ? WHERE patient = ? AND kind = ? AND subject = ? AND item = ?"
            " AND (until IS NULL OR until > ?)",
            (at, person.row, draft.kind.value, draft.subject, draft.item, at),
        )
        if draft.holds:
            yield from _insert(desk, draft, person, at=at)


def in_force(patient: int, *, now: int) -> Steps[tuple[HeldCircumstance, ...]]:
    """What holds now.

    What was ended before a clock was set back holds no more, as the epoch tells; but that a carer is not safe, which
    opens nothing, holds until the clock has caught up.
    """
    rows = yield (
        "SELECT kind, subject, item, service, person, since, until FROM circumstance WHERE patient = ?"
        " AND (until IS NULL OR until > ? AND (kind = ? OR until > (SELECT epoch FROM patient WHERE id = ?)))"
        " ORDER BY id",
        (patient, now, CircumstanceKind.UNSAFE_CARER.value, patient),
    )
    return tuple(HeldCircumstance(*row) for row in rows)


def _insert(desk: Desk, draft: CircumstanceDraft, person: Person, *, at: int) -> Steps[None]:
    rows = yield (
        "INSERT INTO circumstance (patient, kind, subject, item, service, person, key_id, reason_sealed, since, until)"
        " VALUES (?,?,?,?,?,?,?,?,?,?) RETURNING id",
        (person.row, draft.kind.value, draft.subject, draft.item, draft.service, draft.person, person.key_id, b"", at,
         draft.until),
    )  # fmt: skip
    row = rows[0][0]
    sealed = desk.sealer.seal(person.key_id, place("circumstance", row), draft.reason)
    yield "UPDATE circumstance SET reason_sealed = ? WHERE id = ?", (sealed, row)
