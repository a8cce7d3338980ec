"""The mails of one test."""

import asyncio
from collections.abc import Sequence

from devmail.testing.caught_mail import CaughtMail
from devmail.testing.running_sink import RunningSink

_MOST_TOLD = 10


class NoMailCame(AssertionError):
    """No mail came that was waited for; it tells of those that came instead."""


class AddressInbox:
    """What comes to one test: it has an address of its own, and each of its mails is given once.

    Args:
        sink: Where mails come in. Those that are there already are another test's.
        address: The address, which no other test has.
    """

    def __init__(self, sink: RunningSink, address: str) -> None:
        self.address = address
        self.sink = sink
        self._others = len(sink.mails)
        self._given: set[int] = set()

    @property
    def mails(self) -> list[CaughtMail]:
        """All mails that came since the test began, to whomever, the oldest first."""
        return self.sink.mails[self._others :]

    def wait_mail(
        self, *, to: str | None = None, subject: str = "", with_code: bool = False, seconds: float = 10
    ) -> CaughtMail:
        """Return the oldest mail that was not given yet, as soon as there is one.

        Args:
            to: To whom; the test's own address unless told otherwise.
            subject: What is in its subject.
            with_code: Whether only a mail that brings a code is meant.
            seconds: How long to wait.

        Raises:
            NoMailCame: None came in time.
        """
        address = to or self.address

        def found(mails: Sequence[CaughtMail]) -> CaughtMail | None:
            return next(
                (mail for mail in mails[self._others :] if self._fits(mail, address, subject, with_code)),
                None,
            )

        mail = self.sink.wait(found, seconds)
        if mail is None:
            what = f"mail{' with a code' if with_code else ''} to {address}"
            about = f" about {subject!r}" if subject else ""
            raise NoMailCame(f"no {what}{about} within {seconds:g} s; {self._came_instead()}")
        self._given.add(mail.mail.id)
        return mail

    def wait_code(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> str:
        """Return the code of the oldest mail that brings one and was not given yet; see `wait_mail`.

        Args:
            to: To whom; the test's own address unless told otherwise.
            subject: What is in its subject.
            seconds: How long to wait.

        Raises:
            NoMailCame: None came in time.
        """
        return self.wait_mail(to=to, subject=subject, with_code=True, seconds=seconds).code or ""

    async def wait_mail_async(
        self, *, to: str | None = None, subject: str = "", with_code: bool = False, seconds: float = 10
    ) -> CaughtMail:
        """Do as `wait_mail`, in an asynchronous test: what sends the mail goes on meanwhile."""
        return await asyncio.to_thread(
            self.wait_mail, to=to, subject=subject, with_code=with_code, seconds=seconds
        )

    async def wait_code_async(self, *, to: str | None = None, subject: str = "", seconds: float = 10) -> str:
        """Do as `wait_code`, in an asynchronous test: what sends the mail goes on meanwhile."""
        return await asyncio.to_thread(self.wait_code, to=to, subject=subject, seconds=seconds)

    def _fits(self, mail: CaughtMail, to: str, subject: str, with_code: bool) -> bool:
        return (
            mail.mail.id not in self._given
            and to.casefold() in map(str.casefold, mail.recipients)
            and subject in mail.subject
            and (mail.code is not None or not with_code)
        )

    def _came_instead(self) -> str:
        mails = self.mails
        if not mails:
            return f"nothing came to {self.sink.url}"
        told = [
            f"  {mail}{' (given before)' if mail.mail.id in self._given else ''}"
            for mail in mails[-_MOST_TOLD:]
        ]
        return "\n".join(["what came:", *told])
