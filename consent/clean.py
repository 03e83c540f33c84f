"""Copies of single FHIR values that carry nothing but what they are for: no free text, no extensions, no names."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from consent.names import identifier_name
from schemas.codes.nwd import SERVICE_ID
from schemas.codes.systems import GMC, NHS_NUMBER, ODS, ODS_SITE, SDS_ROLE_PROFILE, SDS_USER

Clean = Callable[[Any], Any]
"""Gives a safe copy of a value, or None when nothing safe is in it."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,63}")
_SYSTEM = re.compile(r"[a-z]+:[^\s]{1,200}")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
_NAME = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64}|urn:uuid:[0-9a-f-]{36}")
_DISPLAY = 200
_PARTIES = frozenset({"Organization", "HealthcareService"})
_SERVICES = frozenset({ODS, ODS_SITE, SERVICE_ID})
_PEOPLE = frozenset({NHS_NUMBER, SDS_USER, SDS_ROLE_PROFILE, GMC})


def code(value: Any) -> str | None:
    """A code such as `active`; anything that reads like prose is not one."""
    return value if isinstance(value, str) and _CODE.fullmatch(value) else None


def date(value: Any) -> str | None:
    """A FHIR date or dateTime."""
    return value if isinstance(value, str) and _DATE.fullmatch(value) else None


def year(value: Any) -> str | None:
    """The year of a date, and no more of it."""
    found = date(value)
    return found[:4] if found else None


def flag(value: Any) -> bool | None:
    """True or false."""
    return value if isinstance(value, bool) else None


def words(value: Any) -> str | None:
    """Short text that is itself a named element of an extract."""
    return value if isinstance(value, str) and value else None


def coding(value: Any) -> dict[str, Any] | None:
    """System, code and display of a Coding."""
    if not isinstance(value, dict) or code(value.get("code")) is None:
        return None
    system = value.get("system")
    parts = {
        "system": system if isinstance(system, str) and _SYSTEM.fullmatch(system) else None,
        "code": value["code"],
        "display": value["display"][:_DISPLAY] if isinstance(value.get("display"), str) else None,
    }
    return {key: it for key, it in parts.items() if it is not None}


def concept(value: Any) -> dict[str, Any] | None:
    """The codings of a CodeableConcept without its text."""
    kept: dict[str, Any] | None = parts({"coding": many(coding)})(value)
    return kept


def reference(value: Any) -> dict[str, Any] | None:
    """A literal reference, without display or identifier."""
    found = value.get("reference") if isinstance(value, dict) else None
    return {"reference": found} if isinstance(found, str) and _NAME.fullmatch(found) else None


def service(value: Any) -> dict[str, Any] | None:
    """A reference to a service or organisation with its name and its business identifier; never to a person."""
    if not isinstance(value, dict) or not _is_of_a_service(value):
        return None
    found, identifier = reference(value), parts({"system": words, "value": code})(value.get("identifier"))
    named = {"display": words(value.get("display")), "identifier": identifier, **(found or {})}
    kept = {key: it for key, it in named.items() if it is not None}
    return kept if found or identifier else None


def _is_of_a_service(value: Mapping[str, Any]) -> bool:
    """True where it says so by reference, by type or by the system of its number; a person's number never does."""
    said = {(reference(value) or {}).get("reference", "").partition("/")[0] or None, value.get("type")} - {None}
    number = value.get("identifier")
    system = (
        identifier_name({"value": "", "system": ""} | number).rpartition("|")[0] if isinstance(number, dict) else ""
    )
    return said <= _PARTIES and (system in _SERVICES or (bool(said) and system not in _PEOPLE))


def period(value: Any) -> dict[str, Any] | None:
    """Start and end."""
    kept: dict[str, Any] | None = parts({"start": date, "end": date})(value)
    return kept


def many(clean: Clean) -> Clean:
    """A list of values, each cleaned; those of which nothing is left are gone."""

    def clean_list(value: Any) -> list[Any] | None:
        found = [it for it in map(clean, value if isinstance(value, list) else ()) if it is not None]
        return found or None

    return clean_list


def parts(cleans: Mapping[str, Clean]) -> Clean:
    """An object of which only the named parts are kept, each cleaned."""

    def clean_parts(value: Any) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            return None
        found = {key: clean(value[key]) for key, clean in cleans.items() if key in value}
        return {key: it for key, it in found.items() if it is not None} or None

    return clean_parts


def extension(url: str, key: str, clean: Clean) -> Clean:
    """One extension that we know, with its one value; any other is gone."""

    def clean_extension(value: Any) -> dict[str, Any] | None:
        if not isinstance(value, dict) or value.get("url") != url:
            return None
        found = clean(value.get(key))
        return None if found is None else {"url": url, key: found}

    return clean_extension


def first(*cleans: Clean) -> Clean:
    """The first of several ways to keep a value that keeps anything."""

    def clean_first(value: Any) -> Any:
        return next((it for clean in cleans if (it := clean(value)) is not None), None)

    return clean_first


def where(test: Callable[[Mapping[str, Any]], bool], clean: Clean) -> Clean:
    """The cleaned value, if the value passes the test."""

    def clean_where(value: Any) -> Any:
        return clean(value) if isinstance(value, dict) and test(value) else None

    return clean_where
