"""Who is who: organisations, services, partners, subscriptions and clients, as the settings name them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from adapters.contract import Address, Recipient
from consent.names import identifier_name
from consent.question import Agreement, Asker
from gateway.settings.model import (
    AgreementTable,
    Client,
    Operations,
    Organisation,
    Partner,
    Service,
    Settings,
    Subscription,
)
from schemas.clock import LONDON
from schemas.codes.nwd import SERVICE_ID
from schemas.codes.systems import ODS
from schemas.events import EventType
from schemas.policy_words import Role


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """Every party of one gateway, by id; made once from the settings and replaced whole when they change."""

    organisations: Mapping[str, Organisation]
    services: Mapping[str, Service]
    partners: Mapping[str, Partner]
    subscriptions: Mapping[str, Subscription]
    clients: Mapping[str, Client]
    agreements: tuple[Agreement, ...]
    operations: Operations
    addresses: Mapping[str, str]
    """Folded address code to service id."""

    def services_of(self, organisation: str) -> list[Service]:
        """Every service of an organisation."""
        return [it for it in self.services.values() if it.organisation == organisation]


def directory(settings: Settings) -> Directory:
    """The parties that a settings file names; the settings are already checked against each other."""
    return Directory(
        organisations={it.id: it for it in settings.organisation},
        services={it.id: it for it in settings.service},
        partners={it.id: it for it in partners(settings)},
        subscriptions={it.id: it for it in settings.subscription},
        clients={it.id: it for it in settings.client},
        agreements=tuple(_agreement(it) for it in settings.agreement),
        operations=settings.operations,
        addresses=_addresses(settings),
    )


def app_partner(client: str, service: str) -> str:
    """The partner id under which an app sends plain forms for one of its services; no id in a file has a dot."""
    return f"{client}.{service}"


def partners(settings: Settings) -> tuple[Partner, ...]:
    """Every partner of the file, and each app as a sender of plain forms for each of its services."""
    owners = {it.id: it.organisation for it in settings.service}
    apps = (
        Partner(id=app.id, organisation=owners[one], service=one, adapter="json").model_copy(
            update={"id": app_partner(app.id, one)}
        )
        for app in settings.client
        for one in app.services
    )
    return (*settings.partner, *apps)


def resolve(parties: Directory, address: Address) -> str | None:
    """The service that a message is addressed to: its first code, in order of trust, that names one."""
    found = (resolve_code(parties, code) for _, code in address.codes)
    return next((service for service in found if service is not None), None)


def resolve_code(parties: Directory, code: str) -> str | None:
    """The service that goes by this code; None where none does."""
    return parties.addresses.get(_fold(code))


def asker(
    parties: Directory, service: str, role: Role, *, person: str | None = None, owner: str | None = None
) -> Asker:
    """Who asks, with every name that a Consent may use for them."""
    which = parties.services[service]
    runs_it = parties.organisations[which.organisation]
    names = {
        f"HealthcareService/{which.id}",
        f"{SERVICE_ID}|{which.id}",
        f"Organization/{runs_it.id}",
    }
    if runs_it.ods_code:
        names.add(identifier_name({"system": ODS, "value": runs_it.ods_code}))
    if person:
        names.add(f"Practitioner/{person}")
    return Asker(
        service=which.id,
        service_class=which.service_class,
        organisation=runs_it.id,
        role=role,
        person=person,
        references=frozenset(names),
        commissioned=which.commissioned,
        owner=owner,
    )


def charity(parties: Directory, one: Asker) -> Asker:
    """The same by the names of every service of its organisation: what benefits one of them benefits all."""
    names = (asker(parties, it.id, one.role).references for it in parties.services_of(one.organisation))
    return replace(one, references=one.references.union(*names))


def recipient(parties: Directory, service: str) -> Recipient:
    """A service as a wire needs to name it."""
    which = parties.services[service]
    owner = parties.organisations[which.organisation]
    return Recipient(service=which.id, name=which.name, organisation=owner.name, ods_code=owner.ods_code)


def is_party(parties: Directory, service: str, party: str | None) -> bool:
    """True when `party` is the service itself or the organisation that runs it."""
    which = parties.services.get(service)
    return which is not None and party is not None and party in {which.id, which.organisation}


def subscribed(parties: Directory, kind: EventType, party: str | None) -> list[Subscription]:
    """The subscriptions by which a party asks to be told of a kind of event, in the order of the settings."""
    asking = (one for one in parties.subscriptions.values() if kind in one.events)
    return [one for one in asking if is_party(parties, one.service, party)]


def _agreement(table: AgreementTable) -> Agreement:
    until = table.until
    return Agreement(
        id=table.id,
        parties=frozenset(table.parties),
        categories=frozenset(table.categories),
        purposes=frozenset(table.purposes),
        since=_midnight(table.since),
        until=None if until is None else _midnight(until + timedelta(days=1)),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def _addresses(settings: Settings) -> dict[str, str]:
    # An ODS code names an organisation; it leads to a service only where that organisation runs just one.
    lone = Counter(it.organisation for it in settings.service)
    ods = {it.id: it.ods_code for it in settings.organisation if it.ods_code and lone[it.id] == 1}
    named = {_fold(ods[it.organisation]): it.id for it in settings.service if it.organisation in ods}
    named |= {_fold(code): it.id for it in settings.service for code in _own_codes(it)}
    return named


def _own_codes(service: Service) -> Iterator[str]:
    yield f"HealthcareService/{service.id}"
    yield f"{SERVICE_ID}|{service.id}"
    yield service.id
    yield from service.addresses


def _fold(code: str) -> str:
    return code.strip().casefold()
