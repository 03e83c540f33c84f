"""The files of one case, read strictly: Consents, what is on record, and the request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consent.parties import PARTIES
from consent.question import Reason
from schemas.fhir import Resource
from schemas.fhir.read import Fault, Unreadable, read_object


class FileMissing(Exception):
    """There is no such file; the text says which."""


@dataclass(frozen=True, slots=True)
class Case:
    """What was read; what could not be read is a reason, and counts for nothing."""

    consents: tuple[Resource, ...]
    quarantined: tuple[Reason, ...]
    resources: tuple[Resource, ...]
    request: Mapping[str, Any]
    beside: tuple[Resource, ...] = ()
    """Parties whose records come with the Consents: they tell who is who, and are not shown."""
    fault: Reason | None = None
    """Why nothing can be answered: the request or the record cannot be read."""


def read_case(consents: list[Path], request: Path, resources: Path | None) -> Case:
    """Read every file; references to an entry's `fullUrl` become references to its resource."""
    found, quarantined = [], []
    for path in consents:
        try:
            found.append(_json(path))
        except Unreadable as error:
            quarantined.append(Reason("quarantined", str(error), path.name))
    try:
        asked, record = _json(request), _json(resources) if resources else []
    except Unreadable as error:
        return Case((), tuple(quarantined), (), {}, fault=Reason("unreadable", str(error), "request or record"))
    urls = dict(_urls([*found, record]))
    told = _resolved(asked, urls)
    given = tuple(it for one in found for it in _resources(_resolved(one, urls)))
    return Case(
        consents=given,
        quarantined=tuple(quarantined),
        resources=tuple(_resources(_resolved(record, urls))),
        request=told if isinstance(told, dict) else {},
        beside=tuple(it for it in given if str(it.get("resourceType")) in PARTIES),
        fault=None if isinstance(told, dict) else Reason("unreadable", "the request is not an object", request.name),
    )


def _json(path: Path) -> Any:
    """The value in a file, whatever its type, with duplicate keys and all else that is doubtful refused."""
    try:
        found = read_object(b'{"it":' + path.read_bytes().removeprefix(b"\xef\xbb\xbf") + b"}")["it"]
    except (FileNotFoundError, IsADirectoryError) as error:
        raise FileMissing(f"no file {path}; give the path of one") from error
    _check_bundles(found)
    return found


def _check_bundles(value: Any) -> None:
    """Of a Bundle whose entries are no list nothing is known; it is not one that is empty."""
    if isinstance(value, dict) and not isinstance(value.get("entry", []), list):
        raise Unreadable((Fault("Bundle.entry", "structure", "is not a list; send a FHIR Bundle"),))
    for it in value if isinstance(value, list) else value.get("entry", ()) if isinstance(value, dict) else ():
        _check_bundles(it.get("resource") if isinstance(it, dict) and "resource" in it else it)


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    """Each resource with its address, out of Bundles and lists at any depth."""
    if isinstance(value, list):
        for it in value:
            yield from _entries(it)
    elif isinstance(value, dict) and ("entry" in value or value.get("resourceType") == "Bundle"):
        for it in _kept(value.get("entry", ())):
            inner = it.get("resource") if isinstance(it, dict) else None
            if isinstance(inner, dict) and inner.get("resourceType") == "Bundle":
                yield from _entries(inner)
            elif inner is not None:
                yield str(it.get("fullUrl", "")), inner
    else:
        yield "", value


def _kept(entries: list[Any]) -> Iterator[Any]:
    """The entries but for what one of them says was deleted: a history has the newest first."""
    deleted: set[str] = set()
    for it in entries:
        asked = it.get("request") if isinstance(it, dict) else None
        if isinstance(asked, dict) and asked.get("method") == "DELETE":
            deleted.add(str(asked.get("url", "")))
        elif _name(it) not in deleted:
            yield it


def _name(entry: Any) -> str:
    inner = entry.get("resource") if isinstance(entry, dict) else None
    return f"{inner.get('resourceType')}/{inner.get('id')}" if isinstance(inner, dict) else ""


def _resources(value: Any) -> Iterator[Resource]:
    """Each resource; one that only its address names is given that as its id."""
    for address, it in _entries(value):
        if isinstance(it, dict):
            yield it if "id" in it or not address else {**it, "id": address.rpartition(":")[2].rpartition("/")[2]}
        else:
            yield {}


def _urls(values: list[Any]) -> Iterator[tuple[str, str]]:
    for address, it in _entries(values):
        if address and isinstance(it, dict):
            name = it.get("id", address.rpartition(":")[2].rpartition("/")[2])
            yield address, f"{it.get('resourceType')}/{name}"


def _resolved(value: Any, urls: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: it if key == "fullUrl" else _resolved(it, urls) for key, it in value.items()}
    if isinstance(value, list):
        return [_resolved(it, urls) for it in value]
    return urls.get(value, value) if isinstance(value, str) else value
