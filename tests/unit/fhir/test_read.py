"""Reading bytes: what two parsers could read differently is refused, and refusals hold no data."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fhir.read import MAX_BYTES, MAX_DEPTH, Unreadable, read, read_marked, read_object

_TRAPS = {
    "duplicate key": b'{"resourceType":"Patient","gender":"male","gender":"female"}',
    "duplicate key, escaped": b'{"resourceType":"Patient","gender":"male","\\u0067ender":"female"}',
    "NaN": b'{"resourceType":"Observation","x":NaN}',
    "Infinity": b'{"resourceType":"Observation","x":-Infinity}',
    "lone surrogate": b'{"resourceType":"Patient","x":"\\ud800"}',
    "invalid UTF-8": b'{"resourceType":"Patient","x":"\xff"}',
    "NUL": b'{"resourceType":"Patient","x":"a\\u0000b"}',
    "raw control character": b'{"resourceType":"Patient","x":"a\x01b"}',
    "trailing bytes": b'{"resourceType":"Patient"} {}',
    "a list": b"[]",
    "nothing": b"",
    "no type": b'{"id":"1"}',
    "type not a string": b'{"resourceType":["Patient"]}',
    "unknown type": b'{"resourceType":"Patientt"}',
    "too deep": b'{"resourceType":"Patient","x":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
    "too deep, with brackets in text that even it out": (
        b'{"resourceType":"Patient","x":' + b'{"a":"}","b":' * MAX_DEPTH + b"1" + b',"c":"{"}' * MAX_DEPTH + b"}"
    ),
    "too deep, with quotes and backslashes in text": (
        b'{"resourceType":"Patient","x":'
        + rb'{"a":"\\","b":"\"}","c":' * MAX_DEPTH
        + b"1"
        + rb',"d":"{\\"}' * MAX_DEPTH
        + b"}"
    ),
    "too deep, with brackets between quotes in text": (
        b'{"resourceType":"Patient","x":'
        + rb'{"a":"\"}\"","c":' * MAX_DEPTH
        + b"1"
        + rb',"d":"\"{\""}' * MAX_DEPTH
        + b"}"
    ),
    "much too deep": b"[" * 100_000,
    "too large": b" " * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("raw", _TRAPS.values(), ids=_TRAPS.keys())
def test_a_trap_is_refused_with_a_place(raw: bytes) -> None:
    """Each trap raises `Unreadable`, saying where and how to mend."""
    with pytest.raises(Unreadable) as caught:
        read(raw)
    assert all(it.where and it.code and it.message for it in caught.value.issues)


def test_a_byte_order_mark_and_an_emoji_are_read() -> None:
    """What is unambiguous is taken."""
    found = read(b'\xef\xbb\xbf{"resourceType":"Patient","name":[{"text":"\\ud83d\\ude00"}]}')
    assert found["name"] == [{"text": "\U0001f600"}]


def test_a_document_at_the_limit_of_depth_is_read() -> None:
    """One level more is refused, among the traps."""
    raw = b'{"resourceType":"Patient","x":' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}"
    assert read(raw)["resourceType"] == "Patient"


def test_brackets_in_strings_do_not_count_as_depth() -> None:
    """Text may hold any number of brackets."""
    text = "[" * 500 + '\\"' + "{" * 500
    assert read(f'{{"resourceType":"Patient","id":"{text}"}}'.encode())["resourceType"] == "Patient"


_text = st.text(alphabet='[]{}"\\:, \na\u0101', max_size=6)
_levels = st.lists(st.tuples(_text, _text, st.booleans()), min_size=MAX_DEPTH - 5, max_size=MAX_DEPTH + 2)


@given(_levels, st.sampled_from([1, [], {}, "{"]))
def test_depth_is_counted_whatever_text_holds(levels: list[tuple[str, str, bool]], inmost: object) -> None:
    """As one who walks through it counts, beside text that looks like structure."""
    made = inmost
    for key, text, is_list in levels:
        made = [text, made, {key: text}, []] if is_list else {key: text, "next": made}

    for raw in (orjson.dumps({"x": made}), orjson.dumps({"x": made}, option=orjson.OPT_INDENT_2)):
        assert _is_read(raw) == (_depth(orjson.loads(raw)) <= MAX_DEPTH)


_key = st.sampled_from(["a", "b", "a:", ":", '\\"', "\\\\", "\\u0061", "\\u003a", "{", "é"])
_json = st.recursive(
    st.sampled_from(["1", '"a"', '":"', '"\\u003a"', '"\\":"', "{}", "[]", "null"]),
    lambda inner: (
        st.lists(st.tuples(_key, inner), min_size=1, max_size=3).map(
            lambda pairs: "{" + ",".join(f'"{key}" :{value}' for key, value in pairs) + "}"
        )
        | st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]")
    ),
    max_leaves=8,
)


@given(_json)
def test_an_object_is_read_only_where_no_key_stands_twice(written: str) -> None:
    """As one who looks at every pair of a key and a value says, however the keys are spelt."""
    pairs: list[list[str]] = []
    json.loads(written, object_pairs_hook=lambda it: pairs.append([key for key, _ in it]))
    stands_twice = any(len(set(keys)) < len(keys) for keys in pairs)

    raw = f'{{"x":{written}}}'.encode()
    assert _is_read(raw, "structure") != stands_twice


def _is_read(raw: bytes, code: str = "too-costly") -> bool:
    try:
        read_object(raw)
    except Unreadable as refused:
        assert {it.code for it in refused.issues} == {code}
        return False
    return True


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """Nothing but `Unreadable` is ever raised."""
    try:
        read(raw)
    except Unreadable as refused:
        assert refused.issues


@pytest.mark.parametrize("text", ["caf\\u00e9", "annulled", "[1", "a \\u0027b\\u0027"])
def test_words_that_only_look_dangerous_are_read_as_quickly(text: str) -> None:
    """Letters by number, brackets and words inside strings leave nothing to look for a second time."""
    resource, is_full, _ = read_marked(f'{{"resourceType":"Patient","name":[{{"text":"{text}"}}]}}'.encode())
    assert is_full
    assert resource["name"]


@pytest.mark.parametrize("hole", ["{}", "[{}, 1]", "[1, {}]"])
def test_what_is_empty_is_marked(hole: str) -> None:
    """So that the border looks for its place."""
    assert not read_marked(f'{{"resourceType":"Patient","x": {hole} }}'.encode())[1]


@pytest.mark.parametrize(
    "text",
    ['a \\" b', "\\\\", '\\\\\\"', '{} \\" [', "\\n\\n[]{}", '\\"' * 70, "\\\\" * 70, 'x\\\\\\\\" {}'[:-4], "\\u00e9"],
)
def test_escapes_hide_neither_depth_nor_holes(text: str) -> None:
    """However strings are written beside them."""
    for inner, is_full in (('{"a":{}}', False), ('{"a":{"b":"}"}}', True)):
        raw = f'{{"resourceType":"Patient","x":"{text}","y":{inner}}}'.encode()
        assert read_marked(raw)[1] is is_full or (is_full and "{}" in text)
    deep = f'{{"resourceType":"Patient","x":"{text}","y":{"[" * MAX_DEPTH}{"]" * MAX_DEPTH}}}'.encode()
    with pytest.raises(Unreadable, match="nested"):
        read_marked(deep)
    read_marked(deep.replace(b"[[", b"[", 1).replace(b"]]", b"]", 1))


@pytest.mark.parametrize("strings", [(0, 200), (200, 0)], ids=["before", "behind"])
def test_depth_is_counted_where_all_else_is_strings(strings: tuple[int, int]) -> None:
    """So that all brackets stand in one half of the message, which has few."""
    before, behind = (['"a"'] * it for it in strings)
    for levels, is_read in ((MAX_DEPTH - 2, True), (MAX_DEPTH - 1, False)):
        deep = ["[" * levels + "]" * levels, '{"a":["b"]}']
        raw = f'{{"resourceType":"Patient","x":[{",".join([*before, *deep, *behind])}]}}'.encode()
        assert _is_read(raw) == is_read


@pytest.mark.parametrize("before", range(8, 120, 7))
def test_depth_is_counted_wherever_it_stands(before: int) -> None:
    """Between many that are not deep, in whichever stretch of brackets."""
    flat = ['{"a":["b"]}'] * before
    for levels, is_read in ((MAX_DEPTH - 2, True), (MAX_DEPTH - 1, False)):
        deep = "[" * levels + "]" * levels
        raw = f'{{"resourceType":"Patient","x":[{",".join([*flat, deep, *flat])}]}}'.encode()
        assert _is_read(raw) == is_read
