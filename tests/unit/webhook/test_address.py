"""Where a webhook may not go."""

import socket
from ipaddress import ip_address, ip_network

import pytest

from adapters.webhook.address import Egress, Forbidden, Resolver, allowed, fault_of, opened

INSIDE = [
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "255.255.255.255",
    "fec0::1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "::127.0.0.1", "2001:0:7f00:1::", "fd00:ec2::254", "192.0.0.8",
    "192.88.99.1", "3fff::1", "100.100.100.200",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_inside_address_is_allowed(address):
    """Loopback, private, link-local, shared, multicast and wrapped addresses are all closed."""
    assert not allowed(ip_address(address), Egress())


def test_public_address_is_allowed():
    """A public unicast address is open."""
    assert allowed(ip_address("20.50.60.70"), Egress())


def test_named_network_is_allowed():
    """The operator may open one private network, and nothing beside it opens."""
    egress = Egress(networks=(ip_network("10.9.0.0/16"),))

    assert allowed(ip_address("10.9.1.1"), egress)
    assert not allowed(ip_address("10.8.1.1"), egress)


@pytest.mark.parametrize(
    "url",
    [
        "http://cafe.example/hook",
        "ftp://cafe.example/hook",
        "https://user:pass@cafe.example/hook",
        "https://10.0.0.1/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https:///hook",
        "https://cafe.example/#part",
        "https://[broken/hook",
        "http://127.0.0.1/hook",
        "https://2130706433/hook",
        "https://0x7f000001/hook",
        "https://0177.0.0.1/hook",
        "https://127.1/hook",
        "https://127.0.0.1./hook",
        "https://127%2e0.0.1/hook",
        "https://\uff11\uff12\uff17.0.0.1/hook",
        "https://\u2460\u2461\u2466\u30020\u30020\u30021/hook",
        "https://[fe80::1%25eth0]/hook",
        "https://@cafe.example/hook",
        "https://cafe.example\\@10.0.0.1/hook",
        "https://cafe.example/a b",
        "https://cafe.example/\r\nHost: x",
    ],
)
def test_bad_url_is_named(url):
    """Each unusable URL has a fault that says what was expected."""
    assert fault_of(url, Egress())


@pytest.mark.parametrize(
    "url",
    [
        "https://cafe.example/hook",
        "https://cafe.example:8443/hook?x=1",
        "https://7.cafe.example/",
        "https://xn--caf-dma.uk/",
    ],
)
def test_good_url_has_no_fault(url):
    """Https to a named host is what a webhook is."""
    assert fault_of(url, Egress()) is None


def test_test_mode_opens_this_machine_only():
    """In test mode http reaches loopback and nothing else."""
    assert fault_of("http://127.0.0.1:9/hook", Egress(loopback=True)) is None
    assert fault_of("http://10.0.0.1/hook", Egress(loopback=True))


async def test_name_that_leads_inside_is_forbidden():
    """A public-looking name that resolves to this machine is refused when it is looked up."""
    with pytest.raises(Forbidden):
        await Resolver(Egress()).resolve("localhost", 443, socket.AF_UNSPEC)


@pytest.mark.parametrize(
    ("host", "may"),
    [
        ("hooks.cafe.nhs.uk", True),
        ("one.example", True),
        ("cafe.example", False),
        ("evilnhs.uk", False),
        ("nhs.uk", False),
    ],
)
def test_where_hosts_are_named_only_those_are_called(host, may):
    """By their whole name, or by what they stand below."""
    egress = Egress(hosts=("*.nhs.uk", "one.example"))
    assert (fault_of(f"https://{host}/hook", egress) is None) is may


@pytest.mark.parametrize("address", [("10.0.0.1", 443), ("::ffff:127.0.0.1", 443, 0, 0), ("fe80::1%lo", 443, 0, 1)])
def test_a_socket_is_opened_to_no_inside_address(address):
    """Whoever looked it up, and however the URL spelt it."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with pytest.raises(Forbidden):
        opened((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address), Egress())
