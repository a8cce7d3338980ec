"""Wrong registration and reset codes: so many for an address, then a wait."""

from collections.abc import Callable
from dataclasses import dataclass

from kstore_tui.core.addresses import address_digest
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import TooManyWrongTokens
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.core.tokens import TokenKind
from kstore_tui.database.models import WrongToken


@dataclass(eq=False, repr=False)
class TokenThrottle:
    """Counts the wrong codes of one kind: those of another have a limit of their own.

    An address that nobody has is treated in the same way. The methods are parts of a unit of work.
    """

    clock: Clock
    randomness: Randomness
    key: bytes
    of: TokenKind
    """The kind of code."""
    rules: Rules = RULES

    def wait(self, address: str, note: Callable[[], object]) -> TooManyWrongTokens | None:
        """Return why not now, during a wait.

        Args:
            address: The login address as typed.
            note: Called for the first try of a wait alone: however many there are, activity is not flooded.

        Returns:
            The refusal; not raised, for what was noted is to be committed.
        """
        recent = (
            WrongToken.select()
            .where(
                WrongToken.address_digest == self._digest(address),
                WrongToken.tried_at > self.clock() - self.rules.mailed_code_wait,
            )
            .order_by(WrongToken.tried_at.desc(), WrongToken.id)
        )
        wrong = list(recent)
        if len(wrong) < self.rules.mailed_code_tries:
            return None
        if (
            WrongToken.update(wait_noted=True)
            .where(WrongToken.id == wrong[0].id, ~WrongToken.wait_noted)
            .execute()
        ):
            note()
        return TooManyWrongTokens(wrong[0].tried_at + self.rules.mailed_code_wait)

    def count(self, address: str) -> None:
        """Count a wrong code for an address; forget those that no wait depends on any more.

        Args:
            address: The login address as typed.
        """
        now = self.clock()
        over = WrongToken.tried_at <= now - self.rules.mailed_code_wait
        WrongToken.delete().where(over).execute()
        WrongToken.create(
            id=self.randomness.token_hex(16), address_digest=self._digest(address), tried_at=now
        )

    def _digest(self, address: str) -> str:
        return address_digest(self.key, self.of, address)
