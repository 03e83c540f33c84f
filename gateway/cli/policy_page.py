"""A sharing policy as one page to read, print and sign: no script, no outside file."""

from dataclasses import fields
from html import escape

from consent.policy import Cell, Entry, Policy
from consent.policy_diff import OVERLAYS
from consent.question import Extent
from consent.words import CATEGORIES, CLASSES, EXTENTS, GROUNDS, PARTS
from schemas.policy_words import Category, ServiceClass

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; color: #212b32 }
table { border-collapse: collapse; width: 100%; font-size: .85rem }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { border: 1px solid #aeb7bd; padding: .35rem .5rem; vertical-align: top; text-align: left }
th { background: #f0f4f5 } td dl { margin: 0 } td dt { font-weight: bold } td dd { margin: 0 0 .25rem }
.full { background: #d5e8d4 } .extract { background: #fff2cc } .known { background: #e1d5e7 } .none { background: #fff }
""".strip()


def page(policy: Policy) -> str:
    """The whole policy: matrix, rules over it, extracts, and the sentences that are proved."""
    signed = ", ".join(policy.signed_off_by) or "nobody yet: this is a draft"
    parts = [
        f"<h1>Who may see what: {escape(policy.name)}</h1>",
        f"<p>Version <strong>{escape(policy.version)}</strong>. Signed off by {escape(signed)}.</p>",
        _matrix(policy),
        _list("Rules over every cell", [_rule(policy, it.name) for it in fields(policy.overlays)]),
        _list("What a minimum extract holds", [_extract(policy, it) for it in CATEGORIES]),
        _list("Sentences that must hold", [it.sentence for it in policy.nevers]),
    ]
    head = f'<meta charset="utf-8"><title>Sharing policy {escape(policy.name)}</title><style>{_STYLE}</style>'
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    body = "\n".join(parts)
    start = f'<!doctype html>\n<html lang="en-GB"><head>{head}{viewport}</head>'
    return f"{start}\n<body><main>\n{body}\n</main></body></html>\n"


def _matrix(policy: Policy) -> str:
    heads = "".join(f'<th scope="col">{escape(CLASSES[it])}</th>' for it in ServiceClass)
    rows = "\n".join(_row(policy, category, words) for category, words in CATEGORIES.items())
    words = "Each cell: in a live relation, with explicit consent, and in an emergency override."
    return f"<table><caption>{words}</caption><thead><tr><td></td>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _row(policy: Policy, category: Category, words: str) -> str:
    cells = "".join(_cell(policy.cells[category, column]) for column in ServiceClass)
    return f'<tr><th scope="row">{escape(words)}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    entries: dict[str, Entry] = {part: getattr(cell, part) for part in PARTS}
    said = "".join(
        f"<dt>{escape(PARTS[part])}</dt><dd>{escape(EXTENTS[it.extent])}: {escape(GROUNDS[it.why])}</dd>"
        for part, it in entries.items()
    )
    colour: Extent = cell.default.extent
    return f'<td class="{colour.value}"><dl>{said}</dl></td>'


def _rule(policy: Policy, name: str) -> str:
    return f"{'Yes' if getattr(policy.overlays, name) else 'No'}: {OVERLAYS[name]}."


def _extract(policy: Policy, category: Category) -> str:
    return f"{CATEGORIES[category]}: {', '.join(policy.extracts[category]) or 'only whom to ask'}."


def _list(title: str, lines: list[str]) -> str:
    items = "".join(f"<li>{escape(it)}</li>" for it in lines)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>"
