"""What of a resource may be seen, remembered: several recipients of one event see the same, as does who reads again."""

from collections.abc import Callable, Hashable

import orjson

from schemas.fhir import Resource

_MOST, _LONGEST = 2048, 65_536


class Cuts:
    """The latest cuts that were made under one generation of settings, each by all that it depends on."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, bytes] = {}

    def of(self, key: Hashable, make: Callable[[], Resource | None]) -> bytes:
        """The cut of this key in JSON, empty where nothing is left; it is made where it is not at hand.

        Raises what `make` raises.
        """
        cut = self._kept.get(key)
        if cut is None:
            made = make()
            cut = b"" if made is None else orjson.dumps(made)
            if len(self._kept) >= _MOST:
                self._kept.clear()
            if len(cut) <= _LONGEST:
                self._kept[key] = cut
        return cut
