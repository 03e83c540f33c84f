"""Every combination that the proof tries, in an order that lets one scene serve many items."""

import random
from collections.abc import Iterator
from itertools import product

from tests.proof.oracle import COLUMNS, ROWS, Case
from tests.proof.staging import CONSENTS

_CLASSES = [(it, True) for it in COLUMNS] + [("cafe", False), ("helpline", False)]
_ALL_ROWS = (*ROWS, "unlabelled")
_RELATIONS = ("linked", "stranger", "addressed", "wrote-it", "same-charity")
_ROLES = ("volunteer", "worker", "manager", "registered-professional", "privacy-officer", "operator", "service-inbox")
_TELLERS = ("registered-professional", "volunteer", "privacy-officer")
"""One of each kind of role that the rules tell apart."""
_PURPOSES = ("TREAT", "CAREMGT", "PATRQT", "HRESCH", "", "BTG")
_CHANNELS = ("read", "search", "delivery", "export")
_TOLD = ("by-carer", "by-carer-who-agrees")
_MOSTLY = 0.8
_OVERRIDES = ("none", "vital", "capacity", "expired", "wordless", "not-theirs")


def sampled(count: int, seed: int) -> Iterator[Case]:
    """So many cases drawn from every dimension at once, the same ones for the same seed."""
    draw = random.Random(seed)
    for _ in range(count):
        column, commissioned = draw.choice(_CLASSES)
        override = draw.choice(("none", *_OVERRIDES))
        told = draw.choice(("no", "no", *_TOLD, *(["by-asker"] if column == "carer" else [])))
        yield Case(
            column,
            commissioned,
            draw.choice(_ROLES),
            draw.choice(_ALL_ROWS),
            draw.choice((None, "N", "R", "V")),
            draw.choice(("TREAT", *_PURPOSES)) if override == "none" else "BTG",
            draw.choice(("linked", *_RELATIONS)),
            draw.random() < _MOSTLY,
            draw.choice(CONSENTS),
            draw.choice(("read", *_CHANNELS)),
            override,
            draw.choice(("open", "open", "closed", "away", "doubtful")),
            draw.choice(("adult", "adult", "child", "unknown")),
            told,
            draw.random() > _MOSTLY,
            draw.random() < _MOSTLY,
            draw.random() > _MOSTLY,
        )


def wide() -> Iterator[Case]:
    """Class, role, purpose, agreement, consents and exit, against category, confidentiality and relation."""
    who = product(_CLASSES, _TELLERS, _PURPOSES, (True, False), CONSENTS, _CHANNELS, (True, False))
    for (column, commissioned), role, purpose, agreement, consent, channel, linked in who:
        relations = ("linked",) if linked else _RELATIONS[1:]
        for row, level, relation in product(_ALL_ROWS, (None, "N", "R"), relations):
            yield Case(column, commissioned, role, row, level, purpose, relation, agreement, consent, channel)


def deep() -> Iterator[Case]:
    """Overrides, restriction, age and safety, against what was told in confidence, kept out or known already."""
    consents = ("none", "refuses-all", "permits-asker")
    ages, places = ("adult", "child", "unknown"), ("open", "shut", "doubtful")
    who = product(_CLASSES, _ROLES, _OVERRIDES, consents, ages, places, (True, False))
    for (column, commissioned), role, override, consent, age, place, unsafe in who:
        told = ("no", "by-carer", "by-carer-who-agrees", *(["by-asker"] if column == "carer" else []))
        things = product(ROWS[::3], told, (True, False), (True, False), ("linked", "wrote-it"))
        for row, teller, kept_out, known, relation in things:
            for where in ("closed", "away") if place == "shut" else (place,):
                rest = (override, where, age, teller, kept_out, known, unsafe)
                purpose = "TREAT" if override == "none" else "BTG"
                yield Case(column, commissioned, role, row, "N", purpose, relation, True, consent, "read", *rest)
