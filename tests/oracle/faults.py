"""Sound FHIR messages with one fault each: made at random from a seed, so that the same number makes the same ones."""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from msgspec import inspect

from schemas.fhir.generated.table import CLASSES
from schemas.fhir.shape import bare
from tests.corpus.cases import cases

SEED = 20261123
Place = tuple[Any, Any, str]
"""What holds the value, its key there, and the path to it."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One message with one fault."""

    name: str
    kind: str
    place: str
    text: str


def planted(count: int) -> list[Planted]:
    """That many faults, every kind in turn."""
    chance = random.Random(SEED)
    bases = sound()
    found: list[Planted] = []
    kinds = list(_MAKERS)
    while len(found) < count:
        kind = kinds[len(found) % len(kinds)]
        while (made := _one(kind, json.loads(chance.choice(bases)), chance)) is None:
            continue
        found.append(Planted(f"{len(found):04d} {kind}", kind, *made))
    return found


def sound() -> list[str]:
    """The messages of the corpus in FHIR that are taken without a word."""
    fhir = [it for it in cases() if it.adapter == "fhir_r4" and it.expect["outcome"] == "accepted"]
    return [it.raw.decode() for it in fhir if not it.expect["issues"] and it.raw.startswith(b"{")]


def _one(kind: str, message: Any, chance: random.Random) -> tuple[str, str] | None:
    return _MAKERS[kind](message, chance)


def _places(value: Any, path: str, wanted: Callable[[Any, str], bool]) -> Iterator[Place]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        where = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
        if wanted(item, where) and key != "resourceType":
            yield value, key, where
        yield from _places(item, where, wanted)


def _changed(
    message: Any, chance: random.Random, wanted: Callable[[Any, str], bool], into: Callable[[Any], Any]
) -> tuple[str, str] | None:
    """One place that is wanted, changed."""
    found = [it for it in _places(message, message["resourceType"], wanted) if ".text.div" not in it[2]]
    if not found:
        return None
    holder, key, where = chance.choice(found)
    holder[key] = into(holder[key])
    return where, json.dumps(message)


def _wrong_type(message: Any, chance: random.Random) -> tuple[str, str] | None:
    def other(value: Any) -> Any:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float):
            return str(value)
        if isinstance(value, str):
            return chance.choice([7, True, [value], {"value": value}])
        return "x" if isinstance(value, dict) else chance.choice(["x", value[0]])

    return _changed(message, chance, lambda *_: True, other)


def _bad_code(message: Any, chance: random.Random) -> tuple[str, str] | None:
    bound = re.compile(r"\.(?:status|gender|intent|use|type|docStatus|lifecycleStatus|mode|priority)\Z")
    return _changed(
        message, chance, lambda it, path: isinstance(it, str) and bound.search(path) is not None, lambda it: it + "x"
    )


def _missing(message: Any, chance: random.Random) -> tuple[str, str] | None:
    holders = list(_places(message, message["resourceType"], _is_resource)) or [({"": message}, "", "")]
    holder, key, where = chance.choice(holders)
    resource = holder[key]
    needed = [it.encode_name for it in _fields(resource["resourceType"]) if it.required and it.encode_name in resource]
    gone = chance.choice([*needed, "resourceType"])
    del resource[gone]
    return f"{where}.{gone}", json.dumps(message)


def _fields(kind: str) -> tuple[inspect.Field, ...]:
    info = bare(inspect.type_info(CLASSES[kind]))
    assert isinstance(info, inspect.StructType)
    return info.fields


def _is_resource(value: Any, path: str) -> bool:
    return isinstance(value, dict) and "resourceType" in value


def _empty(message: Any, chance: random.Random) -> tuple[str, str] | None:
    return _changed(message, chance, lambda *_: True, lambda _: chance.choice([None, [], {}, ""]))


def _unknown(message: Any, chance: random.Random) -> tuple[str, str] | None:
    def more(value: Any) -> Any:
        return value | {chance.choice(["nickname", "Status", "fhir_comments", "valueThing"]): "x"}

    return _changed(message, chance, lambda it, _: isinstance(it, dict), more)


def _bad_reference(message: Any, chance: random.Random) -> tuple[str, str] | None:
    return _changed(
        message, chance, lambda it, path: path.endswith(".reference") and isinstance(it, str) and "focus" not in path,
        lambda _: chance.choice(["Slot/1", "urn:uuid:0f0ff0b0-0000-4000-8000-00000000dead", "#nobody", "a b"]),
    )  # fmt: skip


def _bad_slice(message: Any, chance: random.Random) -> tuple[str, str] | None:
    """What UK Core says of an identifier: an NHS number has a value, and a person one number."""
    system = "https://fhir.nhs.uk/Id/nhs-number"
    resources = _places(message, message["resourceType"], _is_resource)
    people = [it for it in resources if it[0][it[1]]["resourceType"] == "Patient"]
    if not people:
        return None
    holder, key, where = chance.choice(people)
    extra = chance.choice([{"system": system}, {"system": system, "value": "9991234519"}])
    holder[key].setdefault("identifier", []).append(extra)
    return f"{where}.identifier", json.dumps(message)


def _bad_extension(message: Any, chance: random.Random) -> tuple[str, str] | None:
    bad = [
        {"valueString": "x"}, {"url": "https://x.example/a"}, {"url": "a b", "valueString": "x"},
        {"url": "https://x.example/a", "valueString": "x", "valueCode": "y"},
        {"url": "https://x.example/a", "valueString": "x", "extension": [{"url": "b", "valueCode": "y"}]},
        {"url": "https://x.example/a", "valueThing": "x"},
    ]  # fmt: skip

    def more(value: Any) -> Any:
        return value | {"extension": [*value.get("extension", []), chance.choice(bad)]}

    return _changed(message, chance, lambda it, path: isinstance(it, dict) and "extension" not in path, more)


def _bad_date(message: Any, chance: random.Random) -> tuple[str, str] | None:
    bad = ["2026-02-30", "2026-13-01", "01/02/2026", "2026-1-1", "2026-01-01T25:00:00Z", "2026-01-01T10:00:00", "0000"]
    dated = re.compile(r"\d{4}-\d\d-\d\d")
    return _changed(
        message, chance, lambda it, _: isinstance(it, str) and dated.match(it) is not None, lambda _: chance.choice(bad)
    )


def _bad_id(message: Any, chance: random.Random) -> tuple[str, str] | None:
    return _changed(
        message, chance, _is_resource, lambda it: it | {"id": chance.choice(["x" * 65, "a b", "a_b", "a/b", 7])}
    )


def _broken(value: Any) -> Any:
    """A period, contact, attachment, organisation, referral or person with one of its invariants broken."""
    if "start" in value and "end" in value and "participant" not in value:
        return value | {"start": value["end"], "end": "1900-01-01"}
    if value.get("resourceType") == "Organization":
        return {key: it for key, it in value.items() if key not in {"name", "identifier"}}
    if value.get("resourceType") == "ServiceRequest" and "code" not in value:
        return value | {"orderDetail": [{"text": "x"}]}
    if value.get("resourceType") == "Patient":
        return value | {"contact": [{"gender": "unknown"}]}
    for needed, other in (("value", "system"), ("data", "contentType")):
        if needed in value and other in value and ("use" in value or needed == "data"):
            return {key: it for key, it in value.items() if key != other}
    return None


def _bad_invariant(message: Any, chance: random.Random) -> tuple[str, str] | None:
    def breakable(value: Any, path: str) -> bool:
        return isinstance(value, dict) and "identifier" not in path and _broken(value) is not None

    return _changed(message, chance, breakable, _broken)


def _duplicate(message: Any, chance: random.Random) -> tuple[str, str] | None:
    """A key, or a fullUrl, that stands twice."""
    entries = message.get("entry", [])
    if len(entries) > 1 and chance.random() < 0.5:
        entries[1]["fullUrl"] = entries[0]["fullUrl"]
        return "Bundle.entry[1].fullUrl", json.dumps(message)
    spots = list(_places(message, message["resourceType"], lambda it, _: isinstance(it, str)))
    holder, key, where = chance.choice([it for it in spots if isinstance(it[1], str)])
    marked = holder[key] = f"@@{chance.random()}"
    text = json.dumps(message)
    pair = f"{json.dumps(key)}: {json.dumps(marked)}"
    return where, text.replace(pair, f'{json.dumps(key)}: "a", {json.dumps(key)}: "b"')


def _bad_address(message: Any, chance: random.Random) -> tuple[str, str] | None:
    """A fullUrl that is no address by itself, or that says another type or id than the resource does."""
    named = [(at, it) for at, it in enumerate(message.get("entry", [])) if "fullUrl" in it]
    if not named:
        return None
    at, entry = chance.choice(named)
    kind, own = entry["resource"]["resourceType"], entry["resource"].setdefault("id", "own")
    wrong = chance.choice([f"{kind}/{own}", f"https://x.example/{kind}/another", f"https://x.example/Slot/{own}"])
    return f"Bundle.entry[{at}].fullUrl", json.dumps(message).replace(entry["fullUrl"], wrong)


def _bad_document(message: Any, chance: random.Random) -> tuple[str, str] | None:
    """A Composition that names what its document does not bring."""
    if message.get("type") != "document":
        return None
    away = {"reference": "Organization/away"}
    more = chance.choice([
        {"custodian": away}, {"author": [away]}, {"attester": [{"mode": "legal", "party": away}]},
        {"event": [{"detail": [away]}]}, {"section": [{"title": "a", "entry": [away]}]},
    ])  # fmt: skip
    message["entry"][0]["resource"] |= more
    return f"Bundle.entry[0].resource.{next(iter(more))}", json.dumps(message)


_MAKERS: dict[str, Callable[[Any, random.Random], tuple[str, str] | None]] = {
    "type": _wrong_type, "code": _bad_code, "cardinality": _missing, "empty": _empty, "unknown": _unknown,
    "reference": _bad_reference, "slice": _bad_slice, "extension": _bad_extension, "date": _bad_date, "id": _bad_id,
    "duplicate": _duplicate, "invariant": _bad_invariant, "address": _bad_address, "document": _bad_document,
}  # fmt: skip
