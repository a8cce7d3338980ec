"""The origin is what sshd says, if it is an address."""

import pytest

from kstore_tui.core.origin import HERE, origin_of


@pytest.mark.parametrize(
    ("environment", "origin"),
    [
        ({}, "this host"),
        ({"SSH_CONNECTION": "203.0.113.7 51234 198.51.100.2 22"}, "203.0.113.7"),
        ({"SSH_CONNECTION": "2001:DB8:0::7 1 2 3"}, "2001:db8::/64"),
        ({"SSH_CONNECTION": "2001:db8::99:1:2:3%eth0 1 2 3"}, "2001:db8::/64"),
        ({"SSH_CONNECTION": "::ffff:203.0.113.7 1 2 3"}, "203.0.113.7"),
        ({"SSH_CLIENT": "203.0.113.7 51234 22"}, "203.0.113.7"),
        ({"SSH_CONNECTION": "203.0.113.7 1 2 3", "SSH_CLIENT": "203.0.113.8 1 2"}, "203.0.113.7"),
        ({"SSH_CONNECTION": "\x1b[31m203.0.113.7 1 2 3"}, HERE),
        ({"SSH_CONNECTION": "UNKNOWN 65535 UNKNOWN 65535"}, HERE),
    ],
)
def test_the_origin_of_a_session(environment: dict[str, str], origin: str) -> None:
    assert origin_of(environment) == origin
