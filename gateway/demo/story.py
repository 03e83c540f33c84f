"""The story, step by step; each step is judged by what the partners themselves wrote down."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateway.demo import messages
from gateway.demo.world import NotAsTold, World
from schemas.clock import LONDON

VOLUNTEER = {"id": "jo.haven", "name": "Jo", "role": "volunteer"}
SIGNED_IN = {"person_id": messages.SAM_NHS_NUMBER}
"""What the portal says of the person who uses it."""
CLINICIAN = {"id": "dr.north", "name": "Dr North", "role": "registered-professional"}
OFFICER = {"id": "ig.lead", "name": "IG lead", "role": "privacy-officer"}
ENGINEER = {"id": "sam.engine", "name": "Sam Engineer", "role": "operator"}
NOTICE = {
    "held-by-next": ("Care is next held by", "Northshire Community Mental Health Team"),
    "next-contact": ("Next contact", "not recorded"),
    "crisis-number": ("Crisis number", "01632 960911"),
    "person-told": ("Person told", "not recorded"),
}
"""What the step-down notice must say: the item in FHIR, its words in a document, and the answer."""
_FHIR = "application/fhir+json"


@dataclass(slots=True)
class Tale:
    """What the story has come to know so far, and what it has told."""

    world: World
    broken: int
    told: Callable[[str], None]
    known: dict[str, str] = field(default_factory=dict)

    def say(self, sentence: str) -> None:
        """Tell one sentence with its time."""
        self.told(f"   {datetime.now(LONDON):%H:%M:%S}  {sentence}")


async def referral_arrives(tale: Tale) -> None:
    """A trust refers Sam to the crisis café: REF^I12 over MLLP."""
    message = messages.referral(1, messages.PERSON, "REF77")
    reply = await tale.world.send("MSH|broken" if tale.broken == 1 else message)
    _must("MSA|AA|0000000000000001" in reply, "the trust's engine got no AA for its own message id")
    kept = await tale.world.call("trust", ENGINEER, "GET", "/ops/messages?source=trust-engine&id=0000000000000001")
    _must([one["outcome"] for one in kept["body"]] == ["accepted"], "an acknowledged message is not in the books")
    tale.say("the trust's engine sent REF^I12 and got AA for its own message id: the referral is on disk, sealed")


async def cafe_answers(tale: Tale) -> None:
    """The café is told by ids only, reads what it may see, opens, accepts, and notes a contact."""
    event = await _cafe_event(tale, "referral.received")
    _must(event["genuine"], "the café could not verify the webhook's signature")
    text = json.dumps(event["body"])
    _must("EXAMPLE" not in text and "9991234500" not in text, "the webhook carries more than ids")
    tale.say("the café's app got a signed webhook: ids, no content")
    await _say_why(tale, event["id"], "cafe")
    tale.known["referral"] = event["body"]["data"]["references"][0]
    mine = await _read(tale, "cafe", VOLUNTEER, tale.known["referral"])
    tale.known["patient"] = mine["subject"]["reference"]
    await _side_by_side(tale)
    for verb in ("open", "accept"):
        await _act(tale, f"/referrals/{tale.known['referral'].partition('/')[2]}/{verb}", {}, 200)
        tale.say(f"Jo at the café: {verb} - recorded under her name")
    agreed = messages.note_consent(tale.known["patient"])
    answer = await tale.world.call("cafe", VOLUNTEER, "POST", "/consents", body=agreed, type=_FHIR)
    _must(answer["status"] == 201, f"Sam's spoken consent was not taken: {answer['status']}")
    tale.say("Sam agrees that the community team may read what the café writes; Jo records it: it binds at once")
    note = {"attended": True, "outcome": "03", "agreed": "Come back on Friday evening", "text": "Talked for an hour."}
    made = await _act(tale, f"/patients/{tale.known['patient'].partition('/')[2]}/contacts", note, 201)
    tale.known["note"] = f"Communication/{made['id']}"
    tale.say("Jo wrote a contact note: attended, agreed to come back on Friday")


async def trust_files(tale: Tale) -> None:
    """The trust's engine gets documents that a clinician can file."""
    if tale.broken == 3:
        await tale.world.engine.order(do="answer", code="AE")
        await _act(tale, f"/patients/{tale.known['patient'].partition('/')[2]}/contacts", {"text": "again"}, 201)
    for words in ("has opened the referral", "has accepted the referral", "has been in contact"):
        document = await _document(tale, words)
        for needed in ("0700001", "TXA|", "Haven Crisis Café (non-clinical source, not clinically verified)"):
            _must(needed in document, f"the document that it {words} does not carry `{needed}`")
        _must(messages.CANARY not in document, "a document carries the note that was not for it")
    _must("REF77" in await _document(tale, "has accepted the referral"), "the answer lacks the trust's own number")
    _must("Agreed: Come back on Friday" in document, "the document does not say what was agreed")
    _must(not _refused(tale), "a document was refused by the trust's engine and is parked")
    for line in document.split("\r"):
        if line.startswith("OBX|"):
            tale.told(f"            {line.split('|')[5]}")
    tale.say("the trust's engine got MDM^T02 for opened, accepted and contact: its own record number, who says so")


async def plans_arrive(tale: Tale) -> None:
    """A care-plan summary and a crisis plan arrive as MDM^T02 and as FHIR; the café sees extracts."""
    if tale.broken != 4:
        for message in (messages.crisis_plan_text(4), messages.care_plan_text(5)):
            _must("MSA|AA" in await tale.world.send(message), "the trust's engine got no AA for a document")
        await _post(tale, "trust", CLINICIAN, "trust-fhir", messages.care_plan())
    await _cafe_event(tale, "care-plan.updated")
    plans = await _search(tale, "cafe", VOLUNTEER, "CarePlan")
    text = json.dumps(plans)
    for needed in ("Stops answering the phone", "A walk by the canal", "Music on headphones"):
        _must(needed in text, f"the café does not see `{needed}` of the crisis plan")
    whole = json.dumps([plans, *await _search(tale, "cafe", VOLUNTEER, "DocumentReference")])
    _must(messages.CANARY not in whole and '"div"' not in whole, "the café sees narrative that it may not see")
    _must('"data"' not in whole, "the café sees a document")
    for line in _parts(plans):
        tale.told(f"            {line}")
    tale.say("that is what the café sees of two crisis plans; never the PDF, never the narrative")
    await _say_why(tale, _webhooks(tale, "care-plan.updated")[0]["id"], "cafe")


async def carers(tale: Tale) -> None:
    """A carer's consent takes effect; another carer looks unknown; a concern stays from the person."""
    await _post(tale, "trust", CLINICIAN, "trust-fhir", messages.carer_consent())
    await _post(tale, "cafe", VOLUNTEER, "haven-json", messages.json_consent())
    people = await _search(tale, "trust", CLINICIAN, "RelatedPerson")
    sister = next((one for one in people if _is(one, "Alex")), None)
    if sister is None:
        raise NotAsTold("the trust's own clinician does not see the carer whom the trust named")
    home = f"/patients/{tale.known['patient'].partition('/')[2]}/carers/"
    asked = "a" * 26 if tale.broken == 5 else sister["id"]
    heard = await tale.world.call("cafe", VOLUNTEER, "GET", home + asked)
    _must(heard["status"] == 200 and "A walk by the canal" in json.dumps(heard["body"]), "Alex may hear nothing")
    tale.say("Alex (sister, with consent in FHIR) may hear the crisis plan")
    partner = next((one for one in await _search(tale, "cafe", VOLUNTEER, "RelatedPerson") if _is(one, "PAT")), None)
    if partner is None:
        raise NotAsTold("the café does not see the carer whom it named itself")
    heard = await tale.world.call("cafe", VOLUNTEER, "GET", home + partner["id"])
    _must(heard["status"] == 200, "Pat's consent, in plain JSON, has no effect")
    _must("A walk by the canal" not in json.dumps(heard["body"]), "Pat hears more than Sam agreed to")
    tale.say(
        "Pat (partner, with consent in plain JSON for appointments) may hear those, and nothing of the crisis plan"
    )
    nobody = await tale.world.call("cafe", VOLUNTEER, "GET", home + "b" * 26)
    await _post(tale, "trust", CLINICIAN, "trust-fhir", messages.bundle(messages.related_person("Robin", "EX-PARTNER")))
    people = await _search(tale, "trust", CLINICIAN, "RelatedPerson")
    robin = next(one for one in people if _is(one, "Robin"))
    refused = await tale.world.call("cafe", VOLUNTEER, "GET", home + robin["id"])
    _must(refused == nobody and refused["status"] == 404, "a carer without consent is told apart from an unknown one")
    tale.say("Robin (no consent) and a carer who does not exist get the same answer, byte for byte")
    await _concern(tale, sister["id"])


async def step_down(tale: Tale) -> None:
    """The home treatment team discharges: café and CMHT learn who holds care next."""
    _must("MSA|AA" in await tale.world.send(messages.discharge(7)), "the trust's engine got no AA for its discharge")
    event = await _cafe_event(tale, "discharge.notified")
    main = event["body"]["data"]["references"][0]
    notice = _items(await _read(tale, "cafe", VOLUNTEER, main))
    document = await _document(tale, "crisis number: 01632 960911")
    for item, (words, answer) in NOTICE.items():
        _must(notice.get(item) == answer, f"the café's step-down notice does not say `{item}: {answer}`")
        _must(f"{words}: {answer}" in document, f"the CMHT's step-down document does not say `{words}: {answer}`")
        tale.told(f"            {words + ':':<28}{answer}")
    tale.say("café (by API) and CMHT (in its own engine) both read this")
    await _say_why(tale, event["id"], "cafe")


async def sharing_stops(tale: Tale) -> None:
    """Sam refuses sharing with the café; what is told, what is hidden, what stays, and why."""
    if tale.broken != 7:
        await _post(tale, "trust", CLINICIAN, "trust-fhir", messages.refusal())
    stopped = await _cafe_event(tale, "sharing.stopped")
    _must("sharing has stopped, contact the referrer" in json.dumps(stopped["body"]), "the café is not told what to do")
    tale.say('the café is told: "sharing has stopped, contact the referrer", and nothing else')
    before = len(_webhooks(tale, "care-plan.updated"))
    taken = await _post(tale, "trust", CLINICIAN, "trust-fhir", messages.care_plan())
    tale.known["withheld"] = taken["headers"]["nwd-message"]
    told = await _because(tale, taken["headers"]["nwd-message"], "cafe", "deny")
    _must(len(_webhooks(tale, "care-plan.updated")) == before, "an event reached the café after the refusal")
    gone = await tale.world.call("cafe", VOLUNTEER, "GET", f"/fhir/{tale.known['referral']}")
    never = await tale.world.call("cafe", VOLUNTEER, "GET", f"/fhir/ServiceRequest/{'c' * 26}")
    _must(gone == never and gone["status"] == 404, "what is refused does not look like absence")
    await _read(tale, "cafe", VOLUNTEER, tale.known["note"])
    tale.say("the next event is withheld, the rest looks absent, the café's own note stays visible to it")
    tale.say(f"nwd explain: {told}")


async def nobody_opens(tale: Tale) -> None:
    """A referral that nobody opens in time is put before its sender."""
    _must(
        "MSA|AA" in await tale.world.send(messages.referral(8, messages.OTHER, "REF78")), "the referral was not taken"
    )
    event = await _cafe_event(tale, "referral.received", number=2)
    tale.known["waiting"] = event["body"]["data"]["references"][0]
    if tale.broken == 8:
        await _act(tale, f"/referrals/{tale.known['waiting'].partition('/')[2]}/open", {}, 200)
    document = await _document(tale, "nobody at the receiving service has opened this referral")
    _must("REF78" in document, "the notice does not carry the trust's own referral number")
    tale.say("nobody at the café opened the second referral in time: the trust's engine has it in writing")


STEPS: tuple[Callable[[Tale], Awaitable[None]], ...] = (
    referral_arrives, cafe_answers, trust_files, plans_arrive, carers, step_down, sharing_stops, nobody_opens,
)  # fmt: skip


async def _side_by_side(tale: Tale) -> None:
    theirs = await _read(tale, "trust", CLINICIAN, tale.known["referral"])
    mine = await _read(tale, "cafe", VOLUNTEER, tale.known["referral"])
    person = await _read(tale, "cafe", VOLUNTEER, tale.known["patient"])
    whole = await _read(tale, "trust", CLINICIAN, tale.known["patient"])
    _must("address" in whole and "address" not in person, "the café sees the address")
    _must("01632 960001" in json.dumps(mine["requester"]), "the café is not told whom to ring about the referral")
    _must(messages.CANARY in json.dumps(theirs), "the trust does not see its own referral in full")
    _must(messages.CANARY not in json.dumps(mine), "the café sees the note that is not for it")
    tale.told(f"            {'':<28}{'the trust clinician sees':<38}the café volunteer sees")
    for kind, one, other in (("ServiceRequest", theirs, mine), ("Patient", whole, person)):
        for name in [*one, *(it for it in other if it not in one)]:
            if name not in {"resourceType", "id", "meta"}:
                tale.told(f"            {kind + '.' + name:<28}{_short(one.get(name)):<38}{_short(other.get(name))}")


def _short(value: Any) -> str:
    """One element on one line: its words, without the punctuation of JSON."""
    words = "-" if value is None else " ".join(_words(value))
    return words if len(words) <= 36 else words[:33] + "..."


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        said = value.get("text") or value.get("display") or value.get("value") or value.get("reference")
        for one in [said] if said else value.values():
            yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    else:
        yield str(value)


async def _concern(tale: Tale, sister: str) -> None:
    await tale.world.send(messages.register(6))
    told = {"text": "Sam has not slept for three nights", "carer": f"RelatedPerson/{sister}"}
    made = await _act(tale, f"/patients/{tale.known['patient'].partition('/')[2]}/concerns", told, 201)
    ledger = tale.world.apps["crisis"].ledger
    await tale.world.until(ledger, lambda line: _is_event(line, "concern.recorded"), told="the home treatment team")
    seen = await tale.world.call("portal", SIGNED_IN, "GET", f"/fhir/Communication/{made['id']}")
    own = await tale.world.call("portal", SIGNED_IN, "GET", f"/fhir/{tale.known['patient']}")
    _must(own["status"] == 200, "the person does not see their own record")
    _must(seen["status"] == 404, "the person sees what the carer told in confidence")
    read = await tale.world.call("crisis", CLINICIAN, "GET", f"/fhir/Communication/{made['id']}")
    text = json.dumps(read["body"])
    _must(
        read["status"] == 200 and "Haven Crisis Caf\\u00e9, 01632 960002" in text, "the team is not told whom to ring"
    )
    _must("three nights" not in text, "the team sees a third party's words without the third party's consent")
    tale.say("Alex's concern reached the home treatment team: somebody has told us something, ring the café")
    tale.say("Sam's own portal does not show it")


async def _say_why(tale: Tale, event: str, who: str) -> None:
    """What the trust's information-governance lead is told of the decision."""
    told = await _because(tale, event, who, "permit")
    tale.say(f"why: {told.partition(': ')[2]}")


async def _because(tale: Tale, event: str, who: str, outcome: str) -> str:
    for _ in range(100):
        answer = await tale.world.call("trust", OFFICER, "GET", f"/explain/{event}")
        for one in answer["body"] if answer["status"] == 200 else ():
            if one["who"] == who and one["outcome"] == outcome:
                return str(one["because"][0])
    raise NotAsTold(f"nobody can explain the {outcome} for {who}")


def _parts(plans: list[dict[str, Any]]) -> Iterator[str]:
    """Each structured part of the plans that came through, on a line."""
    for plan in plans:
        for one in plan.get("activity", ()):
            detail = one["detail"]
            yield f"{detail['code']['coding'][0]['code']:<28}{detail['description']}"


def _items(notice: dict[str, Any]) -> dict[str, str]:
    """What a step-down notice says, by item."""
    return {one["extension"][0]["valueCode"]: one["contentString"] for one in notice.get("payload", ())}


def _is(person: dict[str, Any], given: str) -> bool:
    return any(given in name.get("given", ()) for name in person.get("name", ()))


async def _cafe_event(tale: Tale, kind: str, *, number: int = 1) -> dict[str, Any]:
    def fits(line: dict[str, Any]) -> bool:
        return _is_event(line, kind) and len(_webhooks(tale, kind)) >= number

    await tale.world.until(tale.world.apps["cafe"].ledger, fits, told=f"the café and {kind}")
    return _webhooks(tale, kind)[number - 1]


def _webhooks(tale: Tale, kind: str) -> list[dict[str, Any]]:
    return [line for line in tale.world.apps["cafe"].ledger() if _is_event(line, kind)]


def _is_event(line: dict[str, Any], kind: str) -> bool:
    return bool(line["what"] == "webhook" and line["body"]["type"] == kind)


async def _document(tale: Tale, words: str) -> str:
    def fits(line: dict[str, Any]) -> bool:
        return line["what"] == "document" and words in line["message"].lower()

    line = await tale.world.until(tale.world.engine.ledger, fits, told=f"a document about `{words}`")
    return str(line["message"])


def _refused(tale: Tale) -> list[Any]:
    return [line for line in tale.world.engine.ledger() if line["what"] == "document" and line.get("code") == "AE"]


async def _read(tale: Tale, app: str, worker: dict[str, str], reference: str) -> dict[str, Any]:
    answer = await tale.world.call(app, worker, "GET", f"/fhir/{reference}")
    _must(answer["status"] == 200, f"{app} cannot read {reference.partition('/')[0]}: {answer['status']}")
    return dict(answer["body"])


async def _search(tale: Tale, app: str, worker: dict[str, str], kind: str) -> list[dict[str, Any]]:
    answer = await tale.world.call(app, worker, "GET", f"/fhir/{kind}?patient={tale.known['patient']}")
    _must(answer["status"] == 200, f"{app} cannot search {kind}: {answer['status']}")
    return [entry["resource"] for entry in answer["body"].get("entry", ())]


async def _act(tale: Tale, path: str, body: dict[str, Any], status: int) -> dict[str, Any]:
    answer = await tale.world.call("cafe", VOLUNTEER, "POST", path, body=body)
    _must(answer["status"] == status, f"the café's POST {path.rsplit('/', maxsplit=1)[-1]} got {answer['status']}")
    return dict(answer["body"])


async def _post(tale: Tale, app: str, worker: dict[str, str], partner: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await tale.world.call(app, worker, "POST", f"/messages/{partner}", body=body, type=_FHIR)
    _must(answer["status"] == 201, f"{partner} got {answer['status']}: {json.dumps(answer['body'])[:300]}")
    return answer


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotAsTold(otherwise)
