"""The front door: how a person gets in, step by step.

All steps but the login itself are imported when they are shown: no start need wait for them.
"""

from functools import partial

from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.store import Store
from screens.base.wizard import Wizard
from screens.login.login import Instead, LoginStep

REGISTERED = "You are registered. Log in with your new password."
RESET = "Your password is changed. Log in with the new one."


async def enter(journey: Wizard, store: Store, origin: str, hint: str = "") -> LoggedIn:
    """Let the first administrator register, and everyone else log in."""
    try:
        first_run = await store.registration.is_first_run()
    except StoreUnavailable as refusal:  # the login screen says so, and it can be tried again there
        first_run, journey.notice = False, refusal
    if first_run:
        from screens.login.first_registration import RegisterFirstStep

        registered = await journey.ask(
            RegisterFirstStep(partial(store.registration.register_first, origin=origin))
        )
        if registered is not None:
            return registered
    return await log_in(journey, store, origin, hint)


async def log_in(journey: Wizard, store: Store, origin: str, hint: str = "") -> LoggedIn:
    """Ask for email address and password, and for the code where two-step verification is on."""
    address = ""
    while True:
        step = LoginStep(partial(store.login.log_in, origin=origin), address, hint)
        entered = await journey.ask(step)
        address = step.address
        if isinstance(entered, LoggedIn):
            return entered
        if isinstance(entered, CodeSent):
            from screens.two_step.code import CodeStep

            journey.unfinished = partial(store.login.give_up, entered.challenge_id)
            logged_in = await journey.ask(
                CodeStep(
                    entered,
                    send=partial(store.login.send_again, entered.challenge_id),
                    verify=partial(store.login.verify, entered.challenge_id),
                )
            )
            if logged_in is not None:
                journey.unfinished = None
                return logged_in
            await journey.give_up()
        if entered is Instead.FORGOTTEN_PASSWORD:
            address = await reset_password(journey, store, address, origin)
        if entered is Instead.REGISTRATION_CODE:
            from screens.login.registration_code import RegistrationCodeStep

            registered = await journey.ask(
                RegistrationCodeStep(partial(store.invitations.redeem, origin=origin))
            )
            if registered is not None:
                address = registered
                journey.notice = REGISTERED


async def reset_password(journey: Wizard, store: Store, address: str, origin: str) -> str:
    """Mail a reset code and take a new password for it; end with the address, to log in as always."""
    from screens.login.forgotten_password import ForgottenPasswordStep
    from screens.login.reset_password import ResetPasswordStep

    ask = partial(store.password_reset.ask, origin=origin)
    while asked := await journey.ask(ForgottenPasswordStep(ask, address)):
        address = asked
        redeem = partial(store.password_reset.redeem, address, origin=origin)
        if await journey.ask(ResetPasswordStep(redeem)):
            journey.notice = RESET
            break
    return address
