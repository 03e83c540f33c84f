"""`nwd check`: says whether a settings file can be used, with the line and the mend of every fault."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consent import judge
from consent.errors import PolicyInvalid
from gateway.bootstrap import master_keys
from gateway.settings.loading import SettingsInvalid, files_needed, line_of, parse, text_of
from gateway.settings.model import Drop, Settings
from gateway.settings.outside import NotReady, public_key, signing_secrets
from gateway.settings.tls import expiries
from gateway.store.errors import StoreRefused
from gateway.topics.wanted import wanted
from schemas.events import EventType
from schemas.policy_words import ServiceClass

_SOON = timedelta(days=30)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("check", help="check a settings file and its policy")
    parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every fault, or what the file sets up; 0 when it can be used."""
    path: Path = arguments.config
    try:
        text = text_of(path)
        settings = parse(text, folder=path.parent)
        policy = judge.load(settings.gateway.policy).policy
    except SettingsInvalid as error:
        for fault in error.faults:
            print(f"{path}: {fault}")
        print(f"{len(error.faults)} to mend")
        return 1
    except PolicyInvalid as error:
        print(f"{path}: line {line_of(text, 'gateway', 'policy')}: gateway.policy: {error}")
        print("1 to mend")
        return 1
    print(f"{path} is sound: gateway `{settings.gateway.name}`, mode {settings.gateway.mode}, policy {policy.version}")
    if not policy.signed_off_by:
        print("  the policy is a draft: signed_off_by names nobody")
    for remark in _remarks(settings):
        print(f"  {remark}")
    for name in ("organisation", "service", "partner", "subscription", "client"):
        print(
            f"  {len(getattr(settings, name))} {name}: {', '.join(one.id for one in getattr(settings, name)) or 'none'}"
        )
    return 0


def _remarks(settings: Settings) -> Iterator[str]:
    """What this machine lacks, and what will soon be over."""
    missing = {file: place for place, file in files_needed(settings) if not file.is_file()}
    for file, place in missing.items():
        yield f"{place}: no file `{file}` on this machine; nwd serve needs it"
    for one in settings.partner:
        if isinstance(one.listen, Drop) and not one.listen.path.is_dir():
            yield f"partner `{one.id}`: no folder {one.listen.path} on this machine; nwd serve needs it"
    yield from _master(settings, frozenset(missing))
    yield from _unreadable(settings, frozenset(missing))
    yield from _unheard(settings)
    if topics := [one.name for one in wanted(settings)]:
        yield f"topics {', '.join(topics)}: do the brokers have them so? ask, and after each upgrade: nwd topics plan"
    for place, until in expiries(settings):
        if until - datetime.now(UTC) < _SOON:
            yield f"the certificate of {place} runs out on {until:%Y-%m-%d}; name a new one"


def _unheard(settings: Settings) -> Iterator[str]:
    """Services that hear of no referral, and subscriptions by which nothing is ever sent."""
    told = {one.service for one in settings.subscription if EventType.REFERRAL_RECEIVED in one.events}
    for service in settings.service:
        if service.addresses and service.id not in told:
            yield f"service `{service.id}`: no subscription tells it of referral.received; nobody hears of one"
    own = {one.id for one in settings.service if one.service_class is ServiceClass.PATIENT}
    for subscription in settings.subscription:
        if subscription.service in own:
            yield f"subscription `{subscription.id}`: nothing ever goes to a service of class patient; its app asks"


def _master(settings: Settings, missing: frozenset[Path]) -> Iterator[str]:
    """A master key that is none, or that others on this machine may read too."""
    path = settings.keys.master_key_file
    if path in missing:
        return
    try:
        master_keys(settings)
        if path.stat().st_mode & 0o004:
            yield f"keys.master_key_file: everybody on this machine may read `{path}`; chmod 600 it, as its user"
    except (NotReady, StoreRefused) as error:
        yield f"{error}; nwd serve needs it"


def _unreadable(settings: Settings, missing: frozenset[Path]) -> Iterator[str]:
    """Secrets and keys that are none, but for those whose file is not here at all."""
    for number, one in enumerate(settings.subscription, 1):
        if one.webhook is not None and not missing & {one.webhook.secret_file, one.webhook.previous_secret_file}:
            try:
                list(signing_secrets(one.webhook))
            except NotReady as error:
                yield f"subscription[{number}].webhook: {error}; nwd serve needs it"
    for number, client in enumerate(settings.client, 1):
        if client.public_key_file not in missing:
            try:
                public_key(client)
            except NotReady as error:
                yield f"client[{number}]: {error}; it gets no token"
