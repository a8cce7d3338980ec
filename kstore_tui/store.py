"""The whole store behind one object, built from settings, a clock and a source of randomness."""

import secrets
from dataclasses import dataclass
from functools import partial

from kstore_tui.activity import Activity
from kstore_tui.administrators import Administrators
from kstore_tui.challenges import Challenges
from kstore_tui.clock import Clock, SteadyClock
from kstore_tui.database.key import read_or_make_key
from kstore_tui.database.opening import NotOpened, open_store
from kstore_tui.events import What
from kstore_tui.invitations import Invitations
from kstore_tui.login import Login
from kstore_tui.mail.delivery import Delivery
from kstore_tui.mail.notices import NOTICES, REGISTRATION, RESET, notice
from kstore_tui.mail.outbox import Outbox, Postman, Writer
from kstore_tui.operating import Operating
from kstore_tui.password_change import PasswordChange
from kstore_tui.password_limits import PasswordLimits
from kstore_tui.password_reset import PasswordReset
from kstore_tui.password_warnings import PasswordWarnings
from kstore_tui.randomness import Randomness
from kstore_tui.record import Record
from kstore_tui.registration import Registration
from kstore_tui.roster import Roster
from kstore_tui.sessions import Sessions
from kstore_tui.settings import Settings
from kstore_tui.two_step import TwoStep
from kstore_tui.wrong_codes import WrongCodes
from kstore_tui.wrong_mailed_codes import WrongMailedCodes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Store:
    """All that may happen, and the clock by which it does."""

    clock: Clock
    registration: Registration
    login: Login
    sessions: Sessions
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
    sessions = Sessions(work, clock, randomness, password_limits, record)
    outbox = Outbox(clock, randomness)
    wrong_codes = WrongCodes(clock, outbox)
    registration = Registration(work, clock, randomness, sessions, outbox, record, settings.bcrypt_cost)
    invitations = Invitations(
        work,
        clock,
        randomness,
        WrongMailedCodes(clock, randomness, key, of=REGISTRATION),
        outbox,
        record,
        settings.bcrypt_cost,
    )
    roster = Roster(clock, registration, outbox, wrong_codes, record)
    warnings = PasswordWarnings(clock, outbox)
    challenges = Challenges(work, clock, randomness, key, delivery, wrong_codes, warnings, record)
    password_reset = PasswordReset(
        work,
        clock,
        randomness,
        sessions,
        challenges,
        WrongMailedCodes(clock, randomness, key, of=RESET),
        wrong_codes,
        outbox,
        record,
        settings.bcrypt_cost,
    )
    writers: dict[str, Writer] = {kind: partial(notice, kind) for kind in NOTICES}
    writers |= {REGISTRATION: invitations.write_mail, RESET: password_reset.write_mail}
    noted = {REGISTRATION: What.INVITATION_SENT, RESET: What.RESET_CODE_SENT}
    postman = Postman(work, clock, delivery, writers, record, noted)
    administrators = Administrators(work, clock, sessions, roster)
    return Store(
        clock=clock,
        registration=registration,
        login=Login(work, sessions, challenges, password_limits, record, settings.bcrypt_cost),
        sessions=sessions,
        two_step=TwoStep(work, clock, sessions, challenges, outbox),
        invitations=invitations,
        administrators=administrators,
        operating=Operating(work, clock, administrators, postman, record),
        activity=Activity(work, clock, sessions),
        password_change=PasswordChange(work, clock, sessions, challenges, outbox, settings.bcrypt_cost),
        password_reset=password_reset,
        postman=postman,
    )
