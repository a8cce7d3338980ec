"""The whole store behind one object, built from settings, a clock and a source of randomness."""

import secrets
from dataclasses import dataclass

from kstore_tui.accounts.administrators import Administrators
from kstore_tui.accounts.login import Login
from kstore_tui.accounts.password_change import PasswordChange
from kstore_tui.accounts.password_reset import PasswordReset
from kstore_tui.accounts.password_throttle import PasswordThrottle
from kstore_tui.accounts.reauthentication import Reauthentication
from kstore_tui.accounts.registration import Invitations, Registration
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.accounts.two_step import TwoStep
from kstore_tui.activity.log import ActivityLog
from kstore_tui.activity.search import ActivitySearch
from kstore_tui.core.clock import Clock, Randomness, SteadyClock
from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.database.opening import open_store, path_of, read_or_make_key
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import RegistrationCodeMail, ResetCodeMail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.mail.smtp import SmtpTransport
from kstore_tui.mail.worker import MailWorker
from kstore_tui.settings import Settings
from kstore_tui.verification.alerts import Alerts
from kstore_tui.verification.challenges import Challenges
from kstore_tui.verification.code_checker import CodeChecker
from kstore_tui.verification.code_sender import CodeSender
from kstore_tui.verification.lockout import CodeLockout
from kstore_tui.verification.tokens import TokenKind, Tokens, TokenThrottle


@dataclass(eq=False, repr=False)
class Store:
    """All that may happen, and the clock by which it does."""

    clock: Clock
    transactions: Transactions
    hasher: PasswordHasher
    registration: Registration
    login: Login
    sessions: Sessions
    reauthentication: Reauthentication
    two_step: TwoStep
    invitations: Invitations
    administrators: Administrators
    password_change: PasswordChange
    password_reset: PasswordReset
    activity: ActivitySearch
    outbox: Outbox
    mail_worker: MailWorker


def build_store(
    settings: Settings,
    clock: Clock | None = None,
    randomness: Randomness | None = None,
    *,
    transport: SmtpTransport | None = None,
    transactions: Transactions | None = None,
) -> Store:
    """Open the store that the settings name, making it when there is none, or raise `StoreOpenError`.

    Without other parts, it gets a steady clock of this host, `secrets`, and what the settings say.
    """
    clock = clock or SteadyClock()
    randomness = randomness or secrets
    transport = transport or SmtpTransport(settings.mail_server, settings.mail_from)
    transactions = transactions or Transactions(open_store(settings.database))
    key = read_or_make_key(path_of(settings.database), randomness)
    hasher = PasswordHasher(settings.bcrypt_cost)
    activity = ActivityLog(clock)
    password_throttle = PasswordThrottle(clock, randomness, key)
    sessions = Sessions(transactions, clock, randomness, activity)
    reauthentication = Reauthentication(transactions, clock, sessions, password_throttle, hasher)
    outbox = Outbox(transactions, clock, randomness, activity)
    lockout = CodeLockout(clock, outbox)
    registration = Registration(transactions, clock, randomness, sessions, outbox, activity, hasher)
    registration_codes, reset_codes = (
        Tokens(
            transactions,
            clock,
            randomness,
            kind,
            TokenThrottle(clock, randomness, key, kind),
            activity,
            hasher,
        )
        for kind in TokenKind
    )
    invitations = Invitations(clock, registration_codes, outbox, activity)
    alerts = Alerts(clock, outbox)
    challenges = Challenges(transactions, clock, randomness, alerts, activity)
    code_sender = CodeSender(transactions, clock, randomness, key, transport, challenges, lockout)
    code_checker = CodeChecker(transactions, clock, key, challenges, lockout, alerts)
    password_reset = PasswordReset(
        transactions, clock, reset_codes, sessions, challenges, lockout, outbox, activity
    )
    administrators = Administrators(transactions, clock, sessions, registration, outbox, lockout, activity)
    return Store(
        clock=clock,
        transactions=transactions,
        hasher=hasher,
        registration=registration,
        login=Login(
            transactions, sessions, challenges, code_sender, code_checker, password_throttle, activity, hasher
        ),
        sessions=sessions,
        reauthentication=reauthentication,
        two_step=TwoStep(transactions, clock, sessions, challenges, code_sender, code_checker, outbox),
        invitations=invitations,
        administrators=administrators,
        password_change=PasswordChange(
            transactions, clock, sessions, reauthentication, challenges, outbox, hasher
        ),
        password_reset=password_reset,
        activity=ActivitySearch(transactions, clock, sessions.going_on),
        outbox=outbox,
        mail_worker=MailWorker(
            transactions,
            clock,
            outbox,
            transport,
            {RegistrationCodeMail: registration_codes, ResetCodeMail: reset_codes},
            activity,
        ),
    )
