"""One row as one message: its cells by field, the form they make, and the FHIR of that form."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import orjson
from pydantic import ValidationError

from adapters.contract import Decoded, Issue, Outcome, Severity
from adapters.csv import beside, rows
from adapters.csv.columns import SPREAD, ColumnMap, Columns
from adapters.csv.formula import is_formula, plain
from adapters.csv.profile import CsvProfile
from adapters.csv.row import Row
from adapters.csv.table import NO_TEXT
from adapters.csv.words import trimmed
from adapters.forms import faults, kinds, translate
from schemas.ids import body_hash


def message(
    cells: Sequence[str], columns: Columns, known: ColumnMap, profile: CsvProfile, *, raw: bytes, received_at: datetime
) -> Decoded:
    """What one row says; whatever is wrong with it stands in `issues` by column."""
    row = _row(cells, columns, known, profile, received_at)
    control_id = row.text("reference") or f"row-{body_hash(raw)[:24]}"
    form = _form(row, profile)
    row.issues.extend(_unfit(cells, columns))
    if form is None or _refused(row.issues):
        return Decoded(Outcome.REFUSED, known.ready.kind, control_id, issues=tuple(dict.fromkeys(row.issues)))
    made = beside.with_what_else(row, form, translate.resources(form, profile.organisation), profile.organisation)
    if _refused(row.issues):
        return Decoded(Outcome.REFUSED, known.ready.kind, control_id, issues=tuple(dict.fromkeys(row.issues)))
    found = translate.decoded(form, made, f"{profile.organisation}|{control_id}")
    own = (*row.issues, *_unknown(cells, columns))
    issues = dict.fromkeys((*own, *(_placed(row, it) for it in found.issues)))
    doubtful = found.outcome is Outcome.ACCEPTED and any(it.severity is Severity.WARNING for it in own)
    outcome = Outcome.FLAGGED if doubtful else found.outcome
    return replace(found, outcome=outcome, control_id=control_id, issues=tuple(issues))


def _row(cells: Sequence[str], columns: Columns, known: ColumnMap, profile: CsvProfile, received_at: datetime) -> Row:
    written = {field: trimmed(plain(trimmed(cells[at]))) for field, at in columns.fields.items()}
    for field, at in columns.further:
        parts = (written[field], trimmed(plain(trimmed(cells[at]))))
        written[field] = SPREAD[field].join(filter(None, parts))
    return Row(
        said={**known.fixed, **{field: it for field, it in written.items() if it}},
        names={field: columns.names[at] for field, at in columns.fields.items()},
        own_words=profile.words,
        ready=known.ready,
        received_at=received_at,
    )


def _form(row: Row, profile: CsvProfile) -> kinds.AnyForm | None:
    said = rows.KINDS[row.ready.kind](row) | ({"test": True} if profile.test else {})
    try:
        return kinds.READER.validate_json(orjson.dumps(said))
    except ValidationError as refused:
        blamed = {it.where for it in row.issues}
        row.issues.extend(it for it in _by_column(row, faults.issues(refused)) if it.where not in blamed)
        return None


def _by_column(row: Row, found: Sequence[Issue]) -> Iterator[Issue]:
    for it in found:
        column = row.where(rows.FIELDS[it.where]) if it.where in rows.FIELDS else _whole(row, it.where)
        yield replace(it, where=column, message="is empty; this row needs it" if it.code == "required" else it.message)


def _whole(row: Row, where: str) -> str:
    """A carer that is not named, or a fault of the row as a whole."""
    if where == "carer":
        return row.where("carer_family_name" if "carer_family_name" in row.names else "carer_name")
    return "row"


_PLACES = {"].value": "nhs_number", "].resource.identifier": "reference"}


def _placed(row: Row, issue: Issue) -> Issue:
    """What is doubtful in the FHIR, by the column it came from."""
    field = next((name for ending, name in _PLACES.items() if issue.where.endswith(ending)), "")
    return replace(issue, where=row.where(field)) if field else issue


def _unfit(cells: Sequence[str], columns: Columns) -> Iterator[Issue]:
    for at, cell in enumerate(cells):
        if is_formula(plain(trimmed(cell))):
            text = "is a formula; put its value there (copy, then paste as values)"
            yield Issue(Severity.ERROR, "not-supported", columns.names[at], text)
        if NO_TEXT.search(cell):
            yield Issue(Severity.ERROR, "value", columns.names[at], "holds a control character; type it anew")


def _unknown(cells: Sequence[str], columns: Columns) -> Iterator[Issue]:
    for at in columns.strange:
        if cells[at].strip():
            text = "is not in the column map, so what it says is not passed on; map it, or put it under ignore"
            yield Issue(Severity.WARNING, "not-supported", columns.names[at], text)


def _refused(issues: Sequence[Issue]) -> bool:
    return any(it.severity is Severity.ERROR for it in issues)
