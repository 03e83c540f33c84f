"""Resources become versions here: each finds its row, references are made internal, bodies are sealed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import orjson

from gateway.store.steps.people import Person, copy_key
from gateway.store.steps.step import Desk, Row, Steps, Undo, bodies, flat, marks, place, rows_of
from gateway.store.verbs.intake import Acceptance, Draft, Fate, Receipt
from schemas.codes.nwd import ELEMENT_DELETED
from schemas.fhir.numbers import load
from schemas.fhir.retold import Telling, retold

_VERSION = (
    "INSERT INTO version (resource, number, key_id, message, body_sealed, label_sealed, label_version, stored_at)"
)


_Place: TypeAlias = tuple[int, int, str | None]
"""The row of a resource, its version, and whom it is addressed to."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where each draft went."""

    references: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    addressed: Mapping[str, str] = field(default_factory=dict)
    """full_url of each draft to the service that the resource is addressed to, by this telling or an earlier one."""
    copies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """full_url of each draft to what the same writer told of it in records that were made one with this."""


def file_drafts(desk: Desk, acceptance: Acceptance, person: Person) -> Steps[Filed]:
    """Write a new version of every draft, and of what is told of it in records made one with this.

    A version that the writer did not expect undoes all.
    """
    known = yield from _known(acceptance.drafts, person)
    every = yield from _copies(acceptance.drafts, person, known)
    echoes = {full_url: reference for full_url, (reference, _) in acceptance.echoes.items()}
    filed = yield from _file(desk, acceptance, person, known, echoes)
    versions = {**filed.versions, **dict(acceptance.echoes.values())}
    filed = replace(filed, references={**filed.references, **echoes}, versions=versions)
    copies: defaultdict[str, list[str]] = defaultdict(list)
    for drafts in every:
        copied = yield from _file(desk, replace(acceptance, drafts=drafts), person, known, filed.references)
        for full_url, reference in copied.references.items():
            copies[full_url].append(reference)
    yield from _timers(acceptance, person, filed.references)
    return replace(filed, copies=copies)


def _file(
    desk: Desk, acceptance: Acceptance, person: Person, known: dict[bytes, _Place], others: Mapping[str, str]
) -> Steps[Filed]:
    placed: list[tuple[Draft, int, int]] = []
    addressed: dict[str, str] = {}
    references: dict[str, str] = {}
    versions: dict[str, int] = {}
    for draft in acceptance.drafts:
        row, number, addressee = yield from _row(acceptance, draft, person, known)
        if draft.key is not None:
            known[draft.key] = row, number, addressee
        addressed |= {draft.full_url: addressee} if addressee else {}
        placed.append((draft, row, number))
        own = person.row if draft.type == "Patient" else row
        references[draft.full_url] = desk.sealer.outside(draft.type, own)
        versions[references[draft.full_url]] = number
    rows = []
    names = [(full_url.encode(), reference.encode()) for full_url, reference in {**others, **references}.items()]
    for it, row, number in placed:
        whole = yield from _whole(desk, it, (row, number))
        rows.append(_version(desk, acceptance, person, whole, (row, number), names))
    if rows:
        yield f"{_VERSION} VALUES {rows_of(rows)}", flat(rows)
    return Filed(references, versions, addressed)


def _row(acceptance: Acceptance, draft: Draft, person: Person, known: Mapping[bytes, _Place]) -> Steps[_Place]:
    found = known.get(draft.key or b"")
    if draft.resource is not None:
        rows = yield "SELECT id, version, addressed_to FROM resource WHERE id = ? /*lock*/", (draft.resource,)
        found = next(((row, number, addressee) for row, number, addressee in rows), None)
    if found is None:
        made = yield (
            "INSERT INTO resource (patient, type, writer_key, version, status, written_by_service,"
            " written_by_organisation, addressed_to, created_at) VALUES (?,?,?,?,?,?,?,?,?) RETURNING id",
            (person.row, draft.type, draft.key, 1, draft.status, draft.written_by_service,
             draft.written_by_organisation, draft.addressed_to, acceptance.received_at),
        )  # fmt: skip
        return made[0][0], 1, draft.addressed_to
    row, version, addressee = found
    if draft.expected_version is not None and draft.expected_version != version:
        raise Undo(Receipt(Fate.STALE, acceptance.message_id, b""))
    yield (
        "UPDATE resource SET version = ?, status = COALESCE(?, status), addressed_to = COALESCE(?, addressed_to)"
        " WHERE id = ?",
        (version + 1, draft.status, draft.addressed_to, row),
    )
    return row, version + 1, draft.addressed_to or addressee


def _known(drafts: Sequence[Draft], person: Person) -> Steps[dict[bytes, _Place]]:
    """What the same writers told of the same things of this person before, by their own names for them."""
    keys = [it.key for it in drafts if it.key is not None and it.resource is None]
    if person.made or not keys:
        return {}
    rows = yield (
        "SELECT id, version, addressed_to, writer_key FROM resource WHERE patient = ?"
        f" AND writer_key IN ({marks(keys)})"
        " /*lock*/",
        (person.row, *keys),
    )
    return {bytes(key): (row, number, addressee) for row, number, addressee, key in rows}


def _copies(drafts: Sequence[Draft], person: Person, known: Mapping[bytes, _Place]) -> Steps[list[tuple[Draft, ...]]]:
    """Of each record made one with this, the drafts of what their writer told in it too: by row, not by name."""
    again = {it.key: it for it in drafts if it.key in known and it.type not in {"Patient", "Consent"}}
    joined = (yield "SELECT id FROM patient WHERE joined_to = ? ORDER BY id", (person.row,)) if again else ()
    found = []
    for (record,) in joined:
        wanted = {copy_key(key, record): draft for key, draft in again.items() if key}
        rows = yield (
            "SELECT id, writer_key FROM resource WHERE patient = ? AND writer_key"
            f" IN ({marks(tuple(wanted))}) ORDER BY id",
            (person.row, *wanted),
        )
        found.append(tuple(replace(wanted[bytes(key)], key=None, resource=row) for row, key in rows))
    return found


def _whole(desk: Desk, draft: Draft, at: tuple[int, int]) -> Steps[Draft]:
    """The draft with what the version before has and it leaves out, where it says only in part."""
    row, number = at
    if draft.telling is Telling.WHOLE or (number == 1 and ELEMENT_DELETED.encode() not in draft.body):
        return draft
    rows = yield (
        "SELECT key_id, resource, number, body_sealed FROM version WHERE resource = ? AND number = ?",
        (row, number - 1),
    )
    told = yield from bodies(desk, rows)
    earlier = load(told[0]) if told else {}
    return replace(draft, body=orjson.dumps(retold(earlier, load(draft.body), draft.telling)))


def _version(
    desk: Desk,
    acceptance: Acceptance,
    person: Person,
    draft: Draft,
    at: tuple[int, int],
    names: Sequence[tuple[bytes, bytes]],
) -> Row:
    body = draft.body
    for full_url, reference in names:
        body = body.replace(full_url, reference)
    seal, key = desk.sealer.seal, person.key_id
    return (
        *at, key, acceptance.message_id.bytes, seal(key, place("body", *at), body),
        seal(key, place("label", *at), draft.label), draft.label_version, acceptance.received_at,
    )  # fmt: skip


def _timers(acceptance: Acceptance, person: Person, refs: Mapping[str, str]) -> Steps[None]:
    for timer in acceptance.timers:
        yield (
            "INSERT INTO timer (kind, patient, focus, service, due_at) VALUES (?,?,?,?,?)",
            (timer.kind, person.row, refs.get(timer.focus, timer.focus), timer.service, timer.due_at),
        )
