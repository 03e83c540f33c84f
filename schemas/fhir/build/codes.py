"""Reads the codes of a required binding, where the value set names whole, complete code systems."""

import json
from pathlib import Path
from typing import Any

_MOST = 120
"""Longer lists (media types, currencies) stay plain codes."""

_ELSEWHERE = {"http://terminology.hl7.org/ValueSet/v3-Confidentiality": ("U", "L", "M", "N", "R", "V")}
"""What the package names and does not hold: FHIR R4 4.0.1, v3 Code System Confidentiality."""


class CodeBook:
    """The value sets and code systems of one package."""

    def __init__(self, package: Path) -> None:
        self._sets = _by_url(package, "ValueSet")
        self._systems = _by_url(package, "CodeSystem")

    def codes(self, value_set: str) -> tuple[str, ...]:
        """All codes of a value set; empty when it cannot be listed."""
        url = value_set.split("|", maxsplit=1)[0]
        if url in _ELSEWHERE:
            return _ELSEWHERE[url]
        found = self._sets.get(url)
        includes = found.get("compose", {}).get("include", []) if found else []
        codes: list[str] = []
        for include in includes:
            listed = self._included(include)
            if not listed:
                return ()
            codes.extend(listed)
        return tuple(dict.fromkeys(codes)) if len(codes) <= _MOST else ()

    def _included(self, include: dict[str, Any]) -> list[str]:
        if include.get("filter"):
            return []
        if include.get("concept"):
            return [it["code"] for it in include["concept"]]
        if include.get("valueSet"):
            return [code for url in include["valueSet"] for code in self.codes(url)]
        system = self._systems.get(include.get("system", ""))
        return _flat(system.get("concept", [])) if system and system.get("content") == "complete" else []


def _flat(concepts: list[dict[str, Any]]) -> list[str]:
    return [code for it in concepts for code in (it["code"], *_flat(it.get("concept", [])))]


def _by_url(package: Path, kind: str) -> dict[str, dict[str, Any]]:
    loaded = (json.loads(it.read_bytes()) for it in sorted(package.glob(f"{kind}-*.json")))
    return {it["url"]: it for it in loaded}
