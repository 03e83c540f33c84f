"""Grants to break the glass: who may make one, for how long, and to whom a clinician may release it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.override import GROUNDS, OverrideRefused, check_asked, grant, grant_to
from consent.question import Asker, Override
from schemas.policy_words import Role, ServiceClass

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_CLINICIAN = Asker("s", ServiceClass.CMHT, "o", Role.REGISTERED_PROFESSIONAL, "jo")
_SAID: dict[str, Any] = {"patient": "Patient/1", "ground": "vital-interests", "reason": "collapse", "at": NOW}


def test_a_grant_is_to_a_named_professional_for_an_hour_or_less() -> None:
    """It names holder, person, ground and words, and ends after the minutes that were asked for."""
    hour, least = grant("g", _CLINICIAN, **_SAID), grant("g", _CLINICIAN, **_SAID, minutes=1)

    assert (hour.id, hour.holder, hour.person, hour.ground, hour.reason) == ("g", "jo", "Patient/1", *_said())
    assert (hour.until, least.until) == (NOW + timedelta(minutes=60), NOW + timedelta(minutes=1))
    assert hour.released_by is None


def _said() -> tuple[str, str]:
    return _SAID["ground"], _SAID["reason"]


_NOT_ONE = "only a registered professional may override, by name; ask a clinician of the team"
_NOT_STAFF = "nobody overrides as a carer or as the patient; ask as staff of a service"
_NO_GROUND = "`ground` must be one of lack-of-capacity, lawful-duty, risk-to-others, vital-interests"
_NO_WORDS = "`reason` is empty; say in words why the record is needed now"
_NOT_AN_HOUR = "`minutes` must be from 1 to 60; ask again when they are over"


@pytest.mark.parametrize(
    ("asker", "changes", "says"),
    [
        (Asker("s", ServiceClass.CMHT, "o", Role.REGISTERED_PROFESSIONAL), {}, _NOT_ONE),
        (Asker("s", ServiceClass.CMHT, "o", Role.WORKER, "jo"), {}, _NOT_ONE),
        (Asker("s", ServiceClass.CARER, "o", Role.REGISTERED_PROFESSIONAL, "jo"), {}, _NOT_STAFF),
        (Asker("s", ServiceClass.PATIENT, "o", Role.REGISTERED_PROFESSIONAL, "jo"), {}, _NOT_STAFF),
        (_CLINICIAN, {"ground": "curiosity"}, _NO_GROUND),
        (_CLINICIAN, {"reason": "  "}, _NO_WORDS),
        (_CLINICIAN, {"minutes": 0}, _NOT_AN_HOUR),
        (_CLINICIAN, {"minutes": 61}, _NOT_AN_HOUR),
    ],
)
def test_a_grant_that_lacks_anything_is_refused(asker: Asker, changes: dict[str, Any], says: str) -> None:
    """The message says what it lacks."""
    with pytest.raises(OverrideRefused) as refused:
        grant("g", asker, **{**_SAID, **changes})

    assert str(refused.value) == says


def test_a_clinician_releases_to_somebody_else_and_never_to_themself() -> None:
    """The grant is the other person's, and names the clinician."""
    made, short = grant_to("sam", _CLINICIAN, **_SAID), grant_to("sam", _CLINICIAN, **_SAID, minutes=5)

    assert made == Override("", "Patient/1", _said()[1], NOW + timedelta(minutes=60), _said()[0], "sam", "jo")
    assert short.until == NOW + timedelta(minutes=5)
    with pytest.raises(OverrideRefused) as refused:
        grant_to("jo", _CLINICIAN, **_SAID)
    assert str(refused.value) == "nobody releases to themself; override in your own name"


@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_whoever_asks_names_a_ground_and_words(ground: str) -> None:
    """The four grounds do, with words; nothing else does."""
    check_asked(ground, "collapse")

    with pytest.raises(OverrideRefused):
        check_asked(ground, "")
    with pytest.raises(OverrideRefused):
        check_asked(ground.upper(), "collapse")
