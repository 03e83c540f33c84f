"""What travels with a referral, as far as it may be seen: NK1, DG1, AL1, OBX and PV1. The way back of `clinical`."""

from collections.abc import Callable, Sequence
from itertools import chain

from adapters.hl7v2.attachment import NAMES
from adapters.hl7v2.results_out import results
from adapters.hl7v2.written import address, back, components, concept, name, raw, safe, stamp, telecom
from schemas.codes import systems, v2_document, v2_event, v2_person
from schemas.fhir import Resource

_CATEGORY, _CRITICALITY = back(v2_document.ALLERGEN_CATEGORY), back(v2_document.ALLERGY_CRITICALITY)
_SAYS = frozenset({"code", "class", "name", "valueString", "valueDateTime", "valueQuantity", "valueCodeableConcept",
                   "valueInteger", "valueBoolean", "valueRange", "valueRatio", "valuePeriod", "valueTime",
                   "interpretation"})  # fmt: skip
"""One of these is there, or what may be seen of a resource is no more than whom to ask."""
_CLASS = {(system, code): letter for letter, (system, code, _) in v2_event.PATIENT_CLASS.items()}
_RELATION = {(system, code): letters for letters, (system, code, _) in v2_person.RELATIONSHIP.items()}


def kin(resources: Sequence[Resource], reader: str) -> list[str]:
    """NK1 for each RelatedPerson."""
    return _numbered("RelatedPerson", resources, _kin, reader)


def beside(resources: Sequence[Resource], reader: str, notes: Sequence[str] = ()) -> list[str]:
    """DG1, AL1, OBR, OBX, PV1 and NTE, in the order of REF^I12 (HL7 v2.4 section 11.3), for one organisation to read.

    NTE right behind an OBX would be of that result: without a visit between, those of the referral stand behind OBR.
    """
    found, met = _results(resources, reader), visit(resources, reader)
    is_ordered = bool(found and not met)
    return [
        *_numbered("Condition", resources, _diagnosis, reader),
        *_numbered("AllergyIntolerance", resources, _allergy, reader),
        *([_ORDER, *(notes if is_ordered else ()), *found] if found else []),
        *met,
        *(() if is_ordered else notes),
    ]


def visits(resources: Sequence[Resource]) -> list[Resource]:
    """Each Encounter of which more may be seen than whom to ask."""
    return _shown("Encounter", resources)


def visit(resources: Sequence[Resource], reader: str) -> list[str]:
    """PV1 of the Encounter, if one may be seen."""
    return _numbered("Encounter", resources, _visit, reader)[:1]


def files(resources: Sequence[Resource], reader: str, *, after: int) -> list[str]:
    """OBX of each file of a document, numbered on from those before."""
    letters = [it for it in resources if it["resourceType"] == "DocumentReference"]
    found = [
        (letter, part["attachment"])
        for letter in letters
        for part in letter.get("content", [])
        if part.get("attachment", {}).get("data")
    ]
    return [_file(str(number), *it, reader) for number, it in enumerate(found, after + 1)]


_ORDER = raw("OBR", "1", "", "", components("3457005", "Patient referral", "SCT"))
"""OBX stand behind an OBR, which must say what was asked for: the referral."""
_Written = Callable[[str, Resource, str], str]


def _numbered(kind: str, resources: Sequence[Resource], written: _Written, reader: str) -> list[str]:
    return [written(str(number), it, reader) for number, it in enumerate(_shown(kind, resources), 1)]


def _shown(kind: str, resources: Sequence[Resource]) -> list[Resource]:
    return [it for it in resources if it["resourceType"] == kind and not _SAYS.isdisjoint(it)]


def _results(resources: Sequence[Resource], reader: str) -> list[str]:
    """OBX of what was measured and of each of its parts, and behind them of each file."""
    parts = [one for it in resources if it["resourceType"] == "Observation" for one in _parts(it)]
    measured = results([it for it in parts if "note" in it or not _SAYS.isdisjoint(it)], reader)
    return [*chain.from_iterable(measured), *files(resources, reader, after=len(measured))]


def _parts(found: Resource) -> list[Resource]:
    """A result, and what stands inside it, such as the two of a blood pressure, as results of their own."""
    inner = [{"status": found.get("status"), **it} for it in found.get("component", [])]
    return [found, *inner]


def _file(number: str, letter: Resource, attachment: Resource, reader: str) -> str:
    kind = NAMES.get(str(attachment.get("contentType")).partition(";")[0].strip().lower(), "")
    said = components("", "Application", kind, "Base64", str(attachment["data"]))
    return raw("OBX", number, "ED", concept(letter.get("type"), reader), "", said, "", "", "", "", "", "F")


def _kin(number: str, found: Resource, reader: str) -> str:
    relation, role = "", ""
    for one in found.get("relationship", []):
        coding: Resource = next(iter(one.get("coding", [])), {})
        named = (str(coding.get("system")), str(coding.get("code")))
        if named[0] == systems.table("0131") and named not in _RELATION:
            role = named[1]
        elif relation:
            role = role or named[1]
        else:
            relation = _RELATION.get(named) or concept(one, reader)
    phones = found.get("telecom", [])
    work = [it for it in phones if it.get("use") == "work"]
    return raw(
        "NK1", number,
        "~".join(map(name, found.get("name", []))),
        relation,
        "~".join(map(address, found.get("address", []))),
        "~".join(telecom(it) for it in phones if it not in work),
        "~".join(map(telecom, work)),
        role,
    )  # fmt: skip


def _diagnosis(number: str, found: Resource, reader: str) -> str:
    """DG1-3, and in DG1-4 the words where the code has others or none."""
    code = found.get("code", {})
    codings = code.get("coding", [])
    named = [it[name] for name in ("display", "code") for it in codings if it.get(name)]
    said = "" if code.get("text") in named[:1] else safe(str(code.get("text", "")))
    return raw("DG1", number, "", concept({"coding": codings}, reader) if codings else "", said)


def _allergy(number: str, found: Resource, reader: str) -> str:
    shown = [str(it.get("text", "")) for one in found.get("reaction", []) for it in one.get("manifestation", [])]
    category = next(iter(found.get("category", [])), "")
    return raw(
        "AL1", number, _CATEGORY.get(category, ""), concept(found.get("code"), reader),
        _CRITICALITY.get(str(found.get("criticality")), ""), "~".join(map(safe, shown)),
    )  # fmt: skip


def _visit(_: str, found: Resource, reader: str) -> str:
    kind = found.get("class", {})
    places = [str(it.get("location", {}).get("display", "")) for it in found.get("location", [])]
    numbers = [str(it.get("value", "")) for it in found.get("identifier", [])]
    period = found.get("period", {})
    fields = {
        2: _CLASS.get((str(kind.get("system")), str(kind.get("code"))), "U"),
        3: safe(next(iter(places), "")),
        10: _own_code(found.get("serviceType")),
        19: safe(next(iter(numbers), "")),
        36: _own_code(found.get("hospitalization", {}).get("dischargeDisposition")),
        37: _destination(found.get("hospitalization", {}).get("destination", {})),
        44: stamp(period.get("start")),
        45: stamp(period.get("end")),
    }
    return raw("PV1", "1", *(fields.get(place, "") for place in range(2, 46)))


def _destination(found: Resource) -> str:
    code, words = str(found.get("identifier", {}).get("value", "")), str(found.get("display", ""))
    return components(code, "" if words == code else words)


def _own_code(found: Resource | None) -> str:
    """A code where no system can stand beside it: only one that was given without."""
    codings = [it for it in (found or {}).get("coding", []) if str(it.get("system", "urn:nwd:")).startswith("urn:nwd:")]
    return safe(str(next((it.get("code", "") for it in codings), "")))
