"""The FHIR border against a bare JSON parser and the models of the PyPI package fhir.resources."""

from collections.abc import Callable

import orjson
from fhir.resources.R4B.bundle import Bundle

from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from schemas.fhir.check import check
from schemas.fhir.read import read
from tests.bench.measure import compare
from tests.made_up.fhir import about, bundle, carer, communication, consent, patient, referral
from tests.unit.fhir_r4.conftest import AT

_TIMES = 200


def main() -> None:
    """Read and judge one referral and one Bundle of ten, in turn with the others."""
    _one("referral with its patient", orjson.dumps(bundle(referral())))
    plan = about("CarePlan", status="active", intent="plan", activity=[_element() for _ in range(10)])
    others = [about("Flag", status="active", code={"text": "a flag"}) | {"id": f"f{at}"} for at in range(5)]
    ten = bundle(patient(), consent(), carer(), communication("contact-note"), plan, *others)
    _one("Bundle of ten resources", orjson.dumps(ten))


def _one(title: str, raw: bytes) -> None:
    codec = FhirAdapter().codec(FhirProfile())
    compare(
        f"{title}, {len(raw):,} bytes",
        {
            "read and check (ours)": _times(lambda: check(read(raw))),
            "decode to events (ours)": _times(lambda: codec.decode(raw, received_at=AT)),
            "orjson.loads, no checks": _times(lambda: orjson.loads(raw)),
            "fhir.resources R4B": _times(lambda: Bundle.model_validate_json(raw), _TIMES // 10),
        },
    )


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
