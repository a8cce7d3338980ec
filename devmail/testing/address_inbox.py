"""The mails of one test."""

import asyncio
from collections.abc import Sequence

from devmail.store.wanted import Brings, Wanted
from devmail.testing.caught_mail import CaughtMail
from devmail.testing.running_sink import RunningSink

_MOST_TOLD = 10


class NoMailCame(AssertionError):
    """No mail came that was waited for; it tells of those that came instead."""


class MailCame(AssertionError):
    """A mail came where none was to come; it tells which."""


class AddressInbox:
    """What comes to one test: it has an address of its own, and each of its mails is given once.

    Args:
        sink: Where mails come in. Those that are there already are another test's.
        address: The address, which no other test has.
    """

    def __init__(self, sink: RunningSink, address: str) -> None:
        self.address = address
        self.sink = sink
        self._others = sink.newest_id
        self._given: set[int] = set()

    @property
    def mails(self) -> list[CaughtMail]:
        """All mails that came since the test began, to whomever, the oldest first."""
        return [mail for mail in self.sink.mails if mail.mail.id > self._others]

    def wait_mail(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> CaughtMail:
        """Return the oldest mail that was not given yet, as soon as there is one.

        Args:
            to: To whom; the test's own address unless told otherwise.
            subject: What is in its subject, in upper or lower case.
            seconds: How long to wait.

        Raises:
            NoMailCame: None came in time.
        """
        return self._take(Wanted(to or self.address, subject), seconds)

    def wait_code(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> str:
        """Return the code of the oldest mail that brings one and was not given yet; see `wait_mail`."""
        wanted = Wanted(to or self.address, subject, brings=Brings.CODE)
        return self._take(wanted, seconds).code or ""

    def wait_link(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> str:
        """Return the link of the oldest mail that brings one and was not given yet; see `wait_mail`."""
        wanted = Wanted(to or self.address, subject, brings=Brings.LINK)
        return self._take(wanted, seconds).link or ""

    def assert_no_mail(self, *, to: str | None = None, subject: str = "", seconds: float = 0) -> None:
        """See to it that no mail came, but for those that were given.

        Args:
            to: To whom; the test's own address unless told otherwise.
            subject: What is in its subject, in upper or lower case.
            seconds: How long to wait for one that may still come.

        Raises:
            MailCame: One came.
        """
        mail = self._find(Wanted(to or self.address, subject), seconds)
        if mail is not None:
            raise MailCame(f"a mail came {mail}")

    async def wait_mail_async(
        self, *, to: str | None = None, subject: str = "", seconds: float = 10
    ) -> CaughtMail:
        """Do as `wait_mail`, in an asynchronous test: what sends the mail goes on meanwhile."""
        return await asyncio.to_thread(self.wait_mail, to=to, subject=subject, seconds=seconds)

    async def wait_code_async(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> str:
        """Do as `wait_code`, in an asynchronous test: what sends the mail goes on meanwhile."""
        return await asyncio.to_thread(self.wait_code, to=to, subject=subject, seconds=seconds)

    async def wait_link_async(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> str:
        """Do as `wait_link`, in an asynchronous test: what sends the mail goes on meanwhile."""
        return await asyncio.to_thread(self.wait_link, to=to, subject=subject, seconds=seconds)

    async def assert_no_mail_async(
        self, *, to: str | None = None, subject: str = "", seconds: float = 0
    ) -> None:
        """Do as `assert_no_mail`, in an asynchronous test: what may send a mail goes on meanwhile."""
        await asyncio.to_thread(self.assert_no_mail, to=to, subject=subject, seconds=seconds)

    def _take(self, wanted: Wanted, seconds: float) -> CaughtMail:
        mail = self._find(wanted, seconds)
        if mail is None:
            raise NoMailCame(f"no {wanted} within {seconds:g} s; {self._came_instead()}")
        self._given.add(mail.mail.id)
        return mail

    def _find(self, wanted: Wanted, seconds: float) -> CaughtMail | None:
        def found(mails: Sequence[CaughtMail]) -> CaughtMail | None:
            return next(
                (caught for caught in mails if self._is_new(caught) and wanted.fits(caught.mail)), None
            )

        return self.sink.wait(found, seconds)

    def _is_new(self, caught: CaughtMail) -> bool:
        return caught.mail.id > self._others and caught.mail.id not in self._given

    def _came_instead(self) -> str:
        mails = self.mails
        if not mails:
            return f"nothing came to {self.sink.url}"
        told = [
            f"  {mail}{' (given before)' if mail.mail.id in self._given else ''}"
            for mail in mails[-_MOST_TOLD:]
        ]
        return "\n".join(["what came:", *told])
