"""Wrong registration and reset codes: so many for an address, then a wait."""

from dataclasses import dataclass

from kstore_tui.addresses import address_digest
from kstore_tui.clock import Clock
from kstore_tui.database.models import WrongMailedCode
from kstore_tui.mailed_codes import CodeKind
from kstore_tui.randomness import Randomness
from kstore_tui.refusals import TooManyWrongMailedCodes
from kstore_tui.rules import RULES, Rules


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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

    def refuse_too_many(self, address: str) -> None:
        """Refuse during a wait.

        Args:
            address: The login address as typed.

        Raises:
            TooManyWrongMailedCodes: There were too many wrong ones for this address.
        """
        recent = (
            WrongMailedCode.select()
            .where(
                WrongMailedCode.address_digest == self._digest(address),
                WrongMailedCode.tried_at > self.clock() - self.rules.mailed_code_wait,
            )
            .order_by(WrongMailedCode.tried_at.desc())
        )
        tried = [wrong.tried_at for wrong in recent]
        if len(tried) >= self.rules.mailed_code_tries:
            raise TooManyWrongMailedCodes(tried[0] + self.rules.mailed_code_wait)

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
