"""A referral written as REF and read again is the same referral."""

import base64
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.contract import Decoded, Recipient, Released, Unsendable
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.written import safe
from schemas.events import EventType
from tests.corpus.cases import labelled
from tests.unit.hl7v2.samples import PID, decoded, only

NOW = datetime(2026, 3, 1, 9, 16, tzinfo=UTC)
CODEC = Hl7Codec(SenderProfile(organisation="rxx01", writes=("REF",)))
CORPUS = Path(__file__).parents[2] / "corpus"
_ENDS = {"MessageHeader", "Organization", "HealthcareService"}
_WHO = {"performer", "owner", "requester", "organization", "author"}


def released(found: Decoded, event: EventType = EventType.REFERRAL_RECEIVED) -> Released:
    """What a recipient that may see all of a decoded referral is given."""
    assert found.bundle is not None
    rest = [it["resource"] for it in found.bundle["entry"] if it["resource"]["resourceType"] not in {"Patient", *_ENDS}]
    return Released(
        UUID(int=1), UUID(int=2), event, NOW, NOW, Recipient("cmht", "Town CMHT", "Town Trust", "RXX01"),
        only(found, "Patient"), tuple(rest), (), "Haven",
    )  # fmt: skip


def again(found: Decoded, event: EventType = EventType.REFERRAL_RECEIVED) -> Decoded:
    """Written and read again."""
    return CODEC.decode(CODEC.encode(released(found, event)).body, received_at=NOW)


def mapped(found: Decoded) -> dict[str, dict[str, Any]]:
    """Every resource that the referral became, by its name; who is named only by the way out is left out."""
    assert found.bundle is not None
    resources = {it["fullUrl"]: it["resource"] for it in labelled(found.bundle)["entry"]}
    return {name: without(it) for name, it in resources.items() if it["resourceType"] not in _ENDS}


def without(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource without the two ends of this message, and without who assigned a number in other words."""
    kept = {name: it for name, it in resource.items() if name not in _WHO}
    if "identifier" in kept:
        kept["identifier"] = [{name: it[name] for name in it if name != "assigner"} for it in kept["identifier"]]
    return kept


def assert_same(one: Decoded, other: Decoded) -> None:
    """Every element of every resource that was there before."""
    before, after = mapped(one), mapped(other)
    assert {name: after.get(name) for name in before} == before


def corpus() -> dict[str, Decoded]:
    """The referrals of the corpus that can be read, are not sealed and not for training: the others go nowhere."""
    paths = sorted(CORPUS.glob("hl7-referral*/input.hl7"))
    every_one = {path.parent.name: CODEC.decode(path.read_bytes(), received_at=NOW) for path in paths}
    return {name: one for name, one in every_one.items() if one.bundle and one.occurrences and not one.is_test}


@pytest.mark.parametrize("case", corpus())
def test_the_referrals_of_the_corpus_come_back_as_they_went(case: str) -> None:
    """Each with the trigger of its own event."""
    found = corpus()[case]

    assert_same(found, again(found, found.occurrences[0].type))


PDF = base64.b64encode(b"%PDF-1.4 made up %%EOF").decode()
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12).filter(
    lambda it: it != '""'
)
MAYBE = st.one_of(st.just(""), TEXT)
SYSTEMS = ("", "SCT", "I10", "L", "99ACME", "RC 2", "HL70281", "https://x.example/cs?a=1")
DAY = st.dates(date(1900, 1, 1), date(2025, 12, 31)).map(lambda it: it.strftime("%Y%m%d"))


@st.composite
def referrals(draw: st.DrawFn) -> list[str]:
    """RF1, PRD, PID, PD1, NK1, DG1, AL1, OBX, PV1, NTE and ZU1 with anything in every field that is mapped."""
    said = lambda: safe(draw(TEXT))  # noqa: E731
    maybe = lambda: safe(draw(MAYBE))  # noqa: E731
    one = lambda *codes: draw(st.sampled_from(codes))  # noqa: E731
    code = lambda: f"{said()}^{maybe()}^{one(*SYSTEMS)}"  # noqa: E731
    person = lambda: f"{said()}^{said()}^{maybe()}^{maybe()}^{maybe()}^^{one('', 'L', 'M', 'N')}"  # noqa: E731
    place = lambda: f"{said()}^{maybe()}^{maybe()}^{maybe()}^{maybe()}^{maybe()}^{one('', 'H', 'B', 'C')}"  # noqa: E731
    phone = lambda: f"0163296{draw(st.integers(1000, 9999))}^{one('PRN', 'WPN', 'PRS')}^{one('PH', 'FX')}"  # noqa: E731
    day = lambda: draw(DAY)  # noqa: E731
    number = draw(st.decimals(0, 99999, places=3))
    low, high = sorted(draw(st.lists(st.decimals(-999, 999, places=2), min_size=2, max_size=2)))
    flag = one("H", "LL", "<", "QX", safe("~|"))
    begun, ended = sorted((draw(DAY), draw(DAY)))
    every = draw(st.lists(TEXT, min_size=2, max_size=4, unique=True))
    at = draw(st.integers(1, len(every)))
    numbers, others = ("~".join(map(safe, it)) for it in (every[:at], every[at:]))
    met = (
        f"PV1|1|{one('I', 'O', 'E', 'U')}|{said()}^{maybe()}|||||||{maybe()}|||||||||{maybe()}{'|' * 17}{maybe()}"
        f"|{maybe()}^{maybe()}|||||||{day()}|{day()}"
    )
    return [
        f"RF1|{one(*'APRE')}|{one('', 'S', 'A', 'U', 'R')}|{code()}|{one('RP', 'DS', 'WR')}|{one('I', 'O', '')}|"
        f"{numbers}|{day()}|{day()}|{day()}|{code()}~{code()}|{others}",
        f"PRD|RP|{person()}|||{phone()}||{said()}^{one('GMC', '')}",
        f"PRD|CP|{person()}|||{phone()}||{said()}^{one('GMC', '')}",
        f"PID|||{said()}^^^RXX01^MR~9991234500^{one('', '01', '06')}^^NHS^NH||{person()}~{person()}||{day()}|"
        f"{one('M', 'F', 'O', 'U')}|||{place()}~{place()}||{phone()}~{phone()}||{said()}|{one('', 'M', 'S', 'D', 'W')}"
        f"{'|' * 13}{one('|', day() + '|Y', '|N', '|Y')}",
        f"PD1|||{said()}^^{said()}|^{said()}",
        f"NK1|1|{person()}|{one('SPO', 'MTH', 'FND', code())}|{place()}|{phone()}||{one('N', 'C', '')}",
        f"DG1|1||{code()}",
        f"DG1|2|||{said()}",
        f"DG1|3||{code()}|{said()}",
        f"AL1|1|{one('DA', 'FA', '')}|{code()}|{one('SV', 'MI', '')}|{said()}~{said()}",
        f"OBX|1|NM|{code()}||{number:f}|{maybe()}|||||{one('F', 'P', 'C')}",
        f"OBX|2|TX|{code()}||{said()}~{said()}||||||F",
        f"OBX|3|CE|{code()}||{code()}~{code()}||||||F",
        f"OBX|5|{one('DT', 'TS')}|{code()}||{day()}||||||F",
        f"OBX|6|SN|{code()}||{one('<', '<=', '>', '>=')}^{number:f}|{maybe()}|||||F",
        f"NTE|1||{said()}||^{said()}|{day()}",
        f"NTE|2||{said()}",
        f"OBX|7|SN|{code()}||^{low:f}^-^{high:f}|{maybe()}||{flag}~{one('N', 'U')}|||F",
        f"OBX|8|SN|{code()}||^{low:f}^{one(':', '/')}^{high:f}||||||F",
        f"OBX|9|DR|{code()}||{one('', begun)}^{ended}||||||F",
        f"OBX|10|TM|{code()}||{one('0930', '235959', '000000.25')}||||||F",
        f"NTE|1||{said()}",
        f"OBX|4|ED|{code()}||^application^pdf^Base64^{PDF}||||||F",
        *([met] if draw(st.booleans()) else []),
        f"NTE|1||{said()}||^{said()}^{said()}|{day()}",
        f"ZU1|{'|' * 12}{code()}",
    ]


def test_a_note_of_a_result_and_one_of_the_referral_stay_apart() -> None:
    """Also where no visit stands between them."""
    result = ("OBX|1|SN|T^Titre||^1^:^128||||||F", "NTE|1||taken at noon")
    found = decoded("REF^I12", "RF1|A", PID, "NTE|1||ring first", *result, organisation="rxx01")

    read = again(found)

    assert_same(found, read)
    assert [it["text"] for it in only(read, "ServiceRequest")["note"]] == ["ring first"]
    assert [it["text"] for it in only(read, "Observation")["note"]] == ["taken at noon"]


@settings(max_examples=60)
@given(segments=referrals())
def test_whatever_is_mapped_comes_back(segments: list[str]) -> None:
    """A referral written as REF and read again has lost nothing, whatever stands in its fields."""
    found = decoded("REF^I12", *segments, organisation="rxx01")
    assert found.bundle is not None

    assert_same(found, again(found))


@pytest.mark.parametrize(
    ("event", "trigger"),
    [
        (EventType.REFERRAL_RECEIVED, b"REF^I12"),
        (EventType.REFERRAL_UPDATED, b"REF^I13"),
        (EventType.REFERRAL_CANCELLED, b"REF^I14"),
        (EventType.REFERRAL_ACCEPTED, b"MDM^T02"),
    ],
)
def test_each_event_has_its_message(event: EventType, trigger: bytes) -> None:
    """What is no referral stays a document; without the option everything is."""
    found = decoded("REF^I12", "RF1|A|R|||||20260228", PID, organisation="rxx01")

    assert b"|" + trigger + b"|" in CODEC.encode(released(found, event)).body
    plain = Hl7Codec(SenderProfile(organisation="rxx01"))
    assert b"|MDM^T02|" in plain.encode(released(found, event)).body


def test_what_may_not_be_shown_is_not_sent() -> None:
    """Without a referral, or without anybody."""
    whole = released(decoded("REF^I12", "RF1|A", PID, organisation="rxx01"))
    for less in (
        replace(whole, resources=()),
        replace(whole, patient=None),
        replace(whole, patient={"gender": "male"}),
    ):
        with pytest.raises(Unsendable):
            CODEC.encode(less)


@pytest.mark.parametrize(
    ("said", "own", "others"),
    [
        ("X1^One", "X1^One^L", "X1^One^99rxx01"),
        ("X1^One^L", "X1^One^L", "X1^One^99rxx01"),
        ("X1^One^99RXX01", "X1^One^L", "X1^One^99rxx01"),
        ("X1^One^99ACME", "X1^One^99ACME", "X1^One^99ACME"),
        ("X1^One^HL70281", "X1^One^HL70281", "X1^One^HL70281"),
        ("22298006^One^SCT", "22298006^One^SCT", "22298006^One^SCT"),
        ("X1^One^http://x.example/cs", "X1^One^http://x.example/cs", "X1^One^http://x.example/cs"),
        ("X1^One^^Y2^Two^RC", "X1^One^L^Y2^Two^RC", "X1^One^99rxx01^Y2^Two^RC"),
        ("^Words alone^L", "^Words alone", "^Words alone"),
    ],
)
def test_a_code_goes_out_with_its_system(said: str, own: str, others: str) -> None:
    """As its sender named it; what is local to one organisation must not look like another's own."""
    whole = released(decoded("REF^I12", f"RF1|A||{said}", PID, organisation="rxx01"))
    elsewhere = Hl7Codec(SenderProfile(organisation="haven", writes=("REF",)))

    def written(codec: Hl7Codec) -> str:
        return codec.encode(whole).body.decode().split("\r")[1].split("|")[3]

    assert (written(CODEC), written(elsewhere)) == (own, others)


def test_the_service_and_who_asks_stand_in_the_message() -> None:
    """PRD, and the warnings in NTE."""
    whole = released(decoded("REF^I12", "RF1|A", PID, organisation="rxx01"))
    lines = CODEC.encode(replace(whole, warnings=("identity unverified",))).body.decode().split("\r")

    assert "PRD|RT|Town CMHT|||||RXX01" in lines and "PRD|RP|Haven" in lines
    assert "NTE|1||Warning: identity unverified" in lines


def test_a_flag_of_risk_goes_with_the_referral() -> None:
    """In NTE, before the warnings: REF has no other place for it."""
    whole = released(decoded("REF^I12", "RF1|A", PID, "NTE|1||see notes", organisation="rxx01"))
    flag = {"resourceType": "Flag", "status": "active", "code": {"text": "has cut before"}}
    found = replace(whole, resources=(*whole.resources, flag), warnings=("identity unverified",))

    lines = CODEC.encode(found).body.decode().split("\r")
    assert [it.split("|")[3] for it in lines if it.startswith("NTE")] == [
        "see notes", "Alert: has cut before", "Warning: identity unverified",
    ]  # fmt: skip
