"""How many wrong passwords are allowed, and how long one waits after them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kstore_tui.core.addresses import address_digest, fold
from kstore_tui.core.clock import Clock, Randomness
from kstore_tui.core.errors import TooManyWrongPasswords
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.database.models import Administrator, PasswordTry, Session

_HOUR = timedelta(hours=1)
_PASSWORD = "password"  # noqa: S105 - what an address is kept for


@dataclass(frozen=True, order=True)
class _Wait:
    until: datetime
    after: str = ""
    """The id of the last try that was checked: it identifies the wait."""


@dataclass(eq=False, repr=False)
class PasswordThrottle:
    """Counts tries of passwords. All methods run in the caller's transaction.

    Every wait ends, so nobody can keep an owner out for good. Addresses are kept as digests made with the
    store's key, because people type passwords there.
    """

    clock: Clock
    randomness: Randomness
    key: bytes
    rules: Rules = RULES

    def count(self, address: str, origin: str, note_wait: Callable[[], object]) -> None:
        """Count a try as wrong before its password is checked, so that no other slips by in the meantime.

        The statements are the same for every address, so that nobody learns which exist. `note_wait` is
        called for the first try during a wait only, so that nobody can flood the activity.

        Raises:
            TooManyWrongPasswords: There were too many; this try is not counted.
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
            raise TooManyWrongPasswords(wait.until, now)
        PasswordTry.delete().where(PasswordTry.tried_at <= now - self.rules.wrong_passwords_kept).execute()
        PasswordTry.create(
            id=self.randomness.token_hex(16), address_digest=digest, origin=origin, tried_at=now
        )

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
    """Return such tries, newest first."""
    return list(
        PasswordTry.select(PasswordTry.id, PasswordTry.tried_at)
        .where(*which, PasswordTry.tried_at > since)
        .order_by(PasswordTry.tried_at.desc(), PasswordTry.id)
    )
