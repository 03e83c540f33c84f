"""The shape of `nwd.toml`: parties, wires, subscriptions and clients, each option with its meaning."""

from datetime import date
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Discriminator, Field, Tag

from schemas.events import EventType
from schemas.policy_words import Category, Role, ServiceClass

TOPIC = r"^[a-zA-Z0-9._-]{1,200}$"
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Section(BaseModel):
    """A table of the file: unknown keys are refused, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Gateway(Section):
    """What this gateway is and where it keeps its data."""

    name: str = Field(description="Name of this gateway, as partners and logs see it.")
    data_dir: Path = Field(description="Folder for the database, the key store and sockets.")
    mode: Literal["production", "test"] = Field(
        "production", description="`test` allows fault points and http:// webhooks to loopback."
    )
    policy: str = Field("uk", description="Sharing policy: a built-in name or the path of a policy file.")


class Http(Section):
    """Where the API listens."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str | None = Field(None, description="The URL that clients use; the audience of their assertions.")


class StoreTable(Section):
    """Which database is the truth."""

    kind: Literal["sqlite", "postgres"] = Field("sqlite", description="`sqlite` is one process, no server.")
    dsn_env: str = Field("NWD_POSTGRES", description="Environment variable that holds the PostgreSQL DSN.")
    keys_dsn_env: str = Field("NWD_POSTGRES_KEYS", description="The same for the key store, a second database.")


class Keys(Section):
    """What wraps the data keys."""

    master_key_file: Path = Field(description="File with 32 random bytes in base64, kept and backed up apart.")


class Organisation(Section):
    """A legal entity that is a party here."""

    id: Id = Field(description="Short id used in this file.")
    name: str = Field(description="Name that people read.")
    ods_code: str | None = Field(None, description="ODS code, where it has one.")


class Rung(Section):
    """One step of an escalation ladder: who to ring when nobody has answered."""

    name: str = Field(description="Who, in words that people read.")
    phone: str = Field(description="Number to ring.")
    after_minutes: int = Field(0, ge=0, le=1440, description="So long after the question was asked.")


class Service(Section):
    """A service that refers, receives or asks; the class belongs to it, not to its organisation."""

    id: Id = Field(description="Short id used in this file and in Consents: `HealthcareService/<id>`.")
    organisation: Id = Field(description="The organisation that runs it.")
    name: str = Field(description="Name that people read.")
    service_class: ServiceClass = Field(alias="class", description="Column of the sharing matrix.")
    commissioned: bool = Field(True, description="False: judged as social prescribing.")
    phone: str | None = Field(None, description="Number to ring, shown where an extract says whom to ask.")
    addresses: tuple[str, ...] = Field((), description="Codes by which referrals are addressed to it.")
    crisis_number: str | None = Field(None, description="Crisis number, for step-down notices.")
    closed_until: AwareDatetime | None = Field(
        None, description="Closed until then, with an offset: referrals still reach it, and their senders are told."
    )
    override_team: Id | None = Field(None, description="The clinical service whose people its staff ask to override.")
    ladder: tuple[Rung, ...] = Field((), description="Whom to ring, in turn, when such a question is not answered.")


class AgreementTable(Section):
    """A sharing agreement: it only ever limits."""

    id: Id = Field(description="Short id.")
    parties: tuple[Id, ...] = Field(description="Organisations that signed it.")
    signatories: tuple[str, ...] = Field((), description="Who signed, by name and office.")
    categories: tuple[Category, ...] = Field((), description="Categories it covers; empty: all.")
    purposes: tuple[str, ...] = Field((), description="Purpose-of-use codes it covers; empty: all.")
    since: date = Field(description="First day.")
    until: date | None = Field(None, description="Last day, inclusive.")


class Tls(Section):
    """TLS on a wire: certificates as PEM files."""

    certificate_file: Path | None = Field(None, description="Our certificate, with its chain.")
    key_file: Path | None = Field(None, description="The private key of our certificate.")
    ca_file: Path | None = Field(
        None, description="Whom we trust. On `listen` every caller must then show a certificate of it."
    )
    names: tuple[str, ...] = Field((), description="On `listen`: names that a caller's certificate may bear.")


class Sasl(Section):
    """Who we say that we are to the brokers."""

    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field("SCRAM-SHA-512", description="How.")
    user: str = Field(description="Our user name.")
    password_env: str | None = Field(None, description="Environment variable that holds the password.")
    password_file: Path | None = Field(None, description="File that holds the password.")


class Kafka(Section):
    """Apache Kafka, for the backbone and for recipients that read topics of their own."""

    servers: tuple[str, ...] = Field((), description="Bootstrap servers, `host:port` each.")
    servers_env: str = Field("NWD_KAFKA", description="Environment variable with the servers, where none stand here.")
    tls: Tls | None = Field(None, description="TLS to the brokers; `ca_file` is whom we trust.")
    sasl: Sasl | None = Field(None, description="SASL login.")
    principal: str = Field("User:nwd", description="What the brokers call us, for `nwd topics acls`.")


class TopicTable(Section):
    """How a topic is kept."""

    partitions: int = Field(6, ge=1, le=1000, description="Partitions.")
    replication: int = Field(3, ge=1, le=9, description="Copies.")
    min_insync: int = Field(2, ge=1, le=9, description="Copies that must have a record before it counts as taken.")
    retention_hours: int = Field(
        168, ge=1, description="How long a record is kept; the brokers may take a seventh of it longer."
    )
    cleanup: Literal["delete", "compact"] = Field(
        "delete",
        description="`compact` keeps the last record of each person beyond that; for a recipient's topic of ids alone.",
    )


class Backbone(Section):
    """What carries committed events to those who fan them out; the database stays the truth."""

    kind: Literal["outbox", "kafka"] = Field("outbox", description="`outbox` is the database itself, no broker.")
    topic: str = Field("nwd.events", pattern=TOPIC, description="The gateway's own topic; nobody else may read it.")
    keep: TopicTable = Field(TopicTable(), description="How the topic is kept.")
    timeout_seconds: float = Field(10.0, gt=0, description="How long the brokers have to take a batch.")
    republish_seconds: float = Field(60.0, gt=0, description="An event not fanned out for this long goes out again.")
    direct_after_seconds: float = Field(
        15.0, ge=0, description="With the brokers away for this long, events are fanned out from the database itself."
    )


class Listen(Section):
    """A wire on which a partner sends to us."""

    wire: Literal["mllp"] = Field("mllp", description="Protocol of the wire.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    idle_seconds: float = Field(
        120.0,
        gt=0,
        description="Close a connection that is silent or reads no answer for this long, or ten times as long in one"
        " message.",
    )
    frame_limit: int = Field(16_777_216, gt=0, description="Longest message in bytes; a longer one is refused.")
    tls: Tls | None = Field(None, description="TLS; without it the wire is plain: use a protected network.")


class Drop(Section):
    """A folder in which a partner leaves its files; each is taken once nothing writes to it any more."""

    wire: Literal["folder"] = Field(description="`folder`.")
    path: Path = Field(description="The folder; `done/` and `rejected/` are made in it.")
    every_seconds: float = Field(2.0, gt=0, description="How often to look.")
    settle_seconds: float = Field(5.0, ge=0, description="Take a file when it has not changed for this long.")
    file_limit: int = Field(10_485_760, gt=0, description="Largest file in bytes; a larger one is rejected.")
    keep_days: int = Field(7, ge=0, description="Days for which a taken file stays in `done/`.")
    keep_rejected_days: int = Field(
        14, ge=1, description="Days for which what was not taken stays in `rejected/`, to be mended and dropped again."
    )


def _wire_of(value: Any) -> str:
    found = value.get("wire", "mllp") if isinstance(value, dict) else getattr(value, "wire", "mllp")
    return str(found)


Inbound = Annotated[
    Annotated[Listen, Tag("mllp")] | Annotated[Drop, Tag("folder")],
    Discriminator(
        _wire_of, custom_error_type="wire_unknown", custom_error_message="wire is not one of `mllp`, `folder`"
    ),
]


class Send(Section):
    """A wire on which we send to a partner."""

    wire: Literal["mllp", "http"] = Field("mllp", description="Protocol of the wire; `http` is HL7 over HTTP.")
    host: str | None = Field(None, description="Partner's address, for `mllp`.")
    port: int | None = Field(None, ge=1, le=65535, description="Partner's port, for `mllp`.")
    url: str | None = Field(None, description="Where to POST, for `http`.")
    timeout_seconds: float = Field(10.0, gt=0, description="How long to wait for the acknowledgement.")
    tls: Tls | None = Field(None, description="TLS for `mllp`, and our certificate for https.")


class Partner(Section):
    """A system that sends to us, or that we send to, with the profile of what it speaks."""

    id: Id = Field(description="Short id, not `nwd`; the `source` of its messages.")
    organisation: Id = Field(description="The organisation whose system it is.")
    service: Id | None = Field(None, description="The service it speaks for, where it is one service's system.")
    adapter: str = Field(description="Installed adapter: see `nwd adapters list`.")
    listen: Inbound | None = Field(None, description="How it reaches us, beside POST /messages/<partner>.")
    send: Send | None = Field(None, description="How we reach it.")
    profile: dict[str, Any] = Field(default_factory=dict, description="Options of the adapter's profile.")
    same_id_other_body: Literal["take", "refuse"] = Field("take", description="Same id, other body; always flagged.")


class Shadow(Section):
    """A new adapter or profile tried on a partner's live messages: nothing is stored or sent by it."""

    id: Id = Field(description="Short id.")
    partner: Id = Field(description="Whose messages it reads too.")
    adapter: str = Field(description="Installed adapter: see `nwd adapters list`.")
    profile: dict[str, Any] = Field(default_factory=dict, description="Options of the adapter's profile.")


class Webhook(Section):
    """An endpoint of a recipient's own application."""

    url: str = Field(description="Where to POST; https, or http to loopback in test mode.")
    secret_env: str | None = Field(None, description="Environment variable holding the `whsec_...` secret.")
    secret_file: Path | None = Field(None, description="File holding the `whsec_...` secret.")
    previous_secret_env: str | None = Field(None, description="While keys change: the old secret, signed with as well.")
    previous_secret_file: Path | None = Field(None, description="The same from a file.")
    timeout_seconds: float = Field(10.0, gt=0, description="How long to wait for the answer.")


class PartnerTopic(TopicTable):
    """A topic of a recipient's own, with only what it may see."""

    name: str = Field(pattern=TOPIC, description="Name of the topic.")
    reader: str = Field(description="What the brokers call the recipient: `User:haven`.")
    reader_group: str = Field(description="Consumer groups of the recipient begin with this.")
    timeout_seconds: float = Field(10.0, gt=0, description="How long the brokers have to take a record.")


class Digest(Section):
    """Events that are gathered for each person and told together; what is urgent is always told at once."""

    events: tuple[EventType, ...] = Field((EventType.CONTACT_RECORDED,), description="Event types that can wait.")
    every_seconds: int = Field(86_400, gt=0, description="How long after the first of them the summary goes.")


class Subscription(Section):
    """What a recipient service wants to be told, and where."""

    id: Id = Field(description="Short id.")
    service: Id = Field(description="The recipient service.")
    events: tuple[EventType, ...] = Field(description="Event types it wants.")
    webhook: Webhook | None = Field(None, description="Deliver to a webhook.")
    partner: Id | None = Field(None, description="Deliver through this partner's `send` wire.")
    topic: PartnerTopic | None = Field(None, description="Deliver to a Kafka topic of the recipient's own.")
    payload: Literal["ids", "extract"] = Field("ids", description="What a webhook or a topic carries.")
    purpose: str = Field("TREAT", description="Purpose of use that deliveries are decided for.")
    opened_within_seconds: int | None = Field(
        None, gt=0, description="A referral not opened by a human after this long is put before its sender."
    )
    digest: Digest | None = Field(None, description="Tell some events together, one summary for each person.")
    give_up_after_seconds: int = Field(259_200, gt=0, description="Park a delivery that failed for this long.")


class Client(Section):
    """An application that may ask for tokens."""

    id: Id = Field(description="Client id: `iss` and `sub` of its assertions.")
    services: tuple[Id, ...] = Field(description="Services that it may act for.")
    partners: tuple[Id, ...] = Field((), description="Partners whose messages it may send to POST /messages/<partner>.")
    public_key_file: Path | None = Field(None, description="File with the PEM public key.")
    public_key: str | None = Field(None, description="The PEM public key itself.")
    purposes: tuple[str, ...] = Field(("TREAT",), description="Purposes of use that it may ask for.")
    roles: tuple[Role, ...] = Field((), description="Roles that its people may have; empty: machine only.")


class Operations(Section):
    """Who looks after what does not go by itself."""

    owner: str = Field("operator", description="Who owns parked, quarantined and unroutable messages.")
    delivery_workers: int = Field(
        8, ge=1, le=64, description="Deliveries in flight at once to one recipient; to a topic, eight times as many."
    )
    lease_seconds: float = Field(
        60.0, gt=0, description="How long a worker holds a lane; one that died is followed after this."
    )
    stuck_after_seconds: int = Field(60, gt=0, description="An event not decided for this long is stuck.")
    consent_reminder_days: int = Field(
        14, ge=1, le=366, description="How many days before what a carer may know ends it is put before a person."
    )
    finds_per_minute: int = Field(
        60, ge=1, description="How many times a minute one person may look somebody up by number and name."
    )


class Telemetry(Section):
    """What leaves for the operators' own tools; nothing about a person ever does."""

    trace_file: Path | None = Field(None, description="Append spans to this file as JSON lines; none: no traces.")
    trace_url: str | None = Field(
        None, description="Send spans to this OTLP/HTTP address as well, such as `http://collector:4318/v1/traces`."
    )
    trace_share: float = Field(0.01, ge=0, le=1, description="Share of messages that are traced.")
    metrics_host: str = Field("127.0.0.1", description="Address of the metrics, where they have a port of their own.")
    metrics_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Port of its own for /metrics; none: the API's port, for callers on this machine only.",
    )


class Egress(Section):
    """Where webhooks may go."""

    networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Private networks that webhooks may reach, such as `10.20.0.0/16`."
    )
    hosts: tuple[str, ...] = Field(
        (), description="The only hosts that webhooks may call, `*.nhs.uk` for all below; none: any public host."
    )


class Settings(Section):
    """The whole file."""

    gateway: Gateway
    keys: Keys
    http: Http = Http()
    store: StoreTable = StoreTable()
    backbone: Backbone = Backbone()
    kafka: Kafka = Kafka()
    operations: Operations = Operations()
    telemetry: Telemetry = Telemetry()
    egress: Egress = Egress()
    organisation: tuple[Organisation, ...] = ()
    service: tuple[Service, ...] = ()
    agreement: tuple[AgreementTable, ...] = ()
    partner: tuple[Partner, ...] = ()
    shadow: tuple[Shadow, ...] = ()
    subscription: tuple[Subscription, ...] = ()
    client: tuple[Client, ...] = ()
