"""Reads `nwd.toml` and checks it: every fault names its line, its place and how to mend it."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from adapters import registry
from adapters.contract import NamesAddressees, NamesServices
from adapters.webhook.address import Egress, fault_of
from gateway.settings.brokers import broker_faults
from gateway.settings.model import Drop, Listen, Partner, Section, Settings, Shadow, Tls
from gateway.settings.sense import senseless
from gateway.settings.tls import TlsUnusable, for_listening, for_sending


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the file."""

    line: int
    """0 where nothing of the file can be read."""
    place: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.place}: {self.message}" if self.line else self.message


class SettingsInvalid(Exception):
    """The file cannot be used; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault], file: Path | None = None) -> None:
        super().__init__("\n".join(f"{file}: {it}" if file else str(it) for it in faults))
        self.faults = tuple(faults)


def load(path: Path) -> Settings:
    """The settings in a file, paths in them made relative to it. Raises `SettingsInvalid`."""
    try:
        return parse(text_of(path), folder=path.parent)
    except SettingsInvalid as error:
        raise SettingsInvalid(error.faults, path) from error


def text_of(path: Path) -> str:
    """What stands in a settings file. Raises `SettingsInvalid` when it cannot be read."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        mend = "; make one: nwd init" if isinstance(error, FileNotFoundError) else ""
        raise SettingsInvalid([Fault(0, "the file", f"cannot be read: {error.strerror}{mend}")]) from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid([Fault(0, "the file", "is not UTF-8; save it as UTF-8 text")]) from error


def line_of(text: str, *place: str | int) -> int:
    """The line on which an option stands."""
    return _line(text, place)


def files_needed(section: Section, *, at: str = "") -> Iterator[tuple[str, Path]]:
    """Every file that the settings name, with its place: keys, secrets, certificates."""
    for name in type(section).model_fields:
        value, place = getattr(section, name), f"{at}.{name}".lstrip(".")
        if isinstance(value, Path) and name.endswith("_file") and name not in _MADE_HERE:
            yield place, value
        elif isinstance(value, Section):
            yield from files_needed(value, at=place)
        elif isinstance(value, tuple):
            listed = (it for it in enumerate(value, 1) if isinstance(it[1], Section))
            for number, one in listed:
                yield from files_needed(one, at=f"{place}[{number}]")


def parse(text: str, *, folder: Path) -> Settings:
    """The settings in a text. Raises `SettingsInvalid` with every fault found."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = f"is not TOML: {error}{_HINTS.get(str(error).partition(' (')[0], '')}"
        raise SettingsInvalid([Fault(_line_in(str(error)), "the file", said)]) from error
    try:
        settings = Settings.model_validate(table)
    except ValidationError as error:
        raise SettingsInvalid(_shape_faults(text, error)) from error
    settings = _resolved(settings, folder)
    faults = [Fault(_line(text, place), _name(place), message) for place, message in _cross_faults(settings)]
    if faults:
        raise SettingsInvalid(sorted(faults, key=lambda fault: fault.line))
    return settings


_Place = tuple[str | int, ...]
_HEADING = re.compile(r"\s*\[[^=,]*\]\s*(#.*)?$")
_HINTS = {
    "Invalid value": '; text stands in straight quotes: "like this"',
    "Unescaped '\\' in a string": "; write / in paths",
}
"""More words for what the TOML reader says in too few."""
_MADE_HERE = frozenset({"trace_file"})
"""Files that the gateway makes itself."""


def _shape_faults(text: str, error: ValidationError) -> list[Fault]:
    found = error.errors(include_input=False, include_url=False)
    return [Fault(_line(text, it), _name(it), mend(one["type"], one["msg"])) for one in found for it in [_loc(one)]]


def _loc(found: ErrorDetails) -> _Place:
    """The place in the file, without the word by which one of two tables was chosen."""
    place = found["loc"]
    return tuple(it for at, it in enumerate(place) if it not in {"mllp", "folder"} or place[at - 1] != "listen")


def mend(kind: str, message: str) -> str:
    """What pydantic says of an option, in the words of this project."""
    if kind == "extra_forbidden":
        return "is not an option; mend the spelling or take it out (docs/configuration.md lists all)"
    said = message.removeprefix("Value error, ")
    return "is missing; add it" if kind == "missing" else said[:1].lower() + said[1:]


def _resolved(settings: Settings, folder: Path) -> Settings:
    """The same with every path made relative to the folder of the file."""
    policy = settings.gateway.policy
    beside = {"policy": str(folder / policy)} if policy.endswith(".toml") else {}
    settings = settings.model_copy(update={"gateway": settings.gateway.model_copy(update=beside)})
    return _beside(settings, folder)


_S = TypeVar("_S", bound=Section)


def _beside(section: _S, folder: Path) -> _S:
    found = {name: getattr(section, name) for name in type(section).model_fields}
    return section.model_copy(update={name: _placed(value, folder) for name, value in found.items()})


def _placed(value: Any, folder: Path) -> Any:
    if isinstance(value, Path):
        return folder / value
    if isinstance(value, Section):
        return _beside(value, folder)
    return tuple(_placed(one, folder) for one in value) if isinstance(value, tuple) else value


def _cross_faults(settings: Settings) -> Iterator[tuple[_Place, str]]:
    yield from _doubles(settings)
    yield from _references(settings)
    yield from _adapters(settings)
    yield from _wires(settings)
    yield from _subscriptions(settings)
    yield from broker_faults(settings)
    yield from senseless(settings)
    for number, client in enumerate(settings.client):
        if (client.public_key is None) == (client.public_key_file is None):
            yield ("client", number, "id"), "needs either public_key or public_key_file"


def _doubles(settings: Settings) -> Iterator[tuple[_Place, str]]:
    for table in ("organisation", "service", "agreement", "partner", "shadow", "subscription", "client"):
        seen: set[str] = set()
        for number, one in enumerate(getattr(settings, table)):
            if one.id in seen:
                yield (table, number, "id"), f"`{one.id}` stands twice; give each its own id"
            seen.add(one.id)
    codes: dict[str, str] = {}
    for number, service in enumerate(settings.service):
        for code in service.addresses:
            if codes.setdefault(code.casefold(), service.id) != service.id:
                yield (
                    ("service", number, "addresses"),
                    f"`{code}` also leads to `{codes[code.casefold()]}`; take one out",
                )


def _references(settings: Settings) -> Iterator[tuple[_Place, str]]:
    organisations = {one.id for one in settings.organisation}
    services = {one.id for one in settings.service}
    partners = {one.id for one in settings.partner}
    wanted: list[tuple[_Place, str | None, set[str], str]] = []
    for n, service in enumerate(settings.service):
        wanted.append((("service", n, "organisation"), service.organisation, organisations, "organisation"))
        wanted.append((("service", n, "override_team"), service.override_team, services, "service"))
    for n, partner in enumerate(settings.partner):
        wanted.append((("partner", n, "organisation"), partner.organisation, organisations, "organisation"))
        wanted.append((("partner", n, "service"), partner.service, services, "service"))
    for n, one in enumerate(settings.subscription):
        wanted.append((("subscription", n, "service"), one.service, services, "service"))
        wanted.append((("subscription", n, "partner"), one.partner, partners, "partner"))
    for n, trial in enumerate(settings.shadow):
        wanted.append((("shadow", n, "partner"), trial.partner, partners, "partner"))
    for n, client in enumerate(settings.client):
        wanted.extend((("client", n, "services"), it, services, "service") for it in client.services)
    for n, agreement in enumerate(settings.agreement):
        wanted.extend((("agreement", n, "parties"), it, organisations, "organisation") for it in agreement.parties)
    for place, value, known, kind in wanted:
        if value is not None and value not in known:
            yield place, f"names unknown {kind} `{value}`; known: {', '.join(sorted(known)) or 'none'}"


def _adapters(settings: Settings) -> Iterator[tuple[_Place, str]]:
    named: list[tuple[_Place, Partner | Shadow]] = [(("partner", n), one) for n, one in enumerate(settings.partner)]
    named += [(("shadow", n), one) for n, one in enumerate(settings.shadow)]
    services = {one.id for one in settings.service}
    codes = {it.casefold() for it in _codes(settings)}
    for place, one in named:
        try:
            profile = registry.find(one.adapter).profile.model_validate(one.profile)
            yield from (((*place, *it), said) for it, said in _strange_services(profile, services))
            yield from (((*place, *it), said) for it, said in _strange_addressees(profile, codes))
        except registry.AdapterUnknown as error:
            yield (*place, "adapter"), str(error)
        except ValidationError as error:
            for fault in error.errors(include_input=False, include_url=False):
                yield (*place, "profile", *fault["loc"]), mend(fault["type"], fault["msg"])


def _strange_services(profile: BaseModel, known: set[str]) -> Iterator[tuple[_Place, str]]:
    """A referral or a discharge to a service that is misspelt here would wait for a person."""
    for place, service in profile.services_named() if isinstance(profile, NamesServices) else ():
        if service not in known:
            told = f"names unknown service `{service}`; known: {', '.join(sorted(known)) or 'none'}"
            yield ("profile", *place), told


def _codes(settings: Settings) -> Iterator[str]:
    """All by which a service can be asked; an ODS code leads to one where its organisation has no other."""
    for one in settings.service:
        yield from (one.id, *one.addresses)
    many = Counter(it.organisation for it in settings.service)
    yield from (it.ods_code for it in settings.organisation if it.ods_code and many[it.id] == 1)


def _strange_addressees(profile: BaseModel, known: set[str]) -> Iterator[tuple[_Place, str]]:
    for place, code in profile.addressees_named() if isinstance(profile, NamesAddressees) else ():
        if code.strip().casefold() not in known:
            told = f"`{code}` is neither the id nor a code of a service; known: {', '.join(sorted(known)) or 'none'}"
            yield ("profile", *place), told


def _wires(settings: Settings) -> Iterator[tuple[_Place, str]]:
    for number, one in enumerate(settings.partner):
        wire = one.send
        if wire is not None and wire.wire == "mllp" and (wire.host is None or wire.port is None):
            yield ("partner", number, "send"), "needs host and port for mllp"
        if wire is not None and wire.wire == "http" and wire.url is None:
            yield ("partner", number, "send"), "needs url for http"
        yield from ((("partner", number, *place), said) for place, said in _tls_faults(one))
    yield from _folders(settings)


def _folders(settings: Settings) -> Iterator[tuple[_Place, str]]:
    seen: dict[Path, str] = {}
    for number, one in enumerate(settings.partner):
        if isinstance(one.listen, Drop) and seen.setdefault(one.listen.path, one.id) != one.id:
            yield ("partner", number, "listen", "path"), f"is also the folder of `{seen[one.listen.path]}`"


def _tls_faults(partner: Partner) -> Iterator[tuple[_Place, str]]:
    if isinstance(partner.listen, Listen) and partner.listen.tls is not None:
        yield from _tls_fault("listen", partner.listen.tls, for_listening)
    if partner.send is not None and partner.send.tls is not None:
        yield from _tls_fault("send", partner.send.tls, for_sending)


def _tls_fault(side: str, tls: Tls, make: Callable[[Tls], object]) -> Iterator[tuple[_Place, str]]:
    try:
        make(tls)
    except TlsUnusable as error:
        yield (side, "tls"), str(error)


def egress_of(settings: Settings) -> Egress:
    """Where webhooks of this gateway may go."""
    named = settings.egress
    return Egress(loopback=settings.gateway.mode == "test", networks=named.networks, hosts=named.hosts)


def _subscriptions(settings: Settings) -> Iterator[tuple[_Place, str]]:
    egress = egress_of(settings)
    senders = {one.id for one in settings.partner if one.send is not None}
    for number, one in enumerate(settings.subscription):
        place: _Place = ("subscription", number)
        if sum(way is not None for way in (one.webhook, one.partner, one.topic)) != 1:
            yield (*place, "id"), "needs one of a webhook table, a topic table and a partner"
        if any(way.timeout_seconds >= settings.operations.lease_seconds for way in (one.webhook, one.topic) if way):
            yield (*place, "id"), "waits as long as operations.lease_seconds; another worker would send it meanwhile"
        if one.partner is not None and one.partner not in senders:
            yield (*place, "partner"), f"partner `{one.partner}` has no send table; add [partner.send] to it"
        if one.webhook is not None:
            fault = fault_of(one.webhook.url, egress)
            if fault is not None:
                yield (*place, "webhook", "url"), fault
            if (one.webhook.secret_env is None) == (one.webhook.secret_file is None):
                yield (*place, "webhook", "url"), "needs either secret_env or secret_file"


def _name(place: _Place) -> str:
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place]
    return "".join(parts).lstrip(".") or "the file"


def _line(text: str, place: _Place) -> int:
    """The line of the longest part of a place that stands in the text; tables of an array are counted."""
    lines = text.splitlines()
    at, path = 0, ""
    for part in place:
        if isinstance(part, int):
            heading = rf"\[\[\s*{re.escape(path)}\s*\]\]"
            table, after = _nth(lines, heading, part), _nth(lines, heading, part + 1)
            if table is None:
                break
            at, lines = table, lines[: after - 1] if after else lines
            continue
        path = f"{path}.{part}" if path else part
        table = _after(lines, at, rf"\[+\s*{re.escape(path)}\s*\]+")
        at = table or _after(_table(lines, at), at, rf"\s*{re.escape(part)}\s*=") or at
    return max(at, 1)


def _nth(lines: Sequence[str], pattern: str, number: int) -> int | None:
    found = [n for n, line in enumerate(lines, 1) if re.match(pattern, line.strip())]
    return found[number] if number < len(found) else None


def _table(lines: Sequence[str], start: int) -> Sequence[str]:
    """The lines up to the next heading: a key below that is of another table."""
    return lines[: next((n for n, line in enumerate(lines) if n >= start and _HEADING.match(line)), len(lines))]


def _after(lines: Sequence[str], start: int, pattern: str) -> int | None:
    return next((n for n, line in enumerate(lines, 1) if n >= start and re.match(pattern, line.strip())), None)


def _line_in(message: str) -> int:
    found = re.search(r"line (\d+)", message)
    return int(found.group(1)) if found else 1


def profile_of(settings: Settings, which: Partner) -> BaseModel:
    """The checked profile of one partner's adapter; whose system it is stands in the partner itself."""
    owner = next(one for one in settings.organisation if one.id == which.organisation)
    shape = registry.find(which.adapter).profile
    known = {"organisation": owner.id, "ods_code": owner.ods_code or ""}
    return shape.model_validate({name: known[name] for name in known if name in shape.model_fields} | which.profile)
