"""A forgotten password: mail a reset code to the login address and set a new password for it."""

from dataclasses import dataclass
from functools import partial

from kstore_tui.accounts.sessions import ENDED_BY_NEW_PASSWORD, Sessions
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import read_address
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import EventKind
from kstore_tui.database.models import Administrator
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import PasswordChanged, ResetCodeMail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.challenges import Challenges
from kstore_tui.verification.lockout import CodeLockout
from kstore_tui.verification.tokens import Tokens

_NOBODY = ""


@dataclass(eq=False, repr=False)
class PasswordReset:
    """Resets a password. It logs nobody in and skips no second step."""

    transactions: Transactions
    clock: Clock
    tokens: Tokens
    sessions: Sessions
    challenges: Challenges
    lockout: CodeLockout
    outbox: Outbox
    activity: ActivityLog

    async def ask(self, address: str, origin: str) -> str:
        """Ask for a reset code and return the address in its normal form.

        Work and answer are the same for every address that is one; others raise `InvalidAddress`. The code
        is made later, when its mail is sent, if there is an account.
        """
        asked_for = read_address(address)
        await self.transactions.run(self._ask, asked_for, origin)
        return asked_for

    def _ask(self, address: str, origin: str) -> None:
        account = Administrator.of_address(address)
        # Without an account the same statements put a mail for nobody into the outbox, which is never sent.
        # What was typed as an unknown address is not kept.
        whose, to = (_NOBODY, "") if account is None else (account.id, account.login_address)
        self.outbox.put(ResetCodeMail(to, whose, self.clock(), origin))

    async def redeem(self, address: str, code: str, password: str, origin: str) -> None:
        """Set a new password for a reset code, and end every session of the account.

        Raises what `Tokens.redeem` raises.
        """
        await self.tokens.redeem(address, code, password, origin, then=partial(self._take, origin))

    def _take(self, origin: str, account: Administrator, kept: str) -> None:
        now = self.clock()
        account.password_hash = kept
        account.password_changed_at = now
        account.save(only=[Administrator.password_hash, Administrator.password_changed_at])
        self.sessions.end_all(account.id, ENDED_BY_NEW_PASSWORD)
        self.challenges.end_all(account.id)
        self.lockout.end_wait_and_hold(account)
        self.activity.note(EventKind.PASSWORD_RESET, account.login_address, origin=origin)
        self.outbox.put(PasswordChanged(account.login_address, now))
