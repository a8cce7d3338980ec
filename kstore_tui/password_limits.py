"""How often passwords may be tried: parts of the unit of work that comes before one is looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from kstore_tui.addresses import address_digest, fold
from kstore_tui.clock import Clock
from kstore_tui.database.models import Administrator, PasswordTry, Session
from kstore_tui.randomness import Randomness
from kstore_tui.refusals import TooManyWrongPasswords
from kstore_tui.rules import RULES, Rules

_HOUR = timedelta(hours=1)
_PASSWORD = "password"  # noqa: S105 - what an address is kept for


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PasswordLimits:
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

    def count(self, address: str, origin: str) -> None:
        """Count a try as a wrong one before its password is looked at, so that no other slips by meanwhile.

        The statements are the same for every address, so that nobody learns which exist.

        Args:
            address: The login address as typed.
            origin: Where the person comes from.

        Raises:
            TooManyWrongPasswords: Not now; this try is not counted.
        """
        now = self.clock()
        digest = address_digest(self.key, _PASSWORD, address)
        pair = self._after_tries_in_a_row(digest, origin, now)
        others = (self._after_tries_of_address(digest, now), self._after_tries_of_origin(origin, now))
        is_known = self._has_logged_in_from(address, origin, now)
        again_at = pair if is_known else max(pair, *others)
        if again_at > now:
            raise TooManyWrongPasswords(again_at)
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

    def _after_tries_in_a_row(self, digest: str, origin: str, now: datetime) -> datetime:
        tried = list(
            _newest(
                now - self.rules.wrong_passwords_kept,
                PasswordTry.address_digest == digest,
                PasswordTry.origin == origin,
            )
        )
        past = len(tried) - self.rules.wrong_passwords_free
        if past < 0:
            return now
        longest = self.rules.wrong_password_longest_wait
        wait = self.rules.wrong_password_wait
        for _ in range(past):
            wait = min(wait * 2, longest)
        return tried[0] + wait

    def _after_tries_of_address(self, digest: str, now: datetime) -> datetime:
        tried = list(_newest(now - _HOUR, PasswordTry.address_digest == digest))
        if len(tried) < self.rules.wrong_passwords_an_hour:
            return now
        return tried[0] + self.rules.wrong_password_pause

    def _after_tries_of_origin(self, origin: str, now: datetime) -> datetime:
        tried = list(_newest(now - _HOUR, PasswordTry.origin == origin))
        most = self.rules.wrong_passwords_of_origin_an_hour
        return now if len(tried) < most else tried[most - 1] + _HOUR

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


def _newest(since: datetime, *which: object) -> Iterator[datetime]:
    """Return when such tries were, the newest first."""
    tries = (
        PasswordTry.select(PasswordTry.tried_at)
        .where(*which, PasswordTry.tried_at > since)
        .order_by(PasswordTry.tried_at.desc())
    )
    return (one.tried_at for one in tries)
