"""The whole store behind one object, built from settings, a clock and a source of randomness."""

import secrets
from dataclasses import dataclass
from functools import partial

from kstore_tui.activity import Activity
from kstore_tui.administrators import Administrators
from kstore_tui.challenges import Challenges
from kstore_tui.clock import Clock, SteadyClock
from kstore_tui.code_checks import CodeChecks
from kstore_tui.database.key import read_or_make_key
from kstore_tui.database.opening import NotOpened, open_store
from kstore_tui.events import What
from kstore_tui.invitations import Invitations
from kstore_tui.login import Login
from kstore_tui.mail.delivery import Delivery
from kstore_tui.mail.notices import NOTICES, notice
from kstore_tui.mail.outbox import Outbox
from kstore_tui.mail.postman import MailKind, Postman
from kstore_tui.mailed_codes import CodeKind
from kstore_tui.open_codes import OpenCodes
from kstore_tui.operating import Operating
from kstore_tui.password_change import PasswordChange
from kstore_tui.password_limits import PasswordLimits
from kstore_tui.password_reset import PasswordReset
from kstore_tui.password_warnings import PasswordWarnings
from kstore_tui.present_password import PresentPassword
from kstore_tui.randomness import Randomness
from kstore_tui.record import Record
from kstore_tui.registration import Registration
from kstore_tui.roster import Roster
from kstore_tui.sessions import Sessions
from kstore_tui.settings import Settings
from kstore_tui.two_step import TwoStep
from kstore_tui.wrong_codes import WrongCodes
from kstore_tui.wrong_mailed_codes import WrongMailedCodes


@dataclass(eq=False, repr=False)
class Store:
    """All that may happen, and the clock by which it does."""

    clock: Clock
    registration: Registration
    login: Login
    sessions: Sessions
    present_password: PresentPassword
    two_step: TwoStep
    invitations: Invitations
    administrators: Administrators
    password_change: PasswordChange
    password_reset: PasswordReset
    operating: Operating
    activity: Activity
    postman: Postman


def build_store(
    settings: Settings, clock: Clock | None = None, randomness: Randomness | None = None
) -> Store:
    """Open the store that the settings name, making it when there is none.

    Args:
        settings: What the program was told.
        clock: The present time; without one, a steady clock of this host.
        randomness: Where codes, ids and the key come from; without one, `secrets`.

    Raises:
        NotOpened: It cannot be used; nothing was changed.
    """
    clock = SteadyClock() if clock is None else clock
    randomness = secrets if randomness is None else randomness
    work, path = open_store(settings.database)
    key_path = path.with_name(f"{path.name}.key")
    try:
        key = read_or_make_key(key_path, randomness)
    except OSError as error:
        raise NotOpened(f"{key_path} cannot be used: {error.strerror or error}.") from error
    delivery = Delivery(settings.mail_server, settings.mail_from)
    record = Record(clock)
    password_limits = PasswordLimits(clock, randomness, key)
    sessions = Sessions(work, clock, randomness, record)
    present_password = PresentPassword(work, clock, sessions, password_limits)
    outbox = Outbox(clock, randomness)
    wrong_codes = WrongCodes(clock, outbox)
    registration = Registration(work, clock, randomness, sessions, outbox, record, settings.bcrypt_cost)
    registration_codes, reset_codes = (
        OpenCodes(
            work,
            clock,
            randomness,
            kind,
            WrongMailedCodes(clock, randomness, key, kind),
            record,
            settings.bcrypt_cost,
        )
        for kind in CodeKind
    )
    invitations = Invitations(clock, registration_codes, outbox, record)
    roster = Roster(clock, registration, outbox, wrong_codes, record)
    warnings = PasswordWarnings(clock, outbox)
    challenges = Challenges(work, clock, randomness, key, delivery, wrong_codes, warnings, record)
    code_checks = CodeChecks(work, clock, key, challenges, wrong_codes, warnings)
    password_reset = PasswordReset(
        work, clock, reset_codes, sessions, challenges, wrong_codes, outbox, record
    )
    kinds = {kind: MailKind(partial(notice, kind)) for kind in NOTICES} | {
        CodeKind.REGISTRATION: MailKind(
            invitations.write_mail, What.INVITATION_SENT, registration_codes.was_sent
        ),
        CodeKind.RESET: MailKind(password_reset.write_mail, What.RESET_CODE_SENT, reset_codes.was_sent),
    }
    postman = Postman(work, clock, outbox, delivery, kinds, record)
    administrators = Administrators(work, clock, sessions, roster)
    return Store(
        clock=clock,
        registration=registration,
        login=Login(work, sessions, challenges, code_checks, password_limits, record, settings.bcrypt_cost),
        sessions=sessions,
        present_password=present_password,
        two_step=TwoStep(work, clock, sessions, challenges, code_checks, outbox),
        invitations=invitations,
        administrators=administrators,
        operating=Operating(work, clock, administrators, postman, record),
        activity=Activity(work, clock, sessions),
        password_change=PasswordChange(
            work, clock, sessions, present_password, challenges, outbox, settings.bcrypt_cost
        ),
        password_reset=password_reset,
        postman=postman,
    )
