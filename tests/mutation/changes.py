"""Every small change of meaning in one file: another comparison, another operator, a negated condition, a lost line."""

import ast
import copy
from collections.abc import Callable, Iterator

from tests.mutation.mutants import Mutant

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_JOINED: dict[type[ast.operator], type[ast.operator]] = {
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Sub: ast.Add,
    ast.Add: ast.Sub,
}
_CALLED = {"any": "all", "all": "any", "max": "min", "min": "max"}
_Change = tuple[str, Callable[[ast.AST], None]]


def changes(path: str, source: str) -> Iterator[Mutant]:
    """Each mutant of one file, in the order of its lines; annotations and words for people stay."""
    tree, lines = ast.parse(source), source.splitlines()
    inside = {id(it) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for it in _body(function)}
    inside -= {id(it) for note in ast.walk(tree) if isinstance(note, ast.AnnAssign) for it in ast.walk(note.annotation)}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in inside:
            continue
        for told, change in _of(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[number])
            where = getattr(getattr(node, "target", node), "lineno", 0)
            gone = f"{told} in `{lines[where - 1].strip()}`"
            yield Mutant(path, where, gone, ast.unparse(ast.fix_missing_locations(changed)))


def _body(function: ast.FunctionDef) -> Iterator[ast.AST]:
    for statement in function.body:
        yield from ast.walk(statement)


def _of(node: ast.AST) -> Iterator[_Change]:
    yield from _of_operator(node)
    match node:
        case ast.If() | ast.IfExp():
            yield f"if not {ast.unparse(node.test)}", _negate
        case ast.Constant(value=bool() as value):
            yield f"{not value}", _value(not value)
        case ast.Constant(value=int() as number):
            yield f"{number + 1}", _value(number + 1)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield f"{name} -> {_CALLED[name]}", _call(_CALLED[name])
        case ast.Return(value=ast.expr()) if not _is_none(node.value):
            yield f"return None for {ast.unparse(node.value)[:60]}", _return
        case ast.comprehension(ifs=[_, *_]):
            yield f"for {ast.unparse(node.target)} without if", _unfiltered


def _of_operator(node: ast.AST) -> Iterator[_Change]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARED:
            yield ast.unparse(node), _compare(_COMPARED[type(operator)])
        case ast.BoolOp():
            other = ast.And if isinstance(node.op, ast.Or) else ast.Or
            yield f"{ast.unparse(node)} -> {other.__name__}", _set("op", other)
        case ast.BinOp() if type(node.op) in _JOINED:
            yield f"{ast.unparse(node)} -> {_JOINED[type(node.op)].__name__}", _set("op", _JOINED[type(node.op)])
        case ast.UnaryOp(op=ast.Not()):
            yield f"{ast.unparse(node)} without not", _unsay


def _is_none(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _compare(other: type[ast.cmpop]) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, "ops", [other()])


def _set(name: str, kind: type[ast.AST]) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, name, kind())


def _unsay(node: ast.AST) -> None:
    node.operand = ast.UnaryOp(ast.Not(), node.operand)  # type: ignore[attr-defined]


def _negate(node: ast.AST) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)  # type: ignore[attr-defined]


def _value(value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, "value", value)


def _call(name: str) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, "func", ast.Name(name, ast.Load()))


def _return(node: ast.AST) -> None:
    node.value = ast.Constant(None)  # type: ignore[attr-defined]


def _unfiltered(node: ast.AST) -> None:
    node.ifs = []  # type: ignore[attr-defined]
