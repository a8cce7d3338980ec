"""How a person gets in: the first registration, the login, a registration code, a forgotten password."""

from functools import partial

from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.store import Store
from screens.base.wizard import Wizard
from screens.login.first_registration import first_registration_step, served_first_run_step
from screens.login.forgotten_password import forgotten_password_step
from screens.login.login import Instead, login_step
from screens.login.registration_code import registration_code_step
from screens.login.reset_password import reset_password_step
from screens.two_step.code import CodeStep

REGISTERED = "You're registered. Log in with your new password."
RESET = "Your password was changed. Log in with the new one."


async def enter(
    wizard: Wizard, store: Store, origin: str, hint: str = "", *, address: str = "", served: bool = False
) -> LoggedIn:
    """Let the first administrator register, unless served over SSH, and everyone else log in."""
    try:
        first_run = await store.registration.is_first_run()
    except StoreUnavailable as error:  # the login screen says so, and it can be tried again there
        first_run, wizard.notice = False, error
    if first_run and served:
        await wizard.ask(served_first_run_step(store.registration.is_first_run))
    elif first_run:
        register = wizard.entering(partial(store.registration.register_first, origin=origin))
        registered = await wizard.ask(first_registration_step(register))
        if registered is not None:
            return registered
    return await log_in(wizard, store, origin, hint, address)


async def log_in(wizard: Wizard, store: Store, origin: str, hint: str = "", address: str = "") -> LoggedIn:
    """Ask for email address and password, and for the code where two-step verification is on."""
    while True:
        step = login_step(
            wizard.entering(partial(store.login.log_in, origin=origin), longest=0.3), address, hint
        )
        entered = await wizard.ask(step)
        address = step.values["address"]
        match entered:
            case LoggedIn():
                return entered
            case CodeSent():
                logged_in = await enter_code(wizard, store, entered)
                if logged_in is not None:
                    return logged_in
            case Instead.FORGOTTEN_PASSWORD:
                address = await reset_password(wizard, store, address, origin)
            case Instead.REGISTRATION_CODE:
                address = await register(wizard, store, origin) or address


async def enter_code(wizard: Wizard, store: Store, sent: CodeSent) -> LoggedIn | None:
    """Ask for the code that was sent; without it, the login is given up."""
    wizard.unfinished = partial(store.login.give_up, sent.challenge_id)
    logged_in = await wizard.ask(
        CodeStep(
            sent,
            send=partial(store.login.send_again, sent.challenge_id),
            verify=wizard.entering(partial(store.login.verify, sent.challenge_id)),
        )
    )
    if logged_in is None:
        await wizard.give_up()
    wizard.unfinished = None
    return logged_in


async def register(wizard: Wizard, store: Store, origin: str) -> str | None:
    """Take a registration code and a password; end with the address, to log in with it."""
    registered = await wizard.ask(registration_code_step(partial(store.invitations.redeem, origin=origin)))
    if registered is not None:
        wizard.notice = REGISTERED
    return registered


async def reset_password(wizard: Wizard, store: Store, address: str, origin: str) -> str:
    """Mail a reset code and take a new password for it; end with the address, to log in as always."""
    ask = partial(store.password_reset.ask, origin=origin)
    while asked := await wizard.ask(forgotten_password_step(ask, address)):
        address = asked
        redeem = partial(store.password_reset.redeem, address, origin=origin)
        if await wizard.ask(reset_password_step(redeem)):
            wizard.notice = RESET
            break
    return address
