"""How many connections there may be."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from screens.serving.limits import Admission, Limits, TooManyConnections

_FEW = Limits(sessions=3, sessions_per_address=2, connections_per_minute=4)


class _Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def session(admission: Admission, address: str) -> Iterator[None]:
    with admission.admit(address), admission.session(address):
        yield


def test_one_address_may_have_only_so_many_sessions_at_a_time() -> None:
    admission = Admission(_FEW)
    with ExitStack() as sessions:
        for _ in range(2):
            sessions.enter_context(session(admission, "203.0.113.7"))
        with pytest.raises(TooManyConnections, match="sessions from your address"):
            sessions.enter_context(admission.admit("203.0.113.7"))
        sessions.enter_context(session(admission, "203.0.113.8"))
    with session(admission, "203.0.113.7"):
        pass


def test_all_addresses_together_may_have_only_so_many_sessions() -> None:
    admission = Admission(_FEW)
    with ExitStack() as sessions:
        for number in range(3):
            sessions.enter_context(session(admission, f"203.0.113.{number}"))
        with pytest.raises(TooManyConnections, match="The store is busy"):
            sessions.enter_context(admission.admit("203.0.113.9"))


def test_of_connections_that_begin_sessions_at_the_same_time_only_so_many_get_one() -> None:
    admission = Admission(Limits(sessions=15, sessions_per_address=4))
    with ExitStack() as connections:
        for _ in range(3):
            connections.enter_context(session(admission, "203.0.113.7"))
        for _ in range(2):
            connections.enter_context(admission.admit("203.0.113.7"))
        connections.enter_context(admission.session("203.0.113.7"))
        with pytest.raises(TooManyConnections, match="sessions from your address"):
            connections.enter_context(admission.session("203.0.113.7"))


def test_connections_without_a_session_have_limits_of_their_own() -> None:
    admission = Admission(Limits(sessions=15, sessions_per_address=4))
    with ExitStack() as connections:
        for _ in range(3):
            connections.enter_context(session(admission, "203.0.113.7"))
        for _ in range(2):
            connections.enter_context(admission.admit("203.0.113.7"))
        with pytest.raises(TooManyConnections, match="from your address"):
            connections.enter_context(admission.admit("203.0.113.7"))
        connections.enter_context(admission.admit("203.0.113.8"))
        with pytest.raises(TooManyConnections, match="The store is busy"):
            connections.enter_context(admission.admit("203.0.113.9"))
    with admission.admit("203.0.113.9"):
        pass


def test_one_address_may_connect_only_so_often_in_a_minute() -> None:
    clock = _Clock()
    admission = Admission(_FEW, clock)
    for _ in range(4):
        with admission.admit("203.0.113.7"):
            pass
    for _ in range(2):
        with pytest.raises(TooManyConnections, match="in a minute"), admission.admit("203.0.113.7"):
            pass
    with admission.admit("203.0.113.8"):
        pass
    clock.now += 30  # half of it
    for _ in range(2):
        with admission.admit("203.0.113.7"):
            pass
    with pytest.raises(TooManyConnections, match="in a minute"), admission.admit("203.0.113.7"):
        pass
    clock.now += 60
    for _ in range(4):
        with admission.admit("203.0.113.7"):
            pass


def test_a_client_cannot_use_its_many_ipv6_addresses_to_get_around_a_limit() -> None:
    admission = Admission(_FEW)
    with (
        session(admission, "2001:db8:1:2::1"),
        session(admission, "2001:db8:1:2:ffff::2"),
        session(admission, "2001:db8:1:3::1"),
        pytest.raises(TooManyConnections, match="your address"),
        admission.admit("2001:db8:1:2::3"),
    ):
        pass
