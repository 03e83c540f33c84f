"""Attachments that are not what they say they are: cut short, or changed on the way."""

from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha1
from typing import Any

from adapters.contract import Issue, Severity
from adapters.fhir_r4.entries import Entry
from adapters.fhir_r4.references import place


def file_doubts(entry: Entry) -> Iterator[Issue]:
    """Doubts about content whose size or hash, both of the decoded bytes, is another than stands beside it."""
    for path, it in entry.found.attachments:
        wrong = _wrong(it) if "data" in it and not {"hash", "size"}.isdisjoint(it) else ()
        for name in wrong:
            text = "is not that of the content, which may be cut short or changed: send it again"
            yield Issue(Severity.WARNING, "value", f"{place(entry.where, path)}.{name}", text)


def _wrong(attachment: dict[str, Any]) -> list[str]:
    content = b64decode(attachment["data"])
    said = {"size": len(content), "hash": sha1(content, usedforsecurity=False).digest()}
    given = {"size": attachment.get("size"), "hash": b64decode(attachment.get("hash", ""))}
    return [name for name in ("size", "hash") if name in attachment and given[name] != said[name]]
