"""The installed adapter `csv`: CSV, TSV and XLSX."""

from pydantic import BaseModel

from adapters.contract import Codec
from adapters.csv.codec import CsvCodec
from adapters.csv.profile import CsvProfile


class CsvAdapter:
    """Spreadsheets: CSV, TSV and XLSX, a row for each message."""

    name = "csv"
    profile: type[BaseModel] = CsvProfile

    def codec(self, profile: BaseModel) -> Codec:
        """The codec for one partner."""
        return CsvCodec(CsvProfile.model_validate(profile.model_dump()))
