"""`python -m schemas.fhir.build <unpacked hl7.fhir.r4b.core>` writes the classes again."""

import json
import sys
from pathlib import Path
from typing import Any

from schemas.fhir import primitives
from schemas.fhir.build import RESOURCES
from schemas.fhir.build.classes import Shape, shapes
from schemas.fhir.build.codes import CodeBook
from schemas.fhir.build.targets import targets
from schemas.fhir.choice import EXTENSION
from schemas.fhir.datatype_rules import RULES

_TARGET = Path(__file__).parent.parent / "generated"
_HEAD = '''"""FHIR R4 {what}. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field
'''


def main(package: Path) -> None:
    """Write one module for the data types and one for each resource."""
    book = CodeBook(package)
    datatypes = {it["type"]: it for it in _definitions(package, "complex-type")}
    _write("datatypes", "data types", [shape for it in datatypes.values() for shape in shapes(it, book)], set())
    resources = {it["type"]: it for it in _definitions(package, "resource") if it["type"] in RESOURCES}
    for name in RESOURCES:
        _write(name.lower(), name, shapes(resources[name], book), set(datatypes))
    rows = "".join(f'    "{it}": {it.lower()}.{it},\n' for it in RESOURCES)
    modules = "".join(f"    {it.lower()},\n" for it in RESOURCES)
    table = f"from schemas.fhir.generated import (\n{modules})\n\nCLASSES: dict[str, type[Struct]] = {{\n{rows}}}\n"
    _write_targets([resources[it] for it in RESOURCES])
    (_TARGET / "table.py").write_text(f"{_HEAD.format(what='classes by resource type').split('from __')[0]}"
                                      f"from msgspec import Struct\n\n{table}", encoding="utf-8")  # fmt: skip


def _write_targets(resources: list[dict[str, Any]]) -> None:
    rows = {path: types for it in resources for path, types in targets(it).items()}
    listed = "".join(f"    {json.dumps(path)}: frozenset({json.dumps(types)}),\n" for path, types in rows.items())
    head = _HEAD.format(what="types that references may lead to, by element").split("from __")[0]
    (_TARGET / "targets.py").write_text(f"{head}TARGETS: dict[str, frozenset[str]] = {{\n{listed}}}\n", "utf-8")


def _definitions(package: Path, kind: str) -> list[dict[str, Any]]:
    loaded = [json.loads(it.read_bytes()) for it in sorted(package.glob("StructureDefinition-*.json"))]
    plain = [it for it in loaded if it.get("derivation") != "constraint" and not it["abstract"]]
    wanted = [it for it in plain if it["kind"] == kind]
    element = [it for it in loaded if it["type"] == "Element" and it["kind"] == kind]
    named = ("Age", "Count", "Distance", "Duration") if kind == "complex-type" else ()
    quantities = [it for it in loaded if it["id"] in named]
    return [*{it["id"]: it for it in [*element, *wanted, *quantities]}.values()]


def _write(module: str, what: str, found: list[Shape], datatypes: set[str]) -> None:
    text = _HEAD.format(what=what)
    primitives = sorted({it for shape in found for it in _primitive_names(shape)} | {"Many"})
    rules = "one_of_each, value_or_extensions" if EXTENSION in {it.name for it in found} else "one_of_each"
    text += f"\nfrom schemas.fhir.choice import {rules}" if any(it.choices for it in found) else ""
    text += "\nfrom schemas.fhir.datatype_rules import ruled" if RULES.keys() & {it.name for it in found} else ""
    text += f"\nfrom schemas.fhir.primitives import {', '.join(primitives)}\n"
    used = sorted({kind for shape in found for kind in shape.uses} & datatypes)
    if used:
        text += f"from schemas.fhir.generated.datatypes import {', '.join(used)}\n"
    text += "".join(_class(it) for it in found)
    (_TARGET / f"{module}.py").write_text(text, encoding="utf-8")


def _primitive_names(shape: Shape) -> set[str]:
    return {it for it in shape.uses if hasattr(primitives, it)}


def _class(shape: Shape) -> str:
    tag = f', tag_field="resourceType", tag="{shape.tag}"' if shape.tag else ""
    head = f"\n\nclass {shape.name}(Struct, kw_only=True, forbid_unknown_fields=True, gc=False{tag}):\n"
    body = [f'    """FHIR {shape.name}."""', "", *shape.lines]
    rows = [f"({needed}, ({', '.join(repr(it) for it in members)},))" for needed, members in shape.choices]
    if rows:
        body.append(f"    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ({', '.join(rows)},)")
        rule = "value_or_extensions" if shape.name == EXTENSION else "one_of_each"
    if shape.name in RULES:
        given = f'"{shape.name}", choices__' if rows else f'"{shape.name}"'
        body.append(f"    __post_init__ = ruled({given})  # type: ignore[misc]")
    elif rows and shape.name != EXTENSION and not any(needed for needed, _ in shape.choices):
        body += _unless_none(shape)
    elif rows:
        body.append(f"    __post_init__ = {rule}(choices__)  # type: ignore[misc]")
    return head + "\n".join(body) + "\n"


def _unless_none(shape: Shape) -> list[str]:
    """Where no choice need be made, as often none is, to look so is most of the work."""
    members = " is ".join(f"self.{it}" for _, listed in shape.choices for it in listed)
    return [
        "    choose__: ClassVar = one_of_each(choices__)",
        "",
        "    def __post_init__(self) -> None:",
        f"        if not ({members} is UNSET):",
        "            type(self).choose__(self)",
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
