"""`python -m adapters.json_api.schema` writes the JSON Schemas of the forms again."""

from pathlib import Path

import orjson

import schemas.json
from adapters.forms.kinds import FORMS


def public(kind: str) -> bytes | None:
    """The published JSON Schema of one kind of message; None where there is no such kind."""
    if kind not in FORMS:
        return None
    return (Path(schemas.json.__path__[0]) / f"{kind}.json").read_bytes()


def documents() -> dict[str, bytes]:
    """The JSON Schema of each form, by file name."""
    return {f"{kind}.json": _schema(kind) for kind in FORMS}


def _schema(kind: str) -> bytes:
    body = FORMS[kind].model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://nowrongdoor.example/json/{kind}",
    }
    return orjson.dumps(head | body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


if __name__ == "__main__":
    for name, text in documents().items():
        (Path(schemas.json.__path__[0]) / name).write_bytes(text)
