"""The FHIR border against a bare JSON parser and the models of the PyPI package fhir.resources."""

import os
from collections.abc import Callable
from pathlib import Path
from statistics import median

import orjson
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle

from adapters.contract import Outcome
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from schemas.fhir.check import check
from schemas.fhir.numbers import as_written
from schemas.fhir.read import Unreadable, read, read_marked
from schemas.fhir.xml_read import read_xml
from schemas.fhir.xml_write import write_xml
from tests.bench.measure import compare, least_cpu
from tests.faults_of_the_list import Listed, listed
from tests.made_up.fhir import about, bundle, carer, communication, consent, patient, referral
from tests.unit.fhir_r4.conftest import AT

_TIMES = 200


def main() -> None:
    """Read and judge one referral and one Bundle of ten, in turn with the others; then the faults of the list."""
    _one("referral with its patient", orjson.dumps(bundle(referral())))
    plan = about("CarePlan", status="active", intent="plan", activity=[_element() for _ in range(10)])
    others = [about("Flag", status="active", code={"text": "a flag"}) | {"id": f"f{at}"} for at in range(5)]
    ten = orjson.dumps(bundle(patient(), consent(), carer(), communication("contact-note"), plan, *others))
    _one("Bundle of ten resources", ten)
    _published()
    _xml(ten)
    _faults()


def _one(title: str, raw: bytes) -> None:
    codec = FhirAdapter().codec(FhirProfile())
    compare(
        f"{title}, {len(raw):,} bytes",
        {
            "read and check (ours)": _times(lambda: _border(raw)),
            "decode to events (ours)": _times(lambda: codec.decode(raw, received_at=AT)),
            "orjson.loads, no checks": _times(lambda: orjson.loads(raw)),
            "fhir.resources R4B": _times(lambda: Bundle.model_validate_json(raw), _TIMES // 10),
        },
    )
    border, parser = least_cpu([lambda: _border(raw), lambda: orjson.loads(raw)])
    print(f"  by processor time {border * 1e6:.1f} us, x{border / parser:.2f} of orjson.loads")


def _published() -> None:
    """The Bundles that NHS England and the NHS publish in JSON, as they stand; left out where they are not at hand."""
    beside = Path(__file__).parents[2].parent / "shared" / "standards"
    files = sorted(Path(os.environ.get("NWD_STANDARDS", beside)).rglob("*.json"))
    ratios = {it.name: _ratio(raw) for it in files if _is_sound_bundle(raw := it.read_bytes())}
    if ratios:
        shown = ", ".join(f"{name} x{ratio:.2f}" for name, ratio in sorted(ratios.items(), key=lambda it: it[1]))
        print(
            f"{len(ratios)} published Bundles, by processor time of orjson.loads: median x{median(ratios.values()):.2f}"
        )
        print(f"  {shown}")


def _is_sound_bundle(raw: bytes) -> bool:
    try:
        message, is_full, _ = read_marked(raw)
    except Unreadable:
        return False
    return message["resourceType"] == "Bundle" and not check(message, is_full=is_full)


def _ratio(raw: bytes) -> float:
    border, parser = least_cpu([lambda: _border(raw), lambda: orjson.loads(raw)], rounds=100, times=10)
    return border / parser


def _border(raw: bytes) -> None:
    """As the adapter does it."""
    message, is_full, is_verbatim = read_marked(raw)
    assert not check(message, is_full=is_full)
    if not is_verbatim:
        as_written(raw, message)


def _xml(raw: bytes) -> None:
    in_xml = write_xml(read(raw))
    compare(
        f"the same in XML, {len(in_xml):,} bytes",
        {
            "read and check XML": _times(lambda: check(read_xml(in_xml))),
            "read and check JSON": _times(lambda: _border(raw)),
        },
    )


def _faults() -> None:
    """How many of the list each refuses."""
    codec, faults = FhirAdapter().codec(FhirProfile()), listed()
    ours = sum(codec.decode(it.raw, received_at=AT).outcome is Outcome.REFUSED for it in faults)
    print(f"faults caught of the list of {len(faults)}: ours {ours}, fhir.resources R4B {sum(map(_refused, faults))}")


def _refused(fault: Listed) -> bool:
    """By fhir.resources: bytes that are no JSON count as caught."""
    try:
        found = orjson.loads(fault.raw)
        get_fhir_model_class(found.get("resourceType", "")).model_validate(found)
    except (ValueError, KeyError):
        return True
    return False


def _times(work: Callable[[], object], times: int = _TIMES) -> Callable[[], int]:
    def run() -> int:
        for _ in range(times):
            work()
        return times

    return run


def _element() -> dict[str, object]:
    coding = {"system": "https://nowrongdoor.example/CodeSystem/plan-element", "code": "what-helps"}
    return {"detail": {"status": "unknown", "code": {"coding": [coding]}, "description": "a walk by the canal"}}


if __name__ == "__main__":
    main()
