"""Grants to break the glass: who may make one, for how long, and to whom a clinician may release it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.override import GROUNDS, OverrideRefused, check_asked, grant, grant_to
from consent.question import Asker
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


@pytest.mark.parametrize(
    ("asker", "changes", "says"),
    [
        (Asker("s", ServiceClass.CMHT, "o", Role.REGISTERED_PROFESSIONAL), {}, "by name"),
        (Asker("s", ServiceClass.CMHT, "o", Role.WORKER, "jo"), {}, "registered professional"),
        (Asker("s", ServiceClass.CARER, "o", Role.REGISTERED_PROFESSIONAL, "jo"), {}, "carer"),
        (Asker("s", ServiceClass.PATIENT, "o", Role.REGISTERED_PROFESSIONAL, "jo"), {}, "patient"),
        (_CLINICIAN, {"ground": "curiosity"}, "`ground`"),
        (_CLINICIAN, {"reason": "  "}, "`reason`"),
        (_CLINICIAN, {"minutes": 0}, "`minutes`"),
        (_CLINICIAN, {"minutes": 61}, "`minutes`"),
    ],
)
def test_a_grant_that_lacks_anything_is_refused(asker: Asker, changes: dict[str, Any], says: str) -> None:
    """The message says what it lacks."""
    with pytest.raises(OverrideRefused, match=says):
        grant("g", asker, **{**_SAID, **changes})


def test_a_clinician_releases_to_somebody_else_and_never_to_themself() -> None:
    """The grant is the other person's, and names the clinician."""
    made = grant_to("sam", _CLINICIAN, **_SAID)

    assert (made.holder, made.released_by, made.until) == ("sam", "jo", NOW + timedelta(minutes=60))
    with pytest.raises(OverrideRefused, match="themself"):
        grant_to("jo", _CLINICIAN, **_SAID)


@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_whoever_asks_names_a_ground_and_words(ground: str) -> None:
    """The four grounds do, with words; nothing else does."""
    check_asked(ground, "collapse")

    with pytest.raises(OverrideRefused):
        check_asked(ground, "")
    with pytest.raises(OverrideRefused):
        check_asked(ground.upper(), "collapse")
