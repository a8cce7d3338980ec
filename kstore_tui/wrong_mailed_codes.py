"""Wrong registration and reset codes: so many for an address, then a wait."""

from collections.abc import Callable
from dataclasses import dataclass

from kstore_tui.addresses import address_digest
from kstore_tui.clock import Clock
from kstore_tui.database.models import WrongMailedCode
from kstore_tui.mailed_codes import CodeKind
from kstore_tui.randomness import Randomness
from kstore_tui.refusals import TooManyWrongMailedCodes
from kstore_tui.rules import RULES, Rules


@dataclass(eq=False, repr=False)
class WrongMailedCodes:
    """Counts the wrong codes of one kind: those of another have a limit of their own.

    An address that nobody has is treated in the same way. The methods are parts of a unit of work.
    """

    clock: Clock
    randomness: Randomness
    key: bytes
    of: CodeKind
    """The kind of code."""
    rules: Rules = RULES

    def wait(self, address: str, note: Callable[[], object]) -> TooManyWrongMailedCodes | None:
        """Return why not now, during a wait.

        Args:
            address: The login address as typed.
            note: Called for the first try of a wait alone: however many there are, activity is not flooded.

        Returns:
            The refusal; not raised, for what was noted is to be committed.
        """
        recent = (
            WrongMailedCode.select()
            .where(
                WrongMailedCode.address_digest == self._digest(address),
                WrongMailedCode.tried_at > self.clock() - self.rules.mailed_code_wait,
            )
            .order_by(WrongMailedCode.tried_at.desc(), WrongMailedCode.id)
        )
        wrong = list(recent)
        if len(wrong) < self.rules.mailed_code_tries:
            return None
        if (
            WrongMailedCode.update(wait_noted=True)
            .where(WrongMailedCode.id == wrong[0].id, ~WrongMailedCode.wait_noted)
            .execute()
        ):
            note()
        return TooManyWrongMailedCodes(wrong[0].tried_at + self.rules.mailed_code_wait)

    def count(self, address: str) -> None:
        """Count a wrong code for an address; forget those that no wait depends on any more.

        Args:
            address: The login address as typed.
        """
        now = self.clock()
        over = WrongMailedCode.tried_at <= now - self.rules.mailed_code_wait
        WrongMailedCode.delete().where(over).execute()
        WrongMailedCode.create(
            id=self.randomness.token_hex(16), address_digest=self._digest(address), tried_at=now
        )

    def _digest(self, address: str) -> str:
        return address_digest(self.key, self.of, address)
