"""Turns what pydantic finds into issues: a JSON path, and how to mend it; never what was sent."""

import re

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from adapters.contract import Issue, Severity
from adapters.forms.fields import Mend

_FIELD = re.compile(r"[a-z][a-z_]{0,39}\Z")
_WORDS = {
    "missing": ("required", "is missing"),
    "extra_forbidden": ("structure", "is not a field of this form; leave it out"),
    "union_tag_not_found": ("required", "is missing; name the kind of message"),
    "string_type": ("structure", "is not a string; put it in quotes"),
    "string_too_short": ("value", "is empty; leave it out"),
    "string_pattern_mismatch": ("value", "may hold only letters, digits and `._:-`, at most 64"),
    "bool_type": ("structure", "is not true or false without quotes"),
    "list_type": ("structure", "is not a list"),
    "model_type": ("structure", "is not an object"),
    "model_attributes_type": ("structure", "is not an object"),
    "date_type": ("value", "is not a date: YYYY-MM-DD"),
    "date_parsing": ("value", "is not a date that exists: YYYY-MM-DD"),
    "date_from_datetime_parsing": ("value", "is not a date that exists: YYYY-MM-DD"),
    "date_from_datetime_inexact": ("value", "is not a date: YYYY-MM-DD"),
    "datetime_type": ("value", "is not a date and time: YYYY-MM-DDThh:mm:ss and a time zone"),
    "datetime_parsing": ("value", "is not a date and time: YYYY-MM-DDThh:mm:ss and a time zone"),
    "datetime_from_date_parsing": ("value", "is not a date and time: YYYY-MM-DDThh:mm:ss and a time zone"),
}


def issues(error: ValidationError, *within: str) -> tuple[Issue, ...]:
    """All that is wrong with a form, or with a part that stands in it `within` these steps."""
    return tuple(_issue(it, within) for it in error.errors(include_url=False, include_input=False))


def _issue(found: ErrorDetails, within: tuple[str, ...]) -> Issue:
    code, message = _said(found)
    return Issue(Severity.ERROR, code, _path((*within, *found["loc"])), message)


def _path(place: tuple[int | str, ...]) -> str:
    """`patient.nhs_number`, `elements[0].text`; the first step is the kind, and names that we do not know stay out."""
    path = ""
    for step in place[1:]:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if _FIELD.match(step) else ".(a field)"
    return path.removeprefix(".") or ("body" if place else "kind")


def _said(found: ErrorDetails) -> tuple[str, str]:
    cause = found.get("ctx", {}).get("error")
    if isinstance(cause, Mend):
        return "value", str(cause)
    expected = found.get("ctx", {}).get("expected")
    if found["type"] in {"literal_error", "enum"} and isinstance(expected, str):
        return "code-invalid", f"is not one of {expected}"
    if found["type"] == "union_tag_invalid":
        return "code-invalid", f"is not one of {found.get('ctx', {}).get('expected_tags', '')}"
    if found["type"] in {"string_too_long", "too_long"}:
        return "too-long", f"is longer than {found.get('ctx', {}).get('max_length', 'allowed')}"
    return _WORDS.get(found["type"], ("value", "is not written as this field is written"))
