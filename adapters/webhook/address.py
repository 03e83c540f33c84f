"""Which addresses a webhook may go to: public ones by https, resolved once and pinned, never inside our network.

A connection is judged three times: the URL in the settings, the answer of the name service, the address of the socket.
So neither a spelling that the URL's reader takes for an address, nor an answer that changes, leads inside.
"""

import asyncio
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

_NEVER: tuple[_Network, ...] = tuple(
    map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "3fff::/20", "fec0::/10"))
)
"""Not public, whatever the standard library says: protocols, relays, translation, documentation, site-local."""
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?\Z")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?\Z")
"""What ends in a number is read as an address by some: `2130706433`, `0x7f.1`, `127.1`."""


class Forbidden(OSError):
    """This address is not one that a webhook may go to."""


@dataclass(frozen=True, slots=True)
class Egress:
    """What a webhook may reach besides public addresses."""

    loopback: bool = False
    """Test mode: http and https to this very machine."""
    networks: tuple[_Network, ...] = ()
    """Private networks that the operator has named."""
    hosts: tuple[str, ...] = ()
    """The only hosts that may be called, `*.nhs.uk` for all below; none named: any public host."""


def fault_of(url: str, egress: Egress) -> str | None:
    """What is wrong with a webhook's URL as it stands in the settings; None when nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a URL; expected https://host/path"
    if not host:
        return "has no host; expected https://host/path"
    if "@" in parts.netloc or parts.fragment:
        return "must not hold a user name, password or fragment"
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return "must be plain ASCII without spaces; write a host of other letters as `xn--`"
    return _scheme_fault(parts, host, egress) or _host_fault(host, egress)


def allowed(address: _Address, egress: Egress) -> bool:
    """True for a public unicast address, and for what the operator has opened."""
    plain = _unwrapped(address)
    if any(plain in network for network in egress.networks if network.version == plain.version):
        return True
    if plain.is_loopback:
        return egress.loopback
    if any(plain in network for network in _NEVER if network.version == plain.version):
        return False
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


def opened(found: AddrInfoType, egress: Egress) -> socket.socket:
    """A socket for one address, judged once more; raises `Forbidden`. Addresses in URLs are never looked up."""
    family, kind, protocol, _, address = found
    if not allowed(ip_address(str(address[0]).partition("%")[0]), egress):
        raise Forbidden("the webhook leads to an address that is not public")
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)
    return made


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


def _host_fault(host: str, egress: Egress) -> str | None:
    if egress.hosts and not any(_is_listed(host, it) for it in egress.hosts):
        return "goes to a host that is not under egress.hosts; add it there"
    try:
        address = ip_address(host)
    except ValueError:
        is_name = _NAME.match(host) is not None and _NUMBER.match(host) is None
        return None if is_name else "has a host that is neither a name nor a plain address"
    return None if allowed(address, egress) else "is an address inside a private network; name a public host"


def _is_listed(host: str, listed: str) -> bool:
    name, one = host.rstrip("."), listed.lower()
    return name.endswith(one[1:]) if one.startswith("*.") else name == one


def _unwrapped(address: _Address) -> _Address:
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address.sixtofour or address
    return address
