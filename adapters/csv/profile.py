"""The options of a partner that sends spreadsheets."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from adapters.csv import ready

MapName = Literal["referral", "contact-log", "carer-consent", "day-provider"]


class CsvProfile(BaseModel):
    """Options of a partner that sends spreadsheets: which ready map, and where its own sheets differ from it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisation: str = Field("", description="Id of the partner's organisation, in the systems of its ids.")
    map: MapName = Field("referral", description="The ready map that its sheets follow: see spreadsheets.md.")
    columns: dict[str, str] = Field(
        default_factory=dict, description='Headings of its own: `"Presenting issue" = "reason"`, heading to field.'
    )
    fixed: dict[str, str] = Field(
        default_factory=dict, description='Fields that are the same in every row: `to = "cafe"`.'
    )
    words: dict[str, dict[str, str]] = Field(
        default_factory=dict, description='Words of its own by field: `urgency = { "red" = "emergency" }`.'
    )
    ignore: tuple[str, ...] = Field((), description="Headings of columns that are left out on purpose.")
    encoding: Literal["utf-8", "cp1252"] = Field(
        "utf-8", description="`cp1252` for files of old Windows programs; sound UTF-8 is read as UTF-8 all the same."
    )
    delimiter: Literal["auto", ",", ";", "tab", "|"] = Field(
        "auto", description="What stands between two cells; `auto` takes the one that makes most headings known."
    )
    sheet: str = Field("", description="Name of the sheet in an XLSX; needed where several sheets hold something.")
    header_row: int = Field(1, ge=1, le=100, description="Row of the headings; rows above it are left out.")
    test: bool = Field(False, description="True while a charity tries it out: nothing gets into a live record.")

    @model_validator(mode="after")
    def _names_fields(self) -> "CsvProfile":
        known = ready.load(self.map).fields
        named = {**dict.fromkeys(self.columns.values(), "columns"), **dict.fromkeys(self.fixed, "fixed")}
        named |= dict.fromkeys(self.words, "words")
        strange = sorted(it for it in named if it not in known)
        if strange:
            first = strange[0]
            raise ValueError(
                f"{named[first]} names `{first}`, which is no field of `{self.map}`; it has {', '.join(known)}"
            )
        return self

    def services_named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Which of its own services writes, where that is the same in every row."""
        return self._fixed("service")

    def addressees_named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Who is asked, where that is the same in every row."""
        return self._fixed("to")

    def _fixed(self, name: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if name in self.fixed:
            yield ("fixed", name), self.fixed[name]
