"""The questionnaires of mental health services that results name by a code or a title, with no profile at all.

Source: LOINC 2.78 panel codes; the names are those that NHS talking therapies and MHSDS reports use.
"""

import re

LOINC = {
    "44249-1": "PHQ-9",
    "69723-5": "PHQ-8",
    "69737-5": "GAD-7",
    "69728-4": "PHQ-15",
    "71354-5": "EPDS",
    "72109-2": "AUDIT-C",
}
"""LOINC panel to its name."""

_NAMES = re.compile(
    r"(PHQ ?-?(2|8|9|15)|GAD ?-?(2|7)|CORE ?-?(10|OM|34)|WSAS|W&SAS|HONOS\w*|DIALOG\+?|REQOL ?-?(10|20)?|S?WEMWBS|EPDS"
    r"|K-?10|SDQ|RCADS|CGAS|GBO|PCL-?5|AUDIT(-?C)?|DAST-?10|YBOCS|MDQ|PSYCHLOPS)",
    re.IGNORECASE,
)


def is_named(code: str, title: str) -> bool:
    """True when a code or a title is that of a questionnaire of which we know."""
    return code in LOINC or any(_NAMES.fullmatch(it.strip()) for it in (code, title))
