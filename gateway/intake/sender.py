"""For whom a sender speaks: its one service, or every service of its organisation."""

from gateway.gate.notices import NON_CLINICAL
from gateway.parties import Directory
from gateway.settings.model import Partner, Service


def spoken_for(parties: Directory, sender: Partner) -> list[Service]:
    """The services for which it speaks."""
    return [parties.services[sender.service]] if sender.service else parties.services_of(sender.organisation)


def is_charity(parties: Directory, sender: Partner) -> bool:
    """True where none of the services for which it speaks is clinical."""
    return all(it.service_class in NON_CLINICAL for it in spoken_for(parties, sender))
