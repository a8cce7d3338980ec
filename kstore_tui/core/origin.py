"""Where a person connects from."""

from collections.abc import Mapping
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network

HERE = "this host"
"""The origin of someone on the host itself."""


def origin_of(environment: Mapping[str, str]) -> str:
    """Return the origin of an SSH client, which sshd sets as `SSH_CONNECTION` (sshd(8)), or `this host`."""
    client = (environment.get("SSH_CONNECTION") or environment.get("SSH_CLIENT") or "").partition(" ")[0]
    with suppress(ValueError):
        return network_of(client)
    return HERE


def network_of(address: str) -> str:
    """Return the part of an address that identifies a client: all of IPv4, the /64 of IPv6.

    Raises:
        ValueError: This is no IP address.
    """
    client = ip_address(address.partition("%")[0])
    if isinstance(client, IPv6Address) and client.ipv4_mapped is None:
        return str(ip_network((client, 64), strict=False))
    return str(getattr(client, "ipv4_mapped", None) or client)
