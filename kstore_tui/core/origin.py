"""Where a person comes from."""

from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address

HERE = "this host"
"""The origin of who sits at the host itself."""


def origin_of(environment: Mapping[str, str]) -> str:
    """Return the address of the SSH client, or `this host` where there is none.

    Args:
        environment: The environment of the session; sshd sets `SSH_CONNECTION` in it (sshd(8)).
    """
    client = (environment.get("SSH_CONNECTION") or environment.get("SSH_CLIENT") or "").partition(" ")[0]
    with suppress(ValueError):
        return str(ip_address(client))
    return HERE
