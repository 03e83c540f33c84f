"""Two implementations of FHIR R4 with UK Core judge the same messages; each difference has its reason written down.

`make oracle` plants 2,000 faults and judges every rendition; `make test` a sample.
"""

import os
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.contract import Outcome
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from tests.oracle.emitted import bundles, renditions
from tests.oracle.faults import Planted, planted
from tests.oracle.reference import ask

_IS_WHOLE = os.environ.get("NWD_ORACLE") == "whole"
_FAULTS = 2_000 if _IS_WHOLE else 100
_TABLE: dict[str, list[dict[str, str]]] = tomllib.loads(Path(__file__).with_name("differences.toml").read_text())
_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_what_we_emit_and_what_we_catch_stand_up_to_the_reference_validator() -> None:
    """It starts once: every Bundle of the corpus is sound to it; on planted faults the two agree or differ as said."""
    emitted = dict([*bundles(), *(renditions() if _IS_WHOLE else ())])
    faults = planted(_FAULTS)
    answers = ask([*emitted.items(), *((it.name, it.text) for it in faults)])

    unexplained = {name: said for name in emitted if (said := [it for it in answers[name] if not _excused(name, it)])}
    differences = [(it, *_difference(it, answers[it.name])) for it in faults]
    unreasoned = [(it.name, it.place, who, says) for it, who, says in differences if who and not _row(it, who, says)]
    agreed = sum(not who for _, who, _ in differences)
    ours = sum(who in {"", "only ours"} for _, who, _ in differences)
    print(f"emitted {len(emitted)}; planted {len(faults)}: agreed on {agreed}, we caught {ours}")

    assert unexplained == {}
    assert unreasoned == []
    assert not _IS_WHOLE or _unused(answers) == []


def _excused(name: str, said: str) -> bool:
    return any(_fits(it, name, said) for it in _TABLE["emitted"])


def _fits(row: dict[str, str], name: str, said: str) -> bool:
    return re.fullmatch(row["name"], name) is not None and row["says"] in said


def _difference(fault: Planted, theirs: list[str]) -> tuple[str, str]:
    """Who alone objects, and in which words; empty where both do."""
    codec = FhirAdapter().codec(FhirProfile(organisation="northshire"))
    decoded = codec.decode(fault.text.encode(), received_at=_AT)
    ours = "; ".join(f"{it.where}: {it.message}" for it in decoded.issues)
    match (decoded.outcome is not Outcome.ACCEPTED, bool(theirs)):
        case (True, True):
            return "", ""
        case (True, False):
            return "only ours", ours
        case (False, True):
            return "only theirs", "; ".join(theirs)
    return "neither", fault.place


def _row(fault: Planted, who: str, says: str) -> dict[str, str] | None:
    fitting = (it for it in _TABLE["fault"] if it["who"] == who and it["kind"] == fault.kind)
    return next((it for it in fitting if re.search(it["says"], says)), None)


def _unused(answers: dict[str, list[str]]) -> list[Any]:
    """Excuses for what is emitted that excuse nothing any more; faults fall as chance has them."""
    said = [(name, it) for name, many in answers.items() for it in many]
    return [it for it in _TABLE["emitted"] if not any(_fits(it, *one) for one in said)]
