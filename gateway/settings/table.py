"""Writes docs/configuration.md from the settings themselves: `python -m gateway.settings.table`."""

import types
import typing
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from adapters import registry
from gateway.settings.model import Settings

_HEAD = """# Configuration

One TOML file, `nwd.toml`, read once at the start. `nwd init` writes a first one, `nwd check` says what is wrong with
one, with the line and the mend. Secrets never stand in it: webhook secrets come from a file or an environment
variable, the master key from a file. `nwd config diff` says what a changed file would change in the running gateway,
`nwd config apply` takes it up without a restart (but for [gateway], [keys], [http], [store] and [telemetry]) and binds
when it returns, `nwd config show` prints what holds now.

This page is made from the settings classes: `python -m gateway.settings.table`.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for name, field in Settings.model_fields.items():
        parts += _section(name, field.annotation)
    for name, adapter in registry.installed().items():
        parts.append(f"## [partner.profile] of the adapter `{name}`\n\n{(adapter.__doc__ or '').splitlines()[0]}\n")
        parts.append(_table(adapter.profile))
    return "\n".join(parts)


def _section(name: str, annotation: Any) -> Iterator[str]:
    many = get_origin(annotation) is tuple
    model = get_args(annotation)[0] if many else annotation
    yield f"## {f'[[{name}]]' if many else f'[{name}]'}\n\n{(model.__doc__ or '').splitlines()[0]}\n"
    yield _table(model)
    for inner, field in model.model_fields.items():
        for nested in _models_in(field.annotation):
            yield f"### [{name}.{inner}]\n\n{(nested.__doc__ or '').splitlines()[0]}\n"
            yield _table(nested)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return list(dict.fromkeys(model for one in get_args(annotation) for model in _models_in(one)))


def _table(model: type[BaseModel]) -> str:
    rows = ["| Option | Values | Default | Meaning |", "|---|---|---|---|"]
    rows += [_row(field.alias or name, field) for name, field in model.model_fields.items()]
    return "\n".join(rows) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{name}` | {_values(field.annotation)} | {_default(field)} | {field.description or ''} |"


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "needed" if field.default_factory is None else "empty"
    if field.default is None or field.default == ():
        return "none"
    return "see below" if isinstance(field.default, BaseModel) else f"`{_plain(field.default)}`"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _values(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _values(get_args(annotation)[0])
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in get_args(annotation))
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(_values(one) for one in get_args(annotation) if one is not type(None))
    if origin in {tuple, list}:
        return f"list of {_values(get_args(annotation)[0])}"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{one.value}`" for one in annotation)
    return _name(annotation)


def _name(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    words = {"str": "text", "int": "number", "float": "number", "bool": "true or false", "dict": "table"}
    words |= {"AwareDatetime": "date and time with offset"}
    plain = getattr(get_origin(annotation) or annotation, "__name__", str(annotation))
    return words.get(plain, plain.lower())


if __name__ == "__main__":
    Path("docs/configuration.md").write_text(page())
