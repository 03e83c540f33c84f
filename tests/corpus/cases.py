"""One case of the corpus: a message as it comes in, and by hand what must become of it."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from adapters import registry
from adapters.contract import Adapter, Codec, Decoded, FileCodec, Outcome, Part, Verdict
from schemas.fhir.xml_read import is_xml, read_xml

HERE = Path(__file__).parent
_PLAIN = {
    "occurrences": [], "addressee": [], "links": [], "merges": [], "issues": [], "only_if_linked": False,
    "is_test": False,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A folder of the corpus."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @cached_property
    def about(self) -> dict[str, Any]:
        """What `case.toml` says."""
        return tomllib.loads((self.folder / "case.toml").read_text())

    @property
    def adapter(self) -> str:
        """The name of the adapter that reads it."""
        return str(self.about["adapter"])

    @property
    def expect(self) -> dict[str, Any]:
        """What must be told of the message."""
        return _PLAIN | self.about["expect"]

    @cached_property
    def expected(self) -> dict[str, Any]:
        """The Bundle written by hand; empty for a message that is refused."""
        found: dict[str, Any] = json.loads((self.folder / "expected.json").read_text())
        return labelled(found) if found else {}

    @cached_property
    def views(self) -> dict[str, Any]:
        """What each class of recipient sees, written by hand."""
        found: dict[str, Any] = json.loads((self.folder / "views.json").read_text())
        return found

    @property
    def never_in_an_extract(self) -> list[str]:
        """Words of the message that no extract may carry."""
        return list(self.about.get("never_in_an_extract", []))

    @cached_property
    def codec(self) -> Codec:
        """The codec with the sender's profile."""
        adapter = _adapter(self.adapter)
        return adapter.codec(adapter.profile.model_validate(self.about.get("profile", {})))

    @cached_property
    def decoded(self) -> Decoded:
        """The message as its codec reads it; of a file of many, the row of the case as intake takes it."""
        if self.part is None:
            return self.codec.decode(self.raw, received_at=self.received_at)
        read = self.codec.decode(self.part.raw, received_at=self.received_at)
        if self.part.fault is None:
            return read
        name = "" if self.part.where == "file" else read.control_id
        return Decoded(Outcome.REFUSED, read.kind, name, issues=(self.part.fault,))

    @cached_property
    def places(self) -> Mapping[str, str]:
        """What the file calls its own places."""
        return self.codec.split(self.raw).places if isinstance(self.codec, FileCodec) else {}

    @cached_property
    def part(self) -> Part | None:
        """The row that the case is about: the only one, or the one that `row` names; None where it is a whole file."""
        if not isinstance(self.codec, FileCodec):
            return None
        parts = self.codec.split(self.raw)
        if self.about.get("row") == "file":
            return Part(self.raw, "file", parts.issues[0])
        return next(it for it in parts.parts if it.where.startswith(self.about.get("row", "row 2")))

    @property
    def raw(self) -> bytes:
        """The bytes as on the wire; files of HL7 v2 have a line for each segment."""
        file = next(self.folder.glob("input.*"))
        return file.read_bytes().replace(b"\n", b"\r") if self.adapter == "hl7v2" else file.read_bytes()

    @property
    def received_at(self) -> datetime:
        """When it came in."""
        found: datetime = self.about.get("received_at", datetime(2026, 3, 1, 9, 16, tzinfo=UTC))
        return found

    def bundle(self) -> dict[str, Any]:
        """The Bundle, with `Type/1`, `Type/2` in place of the made fullUrls; empty when there is none."""
        return labelled(self.decoded.bundle) if self.decoded.bundle else {}

    def told(self) -> dict[str, Any]:
        """What the codec tells of the message beside the Bundle, in the words of `case.toml`."""
        decoded = self.decoded
        names = labels(decoded.bundle or {})
        return {
            "outcome": decoded.outcome.value,
            "kind": decoded.kind,
            "control_id": decoded.control_id,
            "issues": [f"{it.severity} {it.code} {self.places.get(it.where, it.where)}" for it in decoded.issues],
            "occurrences": [
                " ".join((it.type, *(names[url] for url in it.focus), *(["urgent"] if it.urgent else [])))
                for it in decoded.occurrences
            ],
            "addressee": [list(it) for it in decoded.addressee.codes],
            "links": [f"{it.effect} {it.service}" for it in decoded.links],
            "merges": [f"{system} {value}" for it in decoded.merges for system, value in it.identifiers],
            "only_if_linked": decoded.only_if_linked,
            "is_test": decoded.is_test,
            "reply": self._reply(),
        }

    def _reply(self) -> str:
        decoded = self.decoded
        reference = UUID("00000000-0000-4000-8000-000000000099")
        verdict = Verdict(decoded.outcome, decoded.issues, self.received_at, reference)
        written = self.codec.reply(decoded, verdict)
        if self.adapter == "hl7v2":
            rows = [line.split(written[3:4].decode()) for line in written.decode("latin-1").split("\r")]
            return " ".join(row[1] for row in rows if row[0] == "MSA")
        answer = read_xml(written) if is_xml(written) else json.loads(written)
        if "entry" in answer:
            return ", ".join(it["response"]["status"] for it in answer["entry"])
        return str(answer["issue"][0]["severity"] if "issue" in answer else answer["outcome"])


@cache
def _adapter(name: str) -> Adapter:
    return registry.find(name)


def cases() -> Iterator[Case]:
    """Every case, by name."""
    return (Case(it.parent) for it in sorted(HERE.glob("*/case.toml")))


def labels(bundle: dict[str, Any]) -> dict[str, str]:
    """The name that each entry goes by in the corpus, by its fullUrl."""
    counted: Counter[str] = Counter()
    found = {}
    for entry in bundle.get("entry", []):
        kind = entry["resource"]["resourceType"]
        counted[kind] += 1
        found[entry["fullUrl"]] = f"{kind}/{counted[kind]}"
    return found


def labelled(bundle: dict[str, Any]) -> dict[str, Any]:
    """The Bundle with its made fullUrls taken out; only its first entry has a place of its own."""
    found: dict[str, Any] = _renamed(bundle, labels(bundle))
    first, *rest = found["entry"]
    return found | {"entry": [first, *sorted(rest, key=lambda it: str(it["fullUrl"]))]}


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(it, names) for key, it in value.items()}
    if isinstance(value, list):
        return [_renamed(it, names) for it in value]
    return names.get(value, value) if isinstance(value, str) else value
