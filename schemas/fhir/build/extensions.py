"""`python -m schemas.fhir.build.extensions <folder> ...` writes `generated/extensions.py` again.

Each folder has StructureDefinitions in XML: UK Core R4 (HL7 UK, Apache-2.0) and NHS England R4 (Apache-2.0). Those of
later FHIR releases that UK Core repeats for R4 are left out, as are those that are no extension.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from schemas.fhir.xml_safe import parsed

_TARGET = Path(__file__).parent.parent / "generated" / "extensions.py"
_FHIR = "{http://hl7.org/fhir}"
_OWN = ("https://fhir.hl7.org.uk/", "https://fhir.nhs.uk/England/")
_HEAD = '''"""Extensions of UK Core and NHS England. Written by `python -m schemas.fhir.build.extensions`; change that.

Source: UK Core R4 STU 2 (2025-06), (c) HL7 UK, and NHS England R4, both under the Apache License 2.0.
"""

from schemas.fhir.defined import Defined, Part

EXTENSIONS: dict[str, Defined] = {
'''


@dataclass(frozen=True, slots=True)
class _Said:
    """One element of a definition."""

    least: str
    most: str
    types: tuple[str, ...]
    fixed: str


def written(folders: Iterable[Path]) -> str:
    """The module that holds what these definitions say."""
    files = (file for folder in folders for file in folder.glob("*.xml"))
    return _HEAD + "".join(sorted(row for it in files for row in _rows(parsed(it.read_bytes())))) + "}\n"


def _rows(root: Element) -> Iterator[str]:
    url = _of(root, "url")
    if _of(root, "type") != "Extension" or not url.startswith(_OWN):
        return
    said = {it.get("id", ""): _said(it) for it in root.findall(f"{_FHIR}differential/{_FHIR}element")}
    value = said["Extension.value[x]"]
    if value.most != "0":
        more = ", needs_value=True" if value.least == "1" else ""
        yield f'    "{url}": Defined({_forms(value)}{more}),\n'
        return
    parts = "".join(f"            {_part(name, said)},\n" for name in said if _is_part(name))
    yield f'    "{url}": Defined(\n        parts=(\n{parts}        )\n    ),\n'


def _is_part(name: str) -> bool:
    return name.startswith("Extension.extension:") and name.count(".") == 1


def _part(name: str, said: dict[str, _Said]) -> str:
    own = said[name]
    needed = ", is_needed=True" if own.least not in {"", "0"} else ""
    single = ", is_single=True" if own.most == "1" else ""
    return f'Part("{said[name + ".url"].fixed}", {_forms(said[name + ".value[x]"])}{needed}{single})'


def _forms(value: _Said) -> str:
    names = [f'"value{it[0].upper()}{it[1:]}"' for it in value.types]
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def _said(element: Element) -> _Said:
    types = tuple(_of(it, "code") for it in element.findall(f"{_FHIR}type"))
    return _Said(_of(element, "min"), _of(element, "max"), types, _of(element, "fixedUri"))


def _of(element: Element, name: str) -> str:
    found = element.find(_FHIR + name)
    return "" if found is None else found.get("value", "")


if __name__ == "__main__":
    _TARGET.write_text(written(map(Path, sys.argv[1:])), "utf-8")
