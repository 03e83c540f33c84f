"""`nwd policy show|prove|diff`: a policy as a table and a page, what it can ever release, what a change does."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from consent import policy as policies
from consent.errors import PolicyInvalid
from consent.policy import Entry, Policy
from consent.policy_diff import sentences
from consent.prove import ALWAYS, broken, reach
from consent.question import Extent
from consent.words import CATEGORIES, CLASSES, EXTENTS, GROUNDS
from gateway.cli.operate import NotRunning, ask
from gateway.cli.policy_page import page
from gateway.settings.loading import SettingsInvalid
from schemas.policy_words import Category, ServiceClass

_LETTERS = {Extent.FULL: "F", Extent.EXTRACT: "m", Extent.KNOWN: "k", Extent.NONE: "0"}
_WRONG_USE = 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("policy", help="show, prove and compare sharing policies")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    show = verbs.add_parser("show", help="print the matrix as a table, or write it as a page")
    show.add_argument("name", nargs="?", default="uk", metavar="NAME", help="policy: uk or a .toml file (default: uk)")
    show.add_argument("--html", type=Path, metavar="FILE", help="write a page instead")
    show.set_defaults(run=_running(_show))
    prove = verbs.add_parser("prove", help="try every case: who can ever see what, and do the sentences hold")
    prove.add_argument("name", nargs="?", default="uk", metavar="NAME", help="policy: uk or a .toml file (default: uk)")
    prove.set_defaults(run=_running(_prove))
    diff = verbs.add_parser("diff", help="say who gains and who loses what between two policies")
    diff.add_argument("old", metavar="A", help="policy: uk or a .toml file")
    diff.add_argument("new", metavar="B", help="policy: uk or a .toml file")
    diff.add_argument(
        "--config", type=Path, metavar="FILE", help="count for how many people now, in this running gateway"
    )
    diff.set_defaults(run=_running(_diff))


def _running(verb: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        try:
            return verb(arguments)
        except (PolicyInvalid, NotRunning, SettingsInvalid) as error:
            print(f"nwd policy: {error}", file=sys.stderr)
            return _WRONG_USE

    return run


def _show(arguments: argparse.Namespace) -> int:
    policy = policies.load(arguments.name)
    if arguments.html:
        arguments.html.write_text(page(policy), encoding="utf-8")
        print(f"wrote {arguments.html}")
        return 0
    print(f"{policy.version}, {_signed(policy)}")
    for line in _table(policy, _cell):
        print(line)
    print("\nEach cell: in a live relation / with explicit consent / in an emergency override.")
    print("; ".join(f"{letter} {EXTENTS[extent]}" for extent, letter in _LETTERS.items()) + ".")
    print("; ".join(f"{why.value} {words}" for why, words in GROUNDS.items()) + ".")
    for one in policy.nevers:
        print(f"Never otherwise: {one.sentence}")
    return 0


def _prove(arguments: argparse.Namespace) -> int:
    """Print what every class can ever be shown, and each sentence with whether it holds; 1 if one does not."""
    policy = policies.load(arguments.name)
    print(f"{policy.version}: the most that each class is ever shown, by trying every case")
    for line in _table(policy, _reached):
        print(line)
    wrong = set(broken(policy))
    print()
    for sentence in (*(it.sentence for it in policy.nevers), *(sentence for sentence, _ in ALWAYS)):
        print(f"{'BROKEN' if sentence in wrong else 'holds '}  {sentence}")
    return 1 if wrong else 0


def _diff(arguments: argparse.Namespace) -> int:
    old, new = policies.load(arguments.old), policies.load(arguments.new)
    found = sentences(old, new)
    print(f"from {old.version}\nto   {new.version}")
    for sentence in found:
        print(f"- {sentence}")
    if not found:
        print("nobody gains and nobody loses anything")
    for sentence in broken(new):
        print(f"! the second would not load: it breaks `{sentence}`")
    for line in _counted(arguments) if arguments.config else ():
        print(line)
    return 0


def _counted(arguments: argparse.Namespace) -> Iterator[str]:
    """For how many people who are on record now, with the consents, links and agreements that they have."""
    texts = {name: policies.text_of(getattr(arguments, name)).decode() for name in ("old", "new")}
    answer = ask(arguments.config, {"do": "policy-effect", **texts})
    if "error" in answer:
        raise PolicyInvalid(answer["error"])
    found = answer["answer"]
    yield f"for their treatment, of {_people(found['people'])} on record now:"
    for it in found["changes"]:
        who, what = CLASSES[ServiceClass(it["class"])], CATEGORIES[Category(it["category"])]
        yield f"- {who} would see {'more' if it['gains'] else 'less'} of {_people(it['people'])}: {what}"
    if not found["changes"]:
        yield "- nobody's record would be shown otherwise"


def _people(many: int) -> str:
    return "1 person" if many == 1 else f"{many} people"


def _signed(policy: Policy) -> str:
    return f"signed off by {', '.join(policy.signed_off_by)}" if policy.signed_off_by else "a draft: nobody has signed"


def _table(policy: Policy, cell: Callable[[Policy, Category, ServiceClass], str]) -> Iterator[str]:
    """Aligned columns under the short names of the classes."""
    wide = max(len(words) for words in CATEGORIES.values())
    rows = {words: [cell(policy, it, column) for column in ServiceClass] for it, words in CATEGORIES.items()}
    widths = [
        max(len(column.value), *(len(row[at]) for row in rows.values())) for at, column in enumerate(ServiceClass)
    ]
    yield "  ".join(["".ljust(wide), *(it.value.ljust(width) for it, width in zip(ServiceClass, widths, strict=True))])
    for words, row in rows.items():
        yield "  ".join([words.ljust(wide), *(it.ljust(width) for it, width in zip(row, widths, strict=True))])


def _cell(policy: Policy, category: Category, column: ServiceClass) -> str:
    found = policy.cells[category, column]
    return "/".join(_short(it) for it in (found.default, found.consent, found.override))


def _short(entry: Entry) -> str:
    return f"{_LETTERS[entry.extent]}{entry.why.value}"


def _reached(policy: Policy, category: Category, column: ServiceClass) -> str:
    return "/".join(_LETTERS[it] for it in reach(policy, column, category))
