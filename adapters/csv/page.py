"""`python -m adapters.csv.page` writes the tables of docs/spreadsheets.md again, from the ready maps and the limits."""

import re
from pathlib import Path

from adapters.csv import limits, ready

PAGE = Path("docs/spreadsheets.md")
_PLACE = re.compile(r"<!-- (map|limits) ?([a-z-]*) -->\n.*?<!-- end -->", re.DOTALL)


def written(page: str) -> str:
    """The page with every table as the code has it."""
    return _PLACE.sub(
        lambda found: f"<!-- {' '.join(filter(None, found.groups()))} -->\n{_table(found)}<!-- end -->", page
    )


def _table(found: "re.Match[str]") -> str:
    return _limits() if found[1] == "limits" else _map(found[2])


def _map(name: str) -> str:
    which = ready.load(name)
    lines = ["| Column, or one of these | What goes in | Field |", "|---|---|---|"]
    lines += [f"| {', '.join(f'`{one}`' for one in it.headings)} | {it.means} | `{it.field}` |" for it in which.columns]
    return "\n".join(lines) + "\n"


def _limits() -> str:
    lines = ["| At most | Of |", "|---|---|"]
    lines += [f"| {getattr(limits, name):,} | {what} |" for name, what in limits.MEANING.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
