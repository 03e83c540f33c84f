"""Full-tree parse of a UK-shaped REF^I12 of 15 segments: ours against the PyPI package `hl7`."""

import hl7

from adapters.hl7v2.split import parse
from tests.bench.measure import compare

REFERRAL = "\r".join([
    "MSH|^~\\&|ACME_PAS|RXX01|ENGINE|ENGINE.ACME|20260301091500||REF^I12|0000000001000001|P|2.4|||AL|NE|GBR",
    "EVN|I12|20260301091500",
    "RF1|A||710|||^^REF77||20261231000000|||^^REF77",
    "PRD|RP^Referring|DOE^JO^^^DR|^^^^^^O||01632960009^WPN^PH||C123^GMC",
    "PRD|RT^Referred to|Haven Café^Crisis|||||G4H1A^ODS",
    "PID|||0700001^^^RXX01^MRN~9991234500^^^^NHS||EXAMPLE^SAM^^^MX||19900417|9|||1 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ"
    "^^HOME||01632960001^^^HOME^^^^^Y~07700900001^^^MOBILE^^^^^N~sam@example.org^^^EMAIL^^^^^Y",
    "PD1|||MADE UP PRACTICE^^Y99999|G9999999^EXAMPLE^ROBIN^^^DR",
    "NK1|1|EXAMPLE^ALEX|SPO|1 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ|01632960002||N",
    "DG1|1||F32.1^Moderate depressive episode^I10",
    "AL1|1|DA|X1^Penicillin|SV|Rash",
    "OBX|1|TX|RISK^Risk summary||Thoughts of self-harm, no plan, safe tonight||||||F",
    "OBX|2|TX|NEEDS^Needs||Quiet room, no uniform||||||F",
    "NTE|1||Prefers a text before a call",
    "NTE|2||Evenings are best",
    "PV1|1|O|CMHT^^^RXX01|||||||725",
]).encode()  # fmt: skip

_TIMES = 4_000


def main() -> None:
    """Print messages a second, ours first; both give the full tree."""
    compare("HL7 v2: full-tree parse of a REF^I12 of 15 segments", {"adapters.hl7v2.split": _ours, "hl7": _theirs})


def _ours() -> int:
    for _ in range(_TIMES):
        parse(REFERRAL)
    return _TIMES


def _theirs() -> int:
    times = _TIMES // 20
    for _ in range(times):
        hl7.parse(REFERRAL, encoding="utf-8")
    return times


if __name__ == "__main__":
    main()
