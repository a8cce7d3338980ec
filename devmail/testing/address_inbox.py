"""The mails of one test."""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypedDict, Unpack

from devmail.store.criteria import Brings, Choice, Criteria, with_code
from devmail.testing.caught_mail import CaughtMail
from devmail.testing.running_sink import RunningSink

_MOST_SHOWN = 10

Pattern = str | re.Pattern[str]
"""What a code looks like, as a regular expression; its first group if it has one."""


class Asked(TypedDict, total=False):
    """Which mail is waited for, and how long; see `AddressInbox.wait_mail`."""

    to: str | None
    subject: str
    seconds: float


class NoMailCame(AssertionError):
    """The mail that was waited for did not come; the line names those that came instead."""


class MailCame(AssertionError):
    """A mail came where none was to come; the line names it."""


class AddressInbox:
    """What comes to one test: it has an address of its own, and each of its mails is given once.

    Mails that are there already are another test's.
    """

    def __init__(self, sink: RunningSink, address: str) -> None:
        self.address = address
        self.sink = sink
        self._others = sink.newest_id
        self._given: set[int] = set()

    @property
    def mails(self) -> list[CaughtMail]:
        """All mails that came since the test began, to any address, the oldest first."""
        return [mail for mail in self.sink.mails if mail.mail.id > self._others]

    def wait_mail(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> CaughtMail:
        """Return the oldest mail not given yet, as soon as there is one."""
        chosen = self._take(Criteria(to or self.address, subject), seconds).mail
        return next(caught for caught in self.mails if caught.mail.id == chosen.id)

    def wait_code(self, *, pattern: Pattern | None = None, **asked: Unpack[Asked]) -> str:
        """Return the code of the oldest mail with one, as `wait_mail` does.

        A mail with a likely code is taken where none with a sure one comes. With a pattern, nothing else is
        a code.
        """
        return self._bring(Brings.CODE, pattern, **asked)

    def wait_link(self, **asked: Unpack[Asked]) -> str:
        """Return the link of the oldest mail with one, as `wait_mail` does."""
        return self._bring(Brings.LINK, None, **asked)

    def assert_no_mail(self, *, to: str | None = None, subject: str = "", seconds: float = 0) -> None:
        """Check that no mail came but those given, and that none comes in so many seconds."""
        chosen = self._find(Criteria(to or self.address, subject), seconds)
        if chosen is not None:
            raise MailCame(f"an email arrived: {CaughtMail(chosen.mail, b'')}")

    # The same while the event loop, and what sends the mail, goes on.

    async def wait_mail_async(self, **asked: Unpack[Asked]) -> CaughtMail:
        return await asyncio.to_thread(self.wait_mail, **asked)

    async def wait_code_async(self, *, pattern: Pattern | None = None, **asked: Unpack[Asked]) -> str:
        return await asyncio.to_thread(self.wait_code, pattern=pattern, **asked)

    async def wait_link_async(self, **asked: Unpack[Asked]) -> str:
        return await asyncio.to_thread(self.wait_link, **asked)

    async def assert_no_mail_async(self, **asked: Unpack[Asked]) -> None:
        await asyncio.to_thread(self.assert_no_mail, **asked)

    def describe(self) -> str:
        """Return the newest mails with their texts, for a failed test's report."""
        mails = self.mails
        older = [f"[{len(mails) - _MOST_SHOWN} older emails]"] if len(mails) > _MOST_SHOWN else []
        return "\n".join([*older, *(mail.describe() for mail in mails[-_MOST_SHOWN:])])

    def _bring(
        self,
        brings: Brings,
        pattern: Pattern | None,
        to: str | None = None,
        subject: str = "",
        seconds: float = 10,
    ) -> str:
        wanted = Criteria(to or self.address, subject, brings=brings)
        return brings.of(self._take(wanted, seconds, pattern).mail) or ""

    def _take(self, wanted: Criteria, seconds: float, pattern: Pattern | None = None) -> Choice:
        chosen = self._find(wanted, seconds, pattern)
        if chosen is None:
            matching = "" if pattern is None else f" that matches {re.compile(pattern).pattern}"
            raise NoMailCame(f"no {wanted}{matching} within {seconds:g} s; {self._came_instead()}")
        self._given.add(chosen.mail.id)
        return chosen

    def _find(self, wanted: Criteria, seconds: float, pattern: Pattern | None = None) -> Choice | None:
        def best(mails: Sequence[CaughtMail]) -> Choice | None:
            ours = (caught for caught in mails if self._is_new(caught))
            if pattern is None:
                return wanted.choose((caught.mail for caught in ours), datetime.now(UTC))
            compiled = re.compile(pattern)
            read = (with_code(caught.mail, caught.raw, compiled) for caught in ours)
            return wanted.choose(read, datetime.now(UTC))

        def sure(mails: Sequence[CaughtMail]) -> Choice | None:
            chosen = best(mails)
            return chosen if chosen is not None and not chosen.wait else None

        chosen = self.sink.wait(best, seconds)
        return chosen and (self.sink.wait(sure, chosen.wait) or chosen)

    def _is_new(self, caught: CaughtMail) -> bool:
        return caught.mail.id > self._others and caught.mail.id not in self._given

    def _came_instead(self) -> str:
        mails = self.mails
        if not mails:
            return f"nothing arrived at {self.sink.url}"
        shown = [
            f"  {mail}{' (already returned)' if mail.mail.id in self._given else ''}"
            for mail in mails[-_MOST_SHOWN:]
        ]
        return "\n".join(["Emails that arrived:", *shown])
