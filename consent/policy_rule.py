"""What the policy rule of a Consent says: the type of a root that does not say it, and opt-outs that others keep."""

from collections.abc import Iterable, Mapping
from typing import Any

from consent.codes import plain
from consent.parsed import Filters, Kind, Provision
from consent.question import Coding
from schemas.codes.systems import V3_ACT, V3_ACT_REASON

_POLICIES = {"hl7.org/fhir/ConsentPolicy/opt-in": "OPTIN", "hl7.org/fhir/ConsentPolicy/opt-out": "OPTOUT"}
_OUT = frozenset({"OPTOUT", "OPTOUTE"})
_OPT_OUTS = (
    *("nationaldataoptout", "type1optout", "type1objection", "type2optout", "type2objection", "827241000000103"),
    *("dissentfromsecondaryuse", "dissentfromdisclosureofpersonalconfidentialdata", "881561000000100"),
)
"""Words and SNOMED codes of refusals that are recorded as `active`: secondary use of the person's data."""
_SHORT = frozenset({"ndoo", "9nu0", "9nu4"})
"""The same in short and in Read codes, which mean nothing inside other words."""
_PLANNING = ("HRESCH", "HQUALIMP", "HOUTCOMS", "HPRGRP", "POPHLTH", "PERFMSR", "METAMGT")


def root_kind(consent: Mapping[str, Any], rule: frozenset[Coding]) -> Kind:
    """What the root does when it does not say: what the policy rule says, else deny.

    To opt in takes a code of the system for it; to opt out, one of any system.
    """
    named = {_POLICIES.get(_address(it["uri"])) for it in consent.get("policy", ()) if it.get("uri")}
    rules = {it.code.upper() for it in rule if it.system == V3_ACT} | named
    opens = "OPTIN" in rules or ("OPTINR" in rules and "provision" in consent)
    closes = not _OUT.isdisjoint({it.code.upper() for it in rule} | named)
    return Kind.PERMIT if opens and not closes else Kind.DENY


def _address(uri: object) -> str:
    return str(uri).strip().split("|", 1)[0].rstrip("/").removeprefix("https://").removeprefix("http://")


def is_opt_out(consent: Mapping[str, Any]) -> bool:
    """True for the National Data Opt-out or a type 1 one, by whatever code, words, address or profile it is called."""
    concepts = [consent.get("policyRule", {}), *consent.get("category", ())]
    bare = ["".join(char for char in it.lower() if char.isalnum()) for it in _words(consent, concepts)]
    return not _SHORT.isdisjoint(bare) or any(opt_out in it for opt_out in _OPT_OUTS for it in bare)


def _words(consent: Mapping[str, Any], concepts: list[Mapping[str, Any]]) -> Iterable[str]:
    codings = [it for concept in concepts for it in concept.get("coding", ())]
    yield from (str(it.get(key, "")) for it in (*concepts, *codings) for key in ("text", "system", "code", "display"))
    yield from (str(it.get("uri", "")) for it in consent.get("policy", ()))
    yield from map(str, consent.get("meta", {}).get("profile", ()))


def opted_out() -> Provision:
    """`active` means refused here, whatever the provision says; and only for research and planning."""
    return Provision(Kind.DENY, Filters(purposes=frozenset(plain(V3_ACT_REASON, code) for code in _PLANNING)))
