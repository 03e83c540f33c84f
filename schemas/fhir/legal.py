"""Consents that only name the law on which something was sent, as a referral by BaRS carries one."""

from schemas.codes.systems import V3_ACT
from schemas.fhir import Resource

_IMPLIED = frozenset({"IMPLIED", "IMPLIEDD"})
_ACT = frozenset({V3_ACT, "http://hl7.org/fhir/v3/ActCode", "urn:oid:2.16.840.1.113883.5.4"})


def names_only_the_law(consent: Resource) -> bool:
    """True for implied consent without a provision: it grants nothing, refuses nothing, and ends nothing."""
    rule = consent.get("policyRule")
    codings = rule.get("coding", []) if isinstance(rule, dict) else []
    codes = {str(it.get("code")).upper() for it in codings if _plain(it.get("system")) in _ACT}
    return "provision" not in consent and bool(codes) and codes <= _IMPLIED


def _plain(system: object) -> str:
    """The system without a version and a slash, and with `http`: national profiles vary it so."""
    bare = str(system).partition("|")[0].rstrip("/")
    return bare.replace("https://terminology.hl7.org/", "http://terminology.hl7.org/", 1)
