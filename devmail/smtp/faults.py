"""Faults on demand: what a mail server does to its clients on a bad day."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

_MINUTE = 60
_ASKS = re.compile(r"(?:fail|slow|drop)\+[^@]*@|drop@", re.IGNORECASE)
_KNOWN = re.compile(r"(?:fail\+([45]\d\d)|slow\+(\d{1,3})|(drop)|drop\+(data))@", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults for every client. A `Faults()` has none, and is false."""

    first: int = 0  # how many of the next mails are refused with 451; those after them are taken
    a_minute: int = 0  # how many mails a minute are taken before clients get 421; 0 for any number
    delay: float = 0  # seconds before a mail that has come is kept and answered
    drop: bool = False  # whether the connection breaks off in the middle of each mail
    no_login: bool = False  # whether every login is refused

    def __bool__(self) -> bool:
        return self != Faults()

    def describe(self) -> str:
        """Return the line to show while any is on; empty when none is."""
        whats = []
        if self.first:
            next_ones = "email" if self.first == 1 else f"{self.first} emails"
            whats.append(f"rejecting the next {next_ones} (451)")
        if self.a_minute:
            emails = "1 email" if self.a_minute == 1 else f"{self.a_minute} emails"
            whats.append(f"allowing {emails} per minute")
        if self.delay:
            whats.append(f"delaying each email {self.delay:g} s")
        if self.drop:
            whats.append("dropping connections mid-email")
        if self.no_login:
            whats.append("rejecting every login")
        return f"Simulating faults: {'; '.join(whats)}." if whats else ""


@dataclass(frozen=True, slots=True)
class AddressFault:
    """The fault that a recipient's address asks for."""

    code: int = 0  # what it is refused with; 0 for nothing
    delay: int = 0  # seconds before it is answered
    drop: bool = False  # whether the connection breaks off instead of an answer
    drop_in_data: bool = False  # whether it breaks off in the middle of the mail


class NoSuchFault(Exception):
    """An address asks for an unknown fault; `str()` is the answer to the client."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"553 5.1.3 {address} is an unknown fault: "
            "use fail+400 to fail+599, slow+0 to slow+999, drop, or drop+data"
        )


def fault_of(address: str) -> AddressFault | None:
    """Return the fault that a recipient's address asks for, at any domain; None if it asks for none.

    `fail+451@` is refused with that code (400 to 599), `slow+5@` waits 5 seconds, `drop@` breaks the
    connection off, `drop+data@` breaks it off in the middle of the mail.
    """
    if not _ASKS.match(address):
        return None
    known = _KNOWN.match(address)
    if known is None:
        raise NoSuchFault(address)
    code, delay, drop, drop_in_data = known.groups()
    return AddressFault(int(code or 0), int(delay or 0), bool(drop), bool(drop_in_data))


def asks_to_drop_mail(address: str) -> bool:
    """Return whether an accepted address asks to break the connection off in the middle of the mail."""
    fault = fault_of(address)
    return fault is not None and fault.drop_in_data


class ActiveFaults:
    """The faults that are on, and the emails they have counted. The clock is monotonic, in seconds."""

    def __init__(self, faults: Faults, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._clock = clock
        self._begun: deque[float] = deque()

    @property
    def now(self) -> Faults:
        """The faults that are on, with how many of the next mails are still to be rejected."""
        return self._faults

    @now.setter
    def now(self, faults: Faults) -> None:
        self._faults = faults
        self._begun.clear()

    def begin_mail(self) -> str:
        """Count a mail that begins; return the answer that rejects it, or an empty string."""
        most = self._faults.a_minute
        if not most:
            return ""
        now = self._clock()
        while self._begun and self._begun[0] <= now - _MINUTE:
            self._begun.popleft()
        if len(self._begun) >= most:
            return f"421 4.7.0 Too many emails: limit is {most} per minute (simulated fault)"
        self._begun.append(now)
        return ""

    def end_mail(self) -> str:
        """Count a mail that has arrived; return the answer that rejects it, or an empty string."""
        left = self._faults.first
        if not left:
            return ""
        self._faults = replace(self._faults, first=left - 1)
        return f"451 4.3.0 Try again; {left - 1} more will be rejected (simulated fault)"
