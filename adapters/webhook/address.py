"""Which addresses a webhook may go to: public ones by https, resolved once and pinned, never inside our network."""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network


class Forbidden(OSError):
    """This address is not one that a webhook may go to."""


@dataclass(frozen=True, slots=True)
class Egress:
    """What a webhook may reach besides public addresses."""

    loopback: bool = False
    """Test mode: http and https to this very machine."""
    networks: tuple[_Network, ...] = ()
    """Private networks that the operator has named."""


def fault_of(url: str, egress: Egress) -> str | None:
    """What is wrong with a webhook's URL as it stands in the settings; None when nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a URL; expected https://host/path"
    if not host:
        return "has no host; expected https://host/path"
    if parts.username or parts.password or parts.fragment:
        return "must not hold a user name, password or fragment"
    return _scheme_fault(parts, host, egress) or _literal_fault(host, egress)


def allowed(address: _Address, egress: Egress) -> bool:
    """True for a public unicast address, and for what the operator has opened."""
    plain = _unwrapped(address)
    if any(plain in network for network in egress.networks if network.version == plain.version):
        return True
    if plain.is_loopback:
        return egress.loopback
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


class Resolver(AbstractResolver):
    """Looks a host up and hands on only addresses that are allowed; one forbidden answer forbids the host.

    The connection is made to the very addresses that were judged, so a second look-up cannot bring another answer.
    """

    def __init__(self, egress: Egress) -> None:
        self._egress = egress

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`; raises `Forbidden` when any of them is inside."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        if not all(allowed(ip_address(it[4][0]), self._egress) for it in found):
            raise Forbidden("the webhook's host resolves to an address that is not public")
        return [_result(host, it[0], it[2], it[4]) for it in found]

    async def close(self) -> None:
        """Nothing is held open."""


def _result(host: str, family: int, proto: int, address: tuple[object, ...]) -> ResolveResult:
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    port = address[1]
    return ResolveResult(
        hostname=host, host=str(address[0]), port=port if isinstance(port, int) else 0,
        family=family, proto=proto, flags=flags,
    )  # fmt: skip


def _scheme_fault(parts: SplitResult, host: str, egress: Egress) -> str | None:
    if parts.scheme == "https":
        return None
    if parts.scheme == "http" and egress.loopback and host in {"localhost", "127.0.0.1", "::1"}:
        return None
    return "must be https (http only to this machine, in test mode)"


def _literal_fault(host: str, egress: Egress) -> str | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return None if allowed(address, egress) else "is an address inside a private network; name a public host"


def _unwrapped(address: _Address) -> _Address:
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address.sixtofour or address
    return address
