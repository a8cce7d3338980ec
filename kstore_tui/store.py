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
from kstore_tui.mail.notices import NOTICES, REGISTRATION, notice
from kstore_tui.mail.outbox import Outbox, Postman, Writer
from kstore_tui.operating import Operating
from kstore_tui.password_change import PasswordChange
from kstore_tui.randomness import Randomness
from kstore_tui.record import Record
from kstore_tui.registration import Registration
from kstore_tui.sessions import Sessions
from kstore_tui.settings import Settings
from kstore_tui.two_step import TwoStep


@dataclass(frozen=True, slots=True)
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
    sessions = Sessions(work, clock, randomness, record)
    outbox = Outbox(clock, randomness)
    registration = Registration(work, clock, randomness, sessions, record, settings.bcrypt_cost)
    invitations = Invitations(work, clock, randomness, key, outbox, record, settings.bcrypt_cost)
    administrators = Administrators(work, clock, sessions, registration, outbox)
    writers: dict[str, Writer] = {kind: partial(notice, kind) for kind in NOTICES}
    challenges = Challenges(work, clock, randomness, key, delivery, record)
    postman = Postman(
        work,
        clock,
        delivery,
        writers | {REGISTRATION: invitations.write_mail},
        record,
        {REGISTRATION: What.INVITATION_SENT},
    )
    return Store(
        clock=clock,
        registration=registration,
        login=Login(work, sessions, challenges, record, settings.bcrypt_cost),
        sessions=sessions,
        two_step=TwoStep(work, clock, sessions, challenges, outbox),
        invitations=invitations,
        administrators=administrators,
        operating=Operating(work, clock, administrators, postman, record),
        activity=Activity(work, clock, sessions),
        password_change=PasswordChange(work, clock, sessions, challenges, outbox, settings.bcrypt_cost),
        postman=postman,
    )
