"""The mails of the list: as many of the newest as have been looked at, the others in the inbox."""

from collections.abc import Sequence

from devmail.model import Mail
from devmail.store.inbox import Inbox, InboxUnusable

_PAGE = 50
"""Mails that are asked for at once."""


class Mails:
    """What is listed, newest first, with one of them chosen.

    Args:
        inbox: Where the mails are.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._loaded: list[Mail] = []
        self.search = ""
        """What is looked for; with nothing, all mails are listed."""
        self.row = 0
        """Which one is chosen."""
        self.total = 0
        """How many there are."""
        self.look_again()

    @property
    def chosen(self) -> Mail | None:
        """The mail that is chosen; None while there is none."""
        return self.at(self.row)

    def at(self, row: int) -> Mail | None:
        """Return the mail of a row, asked for when it is first looked at; None below the last.

        Args:
            row: Which one, from 0.
        """
        if len(self._loaded) <= row < self.total:
            self._load(row + _PAGE - len(self._loaded))
        return self._loaded[row] if row < len(self._loaded) else None

    def choose(self, row: int) -> None:
        """Choose a row, or the nearest that there is.

        Args:
            row: Which one, from 0.
        """
        self.row = max(0, min(row, self.total - 1))
        if self.row < _PAGE:
            del self._loaded[2 * _PAGE :]  # what was looked at far below is there to be asked for again

    def look_for(self, search: str) -> None:
        """List what matches; the chosen mail stays chosen if it does.

        Args:
            search: What is looked for.
        """
        self.search = search
        self.look_again()

    def arrived(self, mails: Sequence[Mail]) -> int:
        """Put mails on top, as far as they are looked for; the chosen one stays chosen.

        Args:
            mails: What came in, the oldest first.

        Returns:
            How many were put there.
        """
        fresh = list(reversed(mails))
        if self.search:
            known = mails[0].id
            fresh = [mail for mail in self._inbox.page(self.search, limit=len(mails)) if mail.id >= known]
        had_one = bool(self._loaded)
        self._loaded[:0] = fresh
        self.total = self._inbox.count(self.search)
        if had_one:
            self.choose(self.row + len(fresh))
        return len(fresh)

    def look_again(self) -> None:
        """Ask for all that is loaded anew; where the chosen mail is gone, the next older one is chosen."""
        before = self.chosen
        loaded = self.row + _PAGE  # the others when they are looked at
        self._loaded = self._inbox.page(self.search, limit=loaded)
        self.total = self._inbox.count(self.search)
        if before is None:
            self.choose(0)
        else:
            self._choose_mail(before.id)

    def go_to(self, id: int) -> None:
        """Ask for all anew, and choose a mail, or the next older one.

        Args:
            id: Its number.
        """
        self.look_again()
        self._choose_mail(id)

    def _choose_mail(self, id: int) -> None:
        while self._loaded and self._loaded[-1].id > id and len(self._loaded) < self.total:
            if not self._load(5 * _PAGE):
                break
        self.choose(next((row for row, mail in enumerate(self._loaded) if mail.id <= id), self.total))

    def _load(self, more: int) -> bool:
        """Ask for older ones; tell whether there were any."""
        last = self._loaded[-1].id if self._loaded else None
        try:
            older = self._inbox.page(self.search, before=last, limit=max(more, _PAGE))
        except InboxUnusable:  # told of when something is done: a row that comes in sight has no words for it
            older = []
        self._loaded += older
        if not older:
            self.total = len(self._loaded)
        return bool(older)
