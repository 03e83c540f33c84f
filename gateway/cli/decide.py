"""`nwd decide`: what Consents, and a site policy under them, say to one request; nothing is kept."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from consent import judge
from consent.alone import Answer, decide_alone, read_request
from consent.by_matrix import decide_by_matrix
from consent.errors import JudgeError
from consent.site import site_policy
from schemas.fhir import Resource

_WRONG_USE = 2


class _Unusable(Exception):
    """The command cannot run as it was called; the text says how to mend it."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("decide", help="say what Consents release for one request")
    parser.add_argument(
        "--consent", type=Path, nargs="+", action="extend", default=[], metavar="FILE", help="FHIR R4 Consents"
    )
    parser.add_argument("--request", type=Path, required=True, metavar="FILE", help="who asks, for what, when")
    parser.add_argument("--resources", type=Path, metavar="FILE", help="a Bundle of what the patient has on record")
    parser.add_argument("--policy", metavar="NAME", help="site policy: normal, break-glass-only, deny, uk or a file")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the decision as JSON; 0 whatever it is, 2 when called wrongly."""
    try:
        answer = _answer(arguments)
    except (_Unusable, JudgeError) as error:
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
    resources = list(_resources(arguments.resources)) if arguments.resources else []
    consents = [it for path in arguments.consent for it in _consents(path)]
    raw = _json(arguments.request)
    asked = read_request(raw, resources)
    if arguments.policy is None:
        return decide_alone(consents, asked, resources)
    if arguments.policy == "uk" or arguments.policy.endswith(".toml"):
        return decide_by_matrix(judge.load(arguments.policy), consents, raw, asked, resources)
    return decide_alone(consents, asked, resources, site_policy(arguments.policy))


def _consents(path: Path) -> Iterable[Resource]:
    """The Consents in a file: one, a list, or a Bundle; whatever else it holds is the judge's to refuse."""
    found = _any_json(path)
    if isinstance(found, list):
        return found
    return list(_entries(found)) if found.get("resourceType") == "Bundle" else [found]


def _resources(path: Path) -> Iterable[Resource]:
    found = _any_json(path)
    return _entries({"entry": [{"resource": it} for it in found]} if isinstance(found, list) else found)


def _entries(bundle: Resource) -> Iterable[Resource]:
    """The resources of a Bundle, of Bundles inside it too; a lone resource is its own list."""
    if "entry" not in bundle and bundle.get("resourceType") != "Bundle":
        yield bundle
        return
    entries: Sequence[Any] = bundle.get("entry", ())
    for entry in entries:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield from _entries(resource) if resource.get("resourceType") == "Bundle" else (resource,)


def _json(path: Path) -> dict[str, Any]:
    found = _any_json(path)
    if not isinstance(found, dict):
        raise _Unusable(f"{path} is not a JSON object; give one")
    return found


def _any_json(path: Path) -> Any:
    try:
        return orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise _Unusable(f"no file {path}; give the path of one") from error
    except orjson.JSONDecodeError as error:
        raise _Unusable(f"{path} is not JSON: line {error.lineno}; mend it") from error
