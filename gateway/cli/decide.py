"""`nwd decide`: what Consents, and a site policy under them, say to one request; nothing is kept."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from consent import judge
from consent.alone import Answer, Word, decide_alone
from consent.asking import Asked, RequestUnreadable, read_request
from consent.by_matrix import asker_of, decide_by_matrix
from consent.errors import ConsentUnreadable, PolicyInvalid
from consent.judge import UkJudge
from consent.moments import at_every, requests_at
from consent.names import reference_names
from consent.periods import EARLIEST, span
from consent.question import Asker, Reason
from consent.site import SitePolicy, site_policy
from consent.sound import is_readable, who_it_may_be, with_hidden
from gateway.cli.case_files import Case, FileMissing, read_case
from gateway.intake.own_interest import serves, shortened
from schemas.codes.systems import CONSENT_SCOPE
from schemas.fhir import Resource

_WRONG_USE = 2
_SITE_RULE = "https://g.co/fhir/medicalrecords/ConsentAdminPolicy"
_SITE = {"identifier": {"system": "urn:nwd:granted-by", "value": "site"}}
_PRIVACY = {"coding": [{"system": CONSENT_SCOPE, "code": "patient-privacy"}]}
_WRONG_SHAPE = (AttributeError, KeyError, TypeError, ValueError)
"""What reading a part of the wrong shape may run into; the answer is then a denial."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser(
        "decide",
        help="say what Consents release for one request",
        epilog="docs/decide.md says how a request is written",
    )
    parser.add_argument(
        "--consent", type=Path, nargs="+", action="extend", default=[], metavar="FILE", help="FHIR R4 Consents"
    )
    parser.add_argument("--request", type=Path, required=True, metavar="FILE", help="who asks, for what, when")
    parser.add_argument("--resources", type=Path, metavar="FILE", help="a Bundle of what the patient has on record")
    parser.add_argument(
        "--policy",
        metavar="NAME",
        help="site policy: normal, basic-normal, all-normal, break-glass-only, deny, uk or a .toml file",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the decision as JSON; 0 whatever it is, 2 when called wrongly."""
    try:
        answer = _answer(arguments)
    except (FileMissing, PolicyInvalid) as error:
        print(f"nwd decide: {error}", file=sys.stderr)
        return _WRONG_USE
    sys.stdout.buffer.write(orjson.dumps(shown(answer), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
    return 0


def shown(answer: Answer) -> dict[str, Any]:
    """The answer as the command prints it."""
    return {
        "decision": str(answer.decision),
        "visible": list(answer.visible),
        "hidden": list(answer.hidden),
        "reasons": [{"code": it.code, "text": it.text, "source": it.source} for it in answer.reasons],
        "obligations": dict(answer.obligations),
    }


def _answer(arguments: argparse.Namespace) -> Answer:
    case = read_case(arguments.consent, arguments.request, arguments.resources)
    policy = _policy(arguments.policy)
    try:
        answer = _denied(case.fault) if case.fault else _throughout(case, policy)
    except RequestUnreadable as error:
        answer = _denied(Reason("unreadable", str(error), "request"))
    except _WRONG_SHAPE:
        answer = _denied(Reason("unreadable", "a part of the request or of the record has the wrong shape", "record"))
    return replace(answer, reasons=(*case.quarantined, *answer.reasons))


def _denied(reason: Reason) -> Answer:
    return Answer(Word.DENY, (), (), (reason,), {})


def _policy(name: str | None) -> UkJudge | SitePolicy | None:
    if name is None:
        return None
    return judge.load(name) if name == "uk" or name.endswith(".toml") else site_policy(name)


def _throughout(case: Case, policy: UkJudge | SitePolicy | None) -> Answer:
    asked = requests_at(case.request, (case.consents, case.resources))
    return at_every([_judged(replace(case, request=it), policy) for it in asked])


def _judged(case: Case, policy: UkJudge | SitePolicy | None) -> Answer:
    sound = tuple(filter(is_readable, case.resources))
    broken = tuple(it for it in case.resources if not is_readable(it))
    asked = who_it_may_be(read_request(case.request, (*sound, *case.beside)), broken)
    nothing = bool(broken) and not sound
    answer = Answer(Word.DENY, (), (), (), {}) if nothing else _decided(case.consents, asked, sound, policy)
    return with_hidden(answer, broken, asked)


def _decided(
    given: Sequence[Resource], asked: Asked, resources: Sequence[Resource], policy: UkJudge | SitePolicy | None
) -> Answer:
    if isinstance(policy, UkJudge):
        asker = asker_of(asked, resources)
        consents = tuple(_as_recorded(it, asker) for it in given)
        return decide_by_matrix(policy, consents, asked, resources)
    return decide_alone(tuple(_for_everybody(it, asked) for it in given), asked, resources, policy)


def _for_everybody(consent: Resource, asked: Asked) -> Resource:
    """A rule of the site that is written as a Consent of nobody, read as one of whoever is asked about."""
    listed = consent.get("extension")
    urls = [it.get("url") for it in listed if isinstance(it, dict)] if isinstance(listed, list) else []
    if consent.get("patient") or _SITE_RULE not in urls:
        return consent
    system, _, value = next(iter(sorted(asked.patient)), "").rpartition("|")
    patient = {"identifier": {"system": system, "value": value}} if system else {"reference": value}
    return consent | {"patient": patient, "scope": consent.get("scope") or _PRIVACY, "performer": [_SITE]}


def _as_recorded(consent: Resource, asker: Asker) -> Resource:
    """A permit that the asking service recorded for itself ends after 28 days, as when the gateway takes it in."""
    try:
        recorded = any(reference_names(it) & asker.references for it in consent.get("organization", ()))
        if not recorded or not serves(consent, asker):
            return consent
        given = span(consent["dateTime"]).first if "dateTime" in consent else EARLIEST
        return shortened(consent, at=given)
    except (AttributeError, TypeError, ConsentUnreadable):
        return consent
