"""The house: everything that the rooms of the gateway need, built once at the composition root and passed in."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from adapters.contract import Codec, Sink
from consent.question import Asker, Decision, Extent, Facts, Item, Question
from gateway.backbone.port import Backbone
from gateway.bell import Bell
from gateway.finds import Finds
from gateway.gate.cuts import Cuts
from gateway.intake.shadow import Shadows
from gateway.parties import Directory
from gateway.settings.model import Settings
from gateway.store.verbs.store import Store
from gateway.telemetry.tally import Tally
from schemas.clock import Clock
from schemas.fhir import Resource
from schemas.policy_words import Category


class Judge(Protocol):
    """The consent service with one policy: pure, and the same answer for the same question."""

    @property
    def version(self) -> str:
        """The version of the policy and of its label table."""
        ...

    def label(self, resource: Resource) -> Item:
        """The facts on one resource, by the label table."""
        ...

    def fault_of(self, consent: Resource, known_as: frozenset[str] = frozenset()) -> str | None:
        """Why a FHIR Consent may not take effect (who granted it, or its form); None when it may.

        `known_as` are further names of the person, such as `system|value` of the NHS number.
        """
        ...

    def remarks_on(self, consent: Resource, at: datetime) -> list[str]:
        """What a person should look at in a Consent that may take effect: over, not begun, or not understood."""
        ...

    def is_care(self, purpose: str) -> bool:
        """True when a purpose of use (v3 ActReason) counts as the person's own care."""
        ...

    def why_not(self, asker: Asker, category: Category) -> str:
        """Why this asker may not see a category, in words that follow from the policy alone."""
        ...

    def explain(self, decision: Decision) -> str:
        """A decision with its whole chain of reasons, in words."""
        ...

    def decide(self, question: Question, facts: Facts) -> Decision:
        """May this be shown? Any exception is a denial to the caller."""
        ...

    def redact(self, resource: Resource, item: Item, decision: Decision) -> Resource | None:
        """What of the resource the decision lets through; None when nothing is left."""
        ...

    def of_others(self, asker: Asker) -> Extent:
        """How much this asker sees of what third parties told."""
        ...


class Blind(Protocol):
    """The keyed hash of one identifying value, for blind indexes and pseudonyms."""

    def __call__(self, kind: str, value: str) -> bytes:
        """32 bytes; the same kind and value always give the same, and none can be turned back without the key."""
        ...


@dataclass(frozen=True, slots=True)
class Generation:
    """What the settings of one moment make: replaced whole when they change, never changed itself."""

    settings: Settings
    gate_epoch: int
    """The gate's epoch from which these settings hold; what was decided under another does not leave."""
    directory: Directory
    judge: Judge
    codecs: Mapping[str, Codec]
    """By partner id."""
    sinks: Mapping[str, Sink]
    """By subscription id."""
    encoders: Mapping[str, Codec]
    """By subscription id: what writes the rendition for its sink."""
    shadows: Mapping[str, Sequence[tuple[str, Codec]]]
    """By partner id: pairs (shadow id, codec)."""
    cuts: Cuts = field(default_factory=Cuts)
    """What the judge of these settings lets through of what was asked for of late."""
    parties: dict[tuple[str, bytes], tuple[bytes, bytes | None]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Label and key of what stands in message after message and is nobody's own, by its writer and its body."""


@dataclass(slots=True)
class House:
    """One running gateway. A change of settings gives it another generation, in one step."""

    name: str
    store: Store
    clock: Clock
    blind: Blind
    generation: Generation
    bell: Bell = field(default_factory=Bell)
    """Rung when an event was committed."""
    delivery_bell: Bell = field(default_factory=Bell)
    """Rung when a lane has something due."""
    backbone: Backbone | None = None
    """What carries events; None before the process begins its work."""
    topics_trouble: str | None = None
    """Which topics are not safe as they are, and how to mend them; None when all are, or nobody knows."""
    shadows: Shadows = field(default_factory=Shadows)
    """What new adapters and profiles make of the messages of now."""
    tally: Tally = field(default_factory=Tally)
    """What this process has done since it began, for metrics."""
    finds: Finds = field(default_factory=Finds)
    """Who looked somebody up of late."""
    changing_files: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by whoever takes an erased person out of kept files."""
    worker: str = "nwd"
    """The name under which this process leases lanes and timers."""

    @property
    def directory(self) -> Directory:
        """Who is who, now."""
        return self.generation.directory

    @property
    def judge(self) -> Judge:
        """The consent service with the policy of now."""
        return self.generation.judge

    @property
    def codecs(self) -> Mapping[str, Codec]:
        """By partner id."""
        return self.generation.codecs

    @property
    def sinks(self) -> Mapping[str, Sink]:
        """By subscription id."""
        return self.generation.sinks

    @property
    def encoders(self) -> Mapping[str, Codec]:
        """By subscription id."""
        return self.generation.encoders

    def shadows_of(self, partner: str) -> Sequence[tuple[str, Codec]]:
        """The codecs that read along with a partner's messages, now."""
        return self.generation.shadows.get(partner, ())

    @property
    def backbone_trouble(self) -> str | None:
        """What keeps the backbone from carrying events now, in fixed words; None when nothing does."""
        return None if self.backbone is None else self.backbone.trouble()

    @property
    def troubles(self) -> Mapping[str, str]:
        """What is wrong while the gateway runs all the same, in fixed words, by what it is about."""
        found = {"backbone": self.backbone_trouble, "topics": self.topics_trouble}
        return {what: trouble for what, trouble in found.items() if trouble is not None}
