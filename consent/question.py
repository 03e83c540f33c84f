"""What the judge is asked, what it is told, and what it answers. Plain frozen data; no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from consent.periods import Span
from schemas.fhir import Resource
from schemas.policy_words import Category, Confidentiality, Role, ServiceClass


@dataclass(frozen=True, slots=True)
class Coding:
    """A code with its system."""

    system: str
    code: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a named person (or the service itself, as `service-inbox`) on behalf of one service."""

    service: str
    service_class: ServiceClass
    organisation: str
    """The legal entity that runs the service."""
    role: Role
    person: str | None = None
    references: frozenset[str] = frozenset()
    """Every name a Consent may use for this asker: `Organization/x`, `HealthcareService/y`, `Practitioner/z`,
    `RelatedPerson/c`, and identifiers as `system|value`."""
    commissioned: bool = True
    """False for a café or helpline not commissioned for care: it is judged as social prescribing."""
    owner: str | None = None
    """Of a person who asks by an app of their own: the keyed hash of their NHS number."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the judge needs to know of one resource; labels are facts, content stays outside."""

    reference: str
    type: str
    categories: frozenset[Category]
    """Empty means unlabelled: the most restrictive treatment."""
    confidentiality: Confidentiality | None
    labels: frozenset[Coding] = frozenset()
    """Sensitivity and other security labels."""
    tags: frozenset[Coding] = frozenset()
    sources: frozenset[str] = frozenset()
    """Where it came from, as `meta.source` says; empty when it does not."""
    numbers: frozenset[str] = frozenset()
    """Its own business identifiers, as `system|value`."""
    classes: frozenset[Coding] = frozenset()
    """Codings that a Consent's `class` may name: resource type, category codes."""
    codes: frozenset[Coding] = frozenset()
    mentions: frozenset[Coding] = frozenset()
    """Every code found anywhere in it: what a refusal by code looks at."""
    contains: frozenset[Coding] = frozenset()
    """Types, categories, profiles and forms of what is inside it: what a refusal by class looks at as well."""
    written_by_service: str | None = None
    written_by_organisation: str | None = None
    addressed_to: str | None = None
    """For a referral and what it carries: the service that it is addressed to."""
    authored: datetime | None = None
    when: Span | None = None
    """The stretch of time that its date names; a day or a year is not a moment."""
    ongoing: bool = False
    """True when that has begun and has no end."""
    times: tuple[Span, ...] = ()
    """Every time that it tells, such as onset and record: what a refusal of a period looks at."""
    updated: datetime | None = None
    authors: frozenset[str] = frozenset()
    custodians: frozenset[str] = frozenset()
    """Organisations that hold or collected it: what a Consent means by the custodian role."""
    related: frozenset[str] = frozenset()
    """References out of the resource (encounter, care plan, episode): for `data.meaning` related."""
    referred_by: frozenset[str] = frozenset()
    """Resources in hand that refer to it: the other direction of related and dependents."""
    from_carer: bool = False
    """Told to us by a carer in confidence: kept from the patient unless the carer agrees."""
    carer_agrees_patient_sees: bool = False
    not_for_clinical_record: bool = False
    locating: bool = False
    """Reveals where a person is or how to reach them; closed to all while the person is restricted."""
    known_to: frozenset[str] = frozenset()
    """Carers recorded as already knowing this item."""


class Channel(StrEnum):
    """Which exit the answer leaves by."""

    READ = "read"
    SEARCH = "search"
    DELIVERY = "delivery"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Override:
    """A break-glass grant in force: who, over whom, why, until when."""

    id: str
    person: str
    """The one patient whom it is over."""
    reason: str
    """Why, in the words of whoever asked."""
    until: datetime
    ground: str
    """`vital-interests`, `lack-of-capacity`, `risk-to-others`, `lawful-duty`."""
    holder: str | None = None
    """The one person whom it was granted to, as `Asker.person`; a grant to nobody opens nothing."""
    released_by: str | None = None
    """The clinician who released it to somebody who asked; None where a professional broke the glass themself."""


@dataclass(frozen=True, slots=True)
class Question:
    """May this asker do this to this item, for this purpose, at this moment?"""

    asker: Asker
    patient: str
    item: Item
    purpose: frozenset[Coding]
    action: str
    at: datetime
    channel: Channel
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class StoredConsent:
    """One FHIR R4 Consent on record, with its version, as `consent.read_fhir` understood it."""

    id: str
    version: int
    resource: Resource
    grantor_verified: bool = True
    """False when whoever granted or recorded it may not: it changes nothing."""
    kept_at: datetime | None = None
    """When it came here: dated ahead of that it opens nothing before its date. None takes the date as it stands."""
    only_refuses: bool = False
    """Nobody is sure that it is the person's, or still stands: it may refuse, and permits nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """A live relation between the person and a service: a referral, a caseload, a walk-in."""

    service: str
    basis: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A sharing agreement between organisations: it only ever limits."""

    id: str
    parties: frozenset[str]
    categories: frozenset[Category]
    """Empty means every category."""
    purposes: frozenset[str]
    """Purpose codes; empty means every purpose."""
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on record that bears on a person, loaded in one snapshot."""

    consents: tuple[StoredConsent, ...] = ()
    links: tuple[Link, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    restricted: bool = False
    """The PDS S-flag: location and contact are closed to all, override included."""
    birth_date: str | None = None
    capacity_lacking: bool = False
    identity_uncertain: bool = False
    candidates_consents: tuple[StoredConsent, ...] = ()
    """Of everyone whom an unverified person might be: only their refusals count."""
    candidates_restricted: bool = False
    unsafe_carers: frozenset[str] = frozenset()


class Outcome(StrEnum):
    """The answer. Not-applicable only exists where Consents are judged without a site policy."""

    PERMIT = "permit"
    DENY = "deny"
    NOT_APPLICABLE = "not_applicable"


class Extent(StrEnum):
    """How much of the item: all; its minimum extract; only what a carer is recorded to know; nothing."""

    FULL = "full"
    EXTRACT = "extract"
    KNOWN = "known"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain that led to the answer, in a word for machines and a sentence for people."""

    code: str
    text: str
    source: str
    """What it rests on: `policy uk 1.0 cell crisis-plan.cafe.default`, `Consent/abc version 2`."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the judge answers."""

    outcome: Outcome
    extent: Extent
    reasons: tuple[Reason, ...]
    policy_version: str
    consents: tuple[tuple[str, int], ...] = ()
    holds_until: datetime | None = None
    """The answer may change by itself at this moment (a period ends); None means only a write changes it."""
    obligations: Mapping[str, str] = field(default_factory=dict)

    @property
    def releases(self) -> bool:
        """True when anything at all may be shown."""
        return self.outcome is Outcome.PERMIT and self.extent is not Extent.NONE
