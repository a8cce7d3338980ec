"""How often passwords may be tried: parts of the unit of work that comes before one is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from kstore_tui.core.addresses import address_digest, fold
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import TooManyWrongPasswords
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.database.models import Administrator, PasswordTry, Session

_HOUR = timedelta(hours=1)
_PASSWORD = "password"  # noqa: S105 - what an address is kept for


class _Wait(NamedTuple):
    until: datetime
    after: str = ""
    """The id of the last try that was looked at: by it a wait is known."""


@dataclass(eq=False, repr=False)
class PasswordThrottle:
    """Counts tries of passwords; no wait is for ever, so nobody can keep an owner out for good.

    Args:
        clock: The present time.
        randomness: Where ids come from.
        key: The store's own key: addresses are kept as digests made with it, for people type passwords there.
        rules: The numbers.
    """

    clock: Clock
    randomness: Randomness
    key: bytes
    rules: Rules = RULES

    def count(
        self, address: str, origin: str, note_wait: Callable[[], object]
    ) -> TooManyWrongPasswords | None:
        """Count a try as a wrong one before its password is looked at, so that no other slips by meanwhile.

        The statements are the same for every address, so that nobody learns which exist.

        Args:
            address: The login address as typed.
            origin: Where the person comes from.
            note_wait: Called for the first try of a wait alone: however many there are, activity is not
                flooded.

        Returns:
            Why not now, for a try that is not counted; not raised, for what was noted is to be committed.
        """
        now = self.clock()
        digest = address_digest(self.key, _PASSWORD, address)
        pair = self._after_tries_in_a_row(digest, origin, now)
        others = (self._after_tries_of_address(digest, now), self._after_tries_of_origin(origin, now))
        is_known = self._has_logged_in_from(address, origin, now)
        wait = pair if is_known else max(pair, *others)
        if wait.until > now:
            if (
                PasswordTry.update(wait_noted=True)
                .where(PasswordTry.id == wait.after, ~PasswordTry.wait_noted)
                .execute()
            ):
                note_wait()
            return TooManyWrongPasswords(wait.until)
        PasswordTry.delete().where(PasswordTry.tried_at <= now - self.rules.wrong_passwords_kept).execute()
        PasswordTry.create(
            id=self.randomness.token_hex(16), address_digest=digest, origin=origin, tried_at=now
        )
        return None

    def forget(self, address: str, origin: str) -> None:
        """Forget the tries for an address from one origin: the password was right."""
        PasswordTry.delete().where(
            PasswordTry.address_digest == address_digest(self.key, _PASSWORD, address),
            PasswordTry.origin == origin,
        ).execute()

    def _after_tries_in_a_row(self, digest: str, origin: str, now: datetime) -> _Wait:
        tried = _newest(
            now - self.rules.wrong_passwords_kept,
            PasswordTry.address_digest == digest,
            PasswordTry.origin == origin,
        )
        past = len(tried) - self.rules.wrong_passwords_free
        if past < 0:
            return _Wait(now)
        longest = self.rules.wrong_password_longest_wait
        wait = self.rules.wrong_password_wait
        for _ in range(past):
            wait = min(wait * 2, longest)
        return _Wait(tried[0].tried_at + wait, tried[0].id)

    def _after_tries_of_address(self, digest: str, now: datetime) -> _Wait:
        tried = _newest(now - _HOUR, PasswordTry.address_digest == digest)
        if len(tried) < self.rules.wrong_passwords_an_hour:
            return _Wait(now)
        return _Wait(tried[0].tried_at + self.rules.wrong_password_pause, tried[0].id)

    def _after_tries_of_origin(self, origin: str, now: datetime) -> _Wait:
        tried = _newest(now - _HOUR, PasswordTry.origin == origin)
        most = self.rules.wrong_passwords_of_origin_an_hour
        return _Wait(now) if len(tried) < most else _Wait(tried[most - 1].tried_at + _HOUR, tried[0].id)

    def _has_logged_in_from(self, address: str, origin: str, now: datetime) -> bool:
        return bool(
            Session.select()
            .join(Administrator)
            .where(
                Administrator.login_key == fold(address),
                Session.origin == origin,
                Session.began_at > now - self.rules.origin_known,
            )
            .exists()
        )


def _newest(since: datetime, *which: object) -> list[PasswordTry]:
    """Return such tries, the newest first."""
    return list(
        PasswordTry.select(PasswordTry.id, PasswordTry.tried_at)
        .where(*which, PasswordTry.tried_at > since)
        .order_by(PasswordTry.tried_at.desc(), PasswordTry.id)
    )
