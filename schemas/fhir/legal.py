"""Consents that only name the law on which something was sent, as a referral by BaRS carries one."""

from schemas.codes.systems import V3_ACT
from schemas.fhir import Resource

_IMPLIED = frozenset({"IMPLIED", "IMPLIEDD"})


def names_only_the_law(consent: Resource) -> bool:
    """True for implied consent without a provision: it grants nothing, refuses nothing, and ends nothing."""
    rule = consent.get("policyRule")
    codings = rule.get("coding", []) if isinstance(rule, dict) else []
    codes = {it.get("code") for it in codings if it.get("system") == V3_ACT}
    return "provision" not in consent and bool(codes) and codes <= _IMPLIED
