"""Who referred is part of the extract of a referral, and no person is."""

from collections.abc import Callable
from typing import Any

import pytest

from consent.judge import UkJudge
from consent.question import Facts, Question
from schemas.codes.nwd import WHOM_TO_ASK
from schemas.policy_words import Category, ServiceClass


@pytest.mark.parametrize(
    ("requester", "kept", "asked"),
    [("Organization/a", True, False), ("PractitionerRole/r", False, True)],
)
def test_an_extract_names_the_referring_service_and_never_the_referrer(
    uk: UkJudge,
    ask: Callable[..., Question],
    facts: Callable[..., Facts],
    requester: str,
    kept: bool,
    asked: bool,
) -> None:
    """A service stands as it is; where a person is named, the organisation that wrote it is whom to ask."""
    question = ask(ServiceClass.CAFE, Category.REFERRAL_REASON, item={"type": "ServiceRequest"})
    resource: dict[str, Any] = {
        "resourceType": "ServiceRequest", "id": "1", "priority": "urgent", "requester": {"reference": requester},
    }  # fmt: skip

    shown = uk.redact(resource, question.item, uk.decide(question, facts())) or {}

    whom = [it for it in shown.get("extension", []) if it["url"] == WHOM_TO_ASK]
    assert ("requester" in shown, bool(whom)) == (kept, asked)
    assert not whom or whom[0]["valueReference"] == {"reference": "Organization/org-b"}
