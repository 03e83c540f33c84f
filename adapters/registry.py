"""The installed adapters by name: those that come with the gateway, and those of other distributions.

Another distribution offers an adapter by an entry point of the group `nowrongdoor.adapters`: its name is the
adapter's name, and it points to an object (or a class without arguments) that satisfies `adapters.contract.Adapter`.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec

from pydantic import BaseModel

from adapters.contract import Adapter

GROUP = "nowrongdoor.adapters"

_BUILT_IN = {
    "csv": "adapters.csv.adapter:CsvAdapter",
    "fhir_r4": "adapters.fhir_r4.adapter:FhirAdapter",
    "hl7v2": "adapters.hl7v2.adapter:Hl7Adapter",
    "json": "adapters.json_api.adapter:JsonAdapter",
    "webhook": "adapters.webhook.codec:WebhookAdapter",
}


class AdapterUnknown(LookupError):
    """No adapter of this name is installed."""


class AdapterBroken(ImportError):
    """A distribution offers an adapter that cannot be used; the text names the distribution."""


def installed() -> Mapping[str, Adapter]:
    """Every installed adapter by name, in order of names. Raises `AdapterBroken`."""
    found = {name: _built_in(path) for name, path in _BUILT_IN.items() if _is_here(path)}
    for entry in entry_points(group=GROUP):
        if entry.name in found:
            raise AdapterBroken(f"{_origin(entry)}: the name `{entry.name}` is taken; give the adapter another name")
        found[entry.name] = _offered(entry)
    return dict(sorted(found.items()))


def find(name: str) -> Adapter:
    """The adapter of this name. Raises `AdapterUnknown` or `AdapterBroken`."""
    adapters = installed()
    if name not in adapters:
        raise AdapterUnknown(f"unknown adapter `{name}`; installed: {', '.join(adapters)}")
    return adapters[name]


def _is_here(path: str) -> bool:
    package, _, _ = path.partition(":")
    return find_spec(package.rpartition(".")[0]) is not None and find_spec(package) is not None


def _built_in(path: str) -> Adapter:
    module, _, name = path.partition(":")
    adapter: Adapter = getattr(import_module(module), name)()
    return adapter


def _offered(entry: EntryPoint) -> Adapter:
    try:
        offered = entry.load()
        adapter: Adapter = offered() if isinstance(offered, type) else offered
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise AdapterBroken(
            f"{_origin(entry)}: cannot be loaded ({type(error).__name__}); mend or remove it"
        ) from error
    profile = getattr(adapter, "profile", None)
    if not (isinstance(profile, type) and issubclass(profile, BaseModel) and callable(getattr(adapter, "codec", None))):
        raise AdapterBroken(f"{_origin(entry)}: is not an adapter; it needs `name`, `profile` and `codec(profile)`")
    return adapter


def _origin(entry: EntryPoint) -> str:
    distribution = entry.dist.name if entry.dist else "unknown distribution"
    return f"adapter `{entry.name}` of distribution `{distribution}`, module `{entry.module}`"
