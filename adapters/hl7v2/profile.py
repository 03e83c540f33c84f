"""What one sender or recipient of HL7 v2 does its own way; with no profile at all, a referral still translates."""

from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is not a time zone; expected a name such as `Europe/London`") from error
    return name


def _charset(name: str) -> str:
    if name:
        try:
            "Aé".encode(name).decode(name)
        except (LookupError, UnicodeError) as error:
            raise ValueError("is not a charset that is known here; expected a name such as `cp1252`") from error
    return name


Place = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{2}-[1-9]\d{0,2}(\.[1-9]\d?)?$")]
"""A field, or a component of it, by name: `PID-3`, `ZDS-2.1`."""
Zone = Annotated[str, AfterValidator(_zone)]
Charset = Annotated[str, AfterValidator(_charset)]


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TeamRow(_Options):
    """One row of the team table: which ADT events say what about a service that this gateway knows."""

    event: str = Field(description="Trigger, such as `A03`; `*` for any.")
    patient_class: str = Field("*", description="Pattern of PV1-2, such as `O` or `[IO]`.")
    location: str = Field("*", description="Pattern of PV1-3 with its components, such as `CMHT^*`.")
    specialty: str = Field("*", description="Pattern of PV1-10, such as `71?`.")
    service: str = Field(description="Id of the service.")
    effect: Literal["link", "unlink", "step-down", "admitted"] = Field(
        description="What the event does to the link between person and service."
    )
    says: dict[str, str] = Field(
        default_factory=dict,
        description="Standing words of a step-down notice, such as `crisis-number`, where the message has none.",
    )


class SenderProfile(_Options):
    """Options of a partner that speaks HL7 v2."""

    organisation: str = Field("", description="Id of the organisation; empty means: named by MSH-4.")
    ods_code: str = Field("", description="ODS code of the organisation.")
    timezone: Zone = Field("Europe/London", description="Zone of times that carry no offset.")
    charset_fallback: Charset = Field(
        "", description="Charset to try when the bytes are not what MSH-18 says, such as `cp1252`; empty refuses."
    )
    nhs_number_places: tuple[Place, ...] = Field(
        ("PID-3", "PID-2", "PID-4", "PID-18", "PID-19"),
        description="Fields where a typed NHS number may stand.",
    )
    nhs_number_untyped: tuple[Place, ...] = Field(
        ("PID-19",), description="Fields whose bare value, where it has ten digits, is the NHS number."
    )
    nhs_number_authorities: tuple[str, ...] = Field(
        (), description="Further assigning authorities (CX-4) or types (CX-5) of an NHS number."
    )
    record_number_authorities: tuple[str, ...] = Field(
        (),
        description="Assigning authorities (CX-4) of the sender's own record numbers; empty means every one. "
        "A number of another authority is kept apart, for a feed of several sites may use one number twice.",
    )
    services: dict[str, str] = Field(
        default_factory=dict,
        description="Code in PRD-7, RF1-3, MSH-6 or MSH-5 to the id of the service that it means.",
    )
    teams: tuple[TeamRow, ...] = Field((), description="The team table; the first row that fits counts.")
    step_down: dict[str, Place] = Field(
        default_factory=dict,
        description="Where a discharge says the items of a step-down notice: `next-contact` to `ZDS-2`.",
    )
    documents: dict[str, str] = Field(
        default_factory=dict,
        description="TXA-2 code to `crisis-plan`, `care-plan` or a SNOMED CT document type.",
    )
    questionnaires: dict[str, str] = Field(
        default_factory=dict,
        description="OBR-4 code to the canonical URL of the questionnaire whose answers an ORU carries.",
    )
    writes: tuple[Literal["REF", "RRI", "ADT"], ...] = Field(
        (),
        description="What goes out as something else than MDM^T02. `REF`: referrals, as REF^I12, I13 and I14. `RRI`: "
        "that its referral was accepted or declined, as RRI^I12. `ADT`: admission, discharge and new details, as "
        "ADT^A01, A03 and A31; only for an engine that does not act on them by itself.",
    )
    write_document_type: str = Field("PR", description="TXA-2 of the documents that we send to it.")
    documents_as: Literal["text", "pdf"] = Field(
        "text", description="How the words of those documents stand in OBX: lines of text, or one PDF."
    )
    application: str = Field("NWD", description="Our own name, MSH-3 of what we send.")
    facility: str = Field(
        "NWD", description="Our own facility, MSH-4 of what we send, and the authority of our own ids in PID-3."
    )
    receiving_application: str = Field("", description="MSH-5 of what we send.")
    receiving_facility: str = Field("", description="MSH-6 of what we send; empty means its ODS code.")
    requires_referral_id: bool = Field(False, description="Refuse a referral without RF1-6.")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times that carry no offset, and of those that we write."""
        return ZoneInfo(self.timezone)

    def services_named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Where an id of a service stands, and the id."""
        yield from ((("services", code), service) for code, service in self.services.items())
        yield from ((("teams", number, "service"), row.service) for number, row in enumerate(self.teams))
