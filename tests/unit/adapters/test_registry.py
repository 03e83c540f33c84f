"""Finding adapters by name."""

import sys
from pathlib import Path

import pytest

from adapters import registry

ADAPTER = """
from pydantic import BaseModel

class Options(BaseModel):
    pass

class Pigeon:
    name = "pigeon"
    profile = Options

    def codec(self, profile):
        return None
"""


def offer(folder: Path, monkeypatch: pytest.MonkeyPatch, *, target: str, name: str = "pigeon") -> None:
    """Install a distribution that offers one adapter, as pip would leave it on the path."""
    (folder / "carrier_pigeon.py").write_text(ADAPTER)
    metadata = folder / "carrier_pigeon-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: carrier-pigeon\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[nowrongdoor.adapters]\n{name} = {target}\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "carrier_pigeon", raising=False)


def test_the_built_in_adapters_are_found_by_name() -> None:
    """Each comes under its own name."""
    found = registry.installed()

    assert {"hl7v2", "webhook"} <= set(found)
    assert all(adapter.name == name for name, adapter in found.items())
    assert registry.find("hl7v2").name == "hl7v2"


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    """The error says what there is."""
    with pytest.raises(registry.AdapterUnknown, match=r"unknown adapter `fax`; installed: .*hl7v2, .*webhook"):
        registry.find("fax")


def test_an_adapter_of_another_distribution_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installing it is all that it takes."""
    offer(tmp_path, monkeypatch, target="carrier_pigeon:Pigeon")

    assert registry.find("pigeon").name == "pigeon"


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("carrier_pigeon:Nothing", "pigeon"),
        ("no_such_module:Pigeon", "pigeon"),
        ("carrier_pigeon:Options", "pigeon"),
        ("carrier_pigeon:Pigeon", "hl7v2"),
    ],
    ids=["no-object", "no-module", "not-an-adapter", "name-taken"],
)
def test_a_broken_offer_names_its_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, name: str
) -> None:
    """Whoever installed it knows what to mend."""
    offer(tmp_path, monkeypatch, target=target, name=name)

    with pytest.raises(registry.AdapterBroken, match="distribution `carrier-pigeon`, module `"):
        registry.installed()
