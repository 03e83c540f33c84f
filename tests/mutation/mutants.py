"""Every way to delete one line of a mapping: a statement, an entry of a dict, an element of a list."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Pass)
_BODIES = ("body", "orelse", "handlers", "finalbody")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One file with one line of its mapping gone."""

    path: str
    line: int
    gone: str
    source: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something can be deleted: the node at this place of the walk, its field, and the element there."""

    node: int
    field: str
    at: int


def mutants(path: str, source: str) -> Iterator[Mutant]:
    """Each mutant of one file, in the order of its lines."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    found = [_mutant(path, tree, nodes, it) for it in _places(tree, nodes)]
    return iter(sorted(found, key=lambda it: it.line))


def _places(tree: ast.Module, nodes: list[ast.AST]) -> Iterator[_Place]:
    statements = {id(it) for function in nodes if isinstance(function, ast.FunctionDef) for it in ast.walk(function)}
    types, idle = _in_types(nodes), {id(it) for function in nodes for it in _idle(function)}
    for number, node in enumerate(nodes):
        if id(node) in types:
            continue
        if isinstance(node, ast.Dict):
            yield from (_Place(number, "keys", at) for at in range(len(node.keys)))
        elif isinstance(node, ast.List | ast.Set):
            yield from (_Place(number, "elts", at) for at in range(len(node.elts)))
        elif id(node) in statements:
            yield from (place for name in _BODIES for place in _statements(node, number, name, idle))


def _statements(node: ast.AST, number: int, name: str, idle: set[int]) -> Iterator[_Place]:
    listed = getattr(node, name, None)
    for at, it in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(it, ast.stmt) and not isinstance(it, _KEPT) and not _is_docstring(it) and id(it) not in idle:
            yield _Place(number, name, at)


def _idle(function: ast.AST) -> Iterator[ast.stmt]:
    """Each `return None` with nothing behind it: the end of a function gives None as well."""
    ends = [function.body] if isinstance(function, ast.FunctionDef) else []
    while ends:
        match ends.pop():
            case [*_, ast.Return(value=None | ast.Constant(value=None)) as end]:
                yield end
            case [*_, ast.If() as end]:
                ends += [end.body, end.orelse]
            case [*_, ast.Try(finalbody=[]) as end]:
                ends += [*(it.body for it in end.handlers), end.orelse or end.body]


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _in_types(nodes: list[ast.AST]) -> set[int]:
    """What stands in an annotation, or in a name for a type of function, which no test can see."""
    parts = [getattr(it, name, None) for it in nodes for name in ("annotation", "returns")]
    parts += [it for it in nodes if isinstance(it, ast.Subscript) and ast.unparse(it.value) == "Callable"]
    return {id(it) for part in parts if isinstance(part, ast.AST) for it in ast.walk(part)}


def _mutant(path: str, tree: ast.Module, nodes: list[ast.AST], place: _Place) -> Mutant:
    node = nodes[place.node]
    changed = copy.deepcopy(tree)
    other = list(ast.walk(changed))[place.node]
    listed = getattr(other, place.field)
    removed: ast.AST = getattr(node, place.field)[place.at]
    if isinstance(node, ast.Dict):
        key, removed = node.keys[place.at], node.values[place.at]
        gone = f"{ast.unparse(key)}: {ast.unparse(removed)}" if key else f"**{ast.unparse(removed)}"
        listed.pop(place.at)
        other.values.pop(place.at)
    elif isinstance(node, ast.List | ast.Set):
        gone = ast.unparse(removed)
        listed.pop(place.at)
    else:
        gone = ast.unparse(removed)
        listed[place.at] = ast.Pass()
    source = ast.unparse(ast.fix_missing_locations(changed))
    return Mutant(path, removed.lineno, gone.splitlines()[0][:100], source)
