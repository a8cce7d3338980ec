"""The whole store behind one object, built from settings, a clock and a source of randomness."""

import secrets
from dataclasses import dataclass
from functools import partial

from kstore_tui.accounts.administrators import Administrators
from kstore_tui.accounts.invitations import Invitations
from kstore_tui.accounts.login import Login
from kstore_tui.accounts.operating import Operating
from kstore_tui.accounts.password_change import PasswordChange
from kstore_tui.accounts.password_reset import PasswordReset
from kstore_tui.accounts.password_throttle import PasswordThrottle
from kstore_tui.accounts.reauthentication import Reauthentication
from kstore_tui.accounts.registration import Registration
from kstore_tui.accounts.roster import Roster
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.accounts.two_step import TwoStep
from kstore_tui.activity.log import ActivityLog
from kstore_tui.activity.reader import Activity
from kstore_tui.core.clock import Clock, SteadyClock
from kstore_tui.core.events import EventKind
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.tokens import TokenKind
from kstore_tui.database.key import read_or_make_key
from kstore_tui.database.opening import StoreOpenError, open_store
from kstore_tui.mail.notices import NOTICES, notice
from kstore_tui.mail.outbox import Outbox
from kstore_tui.mail.smtp import SmtpTransport
from kstore_tui.mail.worker import MailKind, MailWorker
from kstore_tui.settings import Settings
from kstore_tui.verification.alerts import Alerts
from kstore_tui.verification.challenges import Challenges
from kstore_tui.verification.code_checker import CodeChecker
from kstore_tui.verification.lockout import CodeLockout
from kstore_tui.verification.token_throttle import TokenThrottle
from kstore_tui.verification.tokens import Tokens


@dataclass(eq=False, repr=False)
class Store:
    """All that may happen, and the clock by which it does."""

    clock: Clock
    registration: Registration
    login: Login
    sessions: Sessions
    reauthentication: Reauthentication
    two_step: TwoStep
    invitations: Invitations
    administrators: Administrators
    password_change: PasswordChange
    password_reset: PasswordReset
    operating: Operating
    activity: Activity
    mail_worker: MailWorker


def build_store(
    settings: Settings, clock: Clock | None = None, randomness: Randomness | None = None
) -> Store:
    """Open the store that the settings name, making it when there is none.

    Args:
        settings: What the program was told.
        clock: The present time; without one, a steady clock of this host.
        randomness: Where codes, ids and the key come from; without one, `secrets`.

    Raises:
        StoreOpenError: It cannot be used; nothing was changed.
    """
    clock = SteadyClock() if clock is None else clock
    randomness = secrets if randomness is None else randomness
    work, path = open_store(settings.database)
    key_path = path.with_name(f"{path.name}.key")
    try:
        key = read_or_make_key(key_path, randomness)
    except OSError as error:
        raise StoreOpenError(f"{key_path} cannot be used: {error.strerror or error}.") from error
    delivery = SmtpTransport(settings.mail_server, settings.mail_from)
    record = ActivityLog(clock)
    password_throttle = PasswordThrottle(clock, randomness, key)
    sessions = Sessions(work, clock, randomness, record)
    reauthentication = Reauthentication(work, clock, sessions, password_throttle)
    outbox = Outbox(clock, randomness)
    lockout = CodeLockout(clock, outbox)
    registration = Registration(work, clock, randomness, sessions, outbox, record, settings.bcrypt_cost)
    registration_codes, reset_codes = (
        Tokens(
            work,
            clock,
            randomness,
            kind,
            TokenThrottle(clock, randomness, key, kind),
            record,
            settings.bcrypt_cost,
        )
        for kind in TokenKind
    )
    invitations = Invitations(clock, registration_codes, outbox, record)
    roster = Roster(clock, registration, outbox, lockout, record)
    warnings = Alerts(clock, outbox)
    challenges = Challenges(work, clock, randomness, key, delivery, lockout, warnings, record)
    code_checker = CodeChecker(work, clock, key, challenges, lockout, warnings)
    password_reset = PasswordReset(work, clock, reset_codes, sessions, challenges, lockout, outbox, record)
    kinds = {kind: MailKind(partial(notice, kind)) for kind in NOTICES} | {
        TokenKind.REGISTRATION: MailKind(
            invitations.write_mail, EventKind.INVITATION_SENT, registration_codes.was_sent
        ),
        TokenKind.RESET: MailKind(password_reset.write_mail, EventKind.RESET_CODE_SENT, reset_codes.was_sent),
    }
    mail_worker = MailWorker(work, clock, outbox, delivery, kinds, record)
    administrators = Administrators(work, clock, sessions, roster)
    return Store(
        clock=clock,
        registration=registration,
        login=Login(
            work, sessions, challenges, code_checker, password_throttle, record, settings.bcrypt_cost
        ),
        sessions=sessions,
        reauthentication=reauthentication,
        two_step=TwoStep(work, clock, sessions, challenges, code_checker, outbox),
        invitations=invitations,
        administrators=administrators,
        operating=Operating(work, clock, administrators, mail_worker, record),
        activity=Activity(work, clock, sessions.going_on),
        password_change=PasswordChange(
            work, clock, sessions, reauthentication, challenges, outbox, settings.bcrypt_cost
        ),
        password_reset=password_reset,
        mail_worker=mail_worker,
    )
