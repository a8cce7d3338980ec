"""Where a person connects from."""

from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address

HERE = "this host"
"""The origin of someone on the host itself."""


def origin_of(environment: Mapping[str, str]) -> str:
    """Return the address of the SSH client, which sshd sets as `SSH_CONNECTION` (sshd(8)), or `this host`."""
    client = (environment.get("SSH_CONNECTION") or environment.get("SSH_CLIENT") or "").partition(" ")[0]
    with suppress(ValueError):
        return str(ip_address(client))
    return HERE
