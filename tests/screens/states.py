"""Every screen in every state: what the snapshots show."""

from datetime import timedelta
from typing import Any

from kstore_tui.demo.accounts import HINT
from kstore_tui.outcomes import Account, CodeSent, LastLogin
from kstore_tui.refusals import (
    AddressRefused,
    AlreadyRegistered,
    ChallengeDead,
    CodeExpired,
    CodeNotSent,
    NewerCodeSent,
    NoResendLeft,
    NotACode,
    PasswordNotFresh,
    PasswordRefused,
    SessionOver,
    SettingChanged,
    StoreUnusable,
    TooEarlyToSend,
    TooManyCodes,
    WrongCode,
    WrongPair,
    WrongPassword,
)
from screens.account_menu import AccountMenu
from screens.account_settings import AccountSettings
from screens.confirm_password import ConfirmPasswordStep
from screens.explanation import Explanation
from screens.home import Home
from screens.login import LoginStep
from screens.register_first import RegisterFirstStep
from screens.security_rules import SecurityRules
from screens.two_step.address import AddressStep
from screens.two_step.last_word import DisableStep, SaveStep
from screens.two_step.recommendation import RecommendationStep
from screens.verification import VerificationStep
from tests.screens.stage import ADDRESS, NOW, State, gives, named, never_ends, refuses

PAIR = (("address", ADDRESS), ("password", "yellow-umbrella"))
THREE = (*PAIR, ("confirmation", "yellow-umbrella"))
SENT = CodeSent("c", "a•••@example.net", NOW + timedelta(minutes=10), NOW + timedelta(minutes=1), 3)
SENT_OPEN = CodeSent("c", "codes@example.net", NOW + timedelta(minutes=10), NOW + timedelta(minutes=1), 3)
UNREACHABLE = CodeNotSent("the mail server at mail.store-of-the-example.example.com:465 does not answer.")
ENABLE = "Enable two-step verification"
MARKUP = "a[/b][red]@example.com"
LONG = "a-very-long-local-part-of-an-address-that-goes-on-and-on@mail.subsidiary.example.com"


def _login(use_case: Any = None, **options: Any) -> LoginStep:
    return LoginStep(use_case or gives(SENT), **options)


def _code(verify: Any = None, send: Any = None, sent: CodeSent | None = SENT, **options: Any) -> Any:
    return VerificationStep(sent, send or gives(SENT), verify or gives(None), **options)


def _step_3(verify: Any) -> Any:
    return _code(verify, sent=SENT_OPEN, heading=ENABLE, position="Step 3 of 4")


def _address(use_case: Any, login: str = ADDRESS, address: str = "") -> AddressStep:
    return AddressStep(use_case, login, ENABLE, "Step 2 of 4", address)


def _save(use_case: Any, address: str = "codes@example.net") -> SaveStep:
    return SaveStep(
        use_case, lead=f"Every login will mail a code to {address}.", heading=ENABLE, position="Step 4 of 4"
    )


def _disable(use_case: Any) -> DisableStep:
    return DisableStep(
        use_case, lead="From now on, your password alone will open the store.", position="Step 2 of 2"
    )


def _account(codes_to: str | None = None, login: str = ADDRESS, first: bool = False) -> Account:
    return Account(
        login_address=login,
        verification_address=codes_to,
        password_changed_at=NOW - timedelta(days=3),
        last_login=None if first else LastLogin(NOW - timedelta(hours=20), "203.0.113.7"),
        session_began_at=NOW,
        session_origin="198.51.100.4",
        administrators=1,
        now=NOW,
    )


def _home(account: Account) -> Home:
    return Home(gives(account), {})


def _settings(account: Account) -> AccountSettings:
    return AccountSettings(gives(account), {})


BEFORE_LOGIN = (
    State("register-first", lambda: RegisterFirstStep(gives(None))),
    State(
        "register-first-refused",
        lambda: RegisterFirstStep(
            refuses(PasswordRefused("That password is among the most common ones. Choose another."))
        ),
        fill=THREE,
        press=("tab", "tab", "enter"),
    ),
    State(
        "register-first-not-the-same",
        lambda: RegisterFirstStep(gives(None)),
        fill=(*PAIR, ("confirmation", "another")),
        press=("tab", "tab", "enter"),
    ),
    State("register-first-shown", lambda: RegisterFirstStep(gives(None)), fill=THREE, press=("f3",)),
    State(
        "register-first-checking",
        lambda: RegisterFirstStep(never_ends()),
        fill=THREE,
        press=("tab", "tab", "enter"),
    ),
    State("login", _login),
    State("login-of-the-demo", lambda: _login(hint=HINT)),
    State("login-filled", _login, fill=PAIR),
    State("login-shown", _login, fill=PAIR, press=("f3",)),
    State("login-wrong-pair", lambda: _login(refuses(WrongPair())), fill=PAIR, press=("tab", "enter")),
    State("login-checking", lambda: _login(never_ends()), fill=PAIR, press=("tab", "enter")),
    State("login-code-not-sent", lambda: _login(refuses(UNREACHABLE)), fill=PAIR, press=("tab", "enter")),
    State(
        "login-too-many-codes", lambda: _login(refuses(TooManyCodes(NOW))), fill=PAIR, press=("tab", "enter")
    ),
    State("login-after-log-out", _login, notice="You are logged out."),
    State(
        "login-after-expiry",
        _login,
        notice=SessionOver("You were logged out after 15 minutes without any action."),
    ),
    State("login-after-five-wrong-codes", lambda: _login(address=ADDRESS), notice=ChallengeDead()),
    State("login-after-another-first-run", _login, notice=AlreadyRegistered()),
    State(
        "login-store-unusable",
        lambda: _login(
            refuses(StoreUnusable("The disk is full: nothing was changed. Free some space and try again."))
        ),
        fill=PAIR,
        press=("tab", "enter"),
    ),
)
CODES = (
    State("code", _code),
    State("code-filled", _code, fill=(("code", "012345"),)),
    State("code-wrong", lambda: _code(refuses(WrongCode(4))), fill=(("code", "000000"),), press=("enter",)),
    State(
        "code-one-try-left",
        lambda: _code(refuses(WrongCode(1))),
        fill=(("code", "000000"),),
        press=("enter",),
    ),
    State("code-no-code", lambda: _code(refuses(NotACode())), fill=(("code", "12"),), press=("enter",)),
    State(
        "code-expired", lambda: _code(refuses(CodeExpired())), fill=(("code", "012345"),), press=("enter",)
    ),
    State(
        "code-newer-sent",
        lambda: _code(refuses(NewerCodeSent())),
        fill=(("code", "012345"),),
        press=("enter",),
    ),
    State("code-checking", lambda: _code(never_ends()), fill=(("code", "012345"),), press=("enter",)),
    State("code-sent-again", _code, press=("ctrl+r",)),
    State("code-sending", lambda: _code(send=never_ends()), press=("ctrl+r",)),
    State("code-too-early-to-send", lambda: _code(send=refuses(TooEarlyToSend(NOW))), press=("ctrl+r",)),
    State("code-no-resend-left", lambda: _code(send=refuses(NoResendLeft())), press=("ctrl+r",)),
    State("code-not-sent-again", lambda: _code(send=refuses(UNREACHABLE)), press=("ctrl+r",)),
    State(
        "code-never-sent",
        lambda: _code(
            send=refuses(UNREACHABLE),
            sent=None,
            sent_to="codes@example.net",
            heading=DisableStep.heading,
            position="Step 1 of 2",
        ),
        account=ADDRESS,
    ),
    State("code-for-a-new-address", lambda: _step_3(gives(None)), account=ADDRESS),
    State(
        "code-wrong-for-a-new-address",
        lambda: _step_3(refuses(WrongCode(4))),
        fill=(("code", "000000"),),
        press=("enter",),
        account=ADDRESS,
    ),
)
SETTING_UP = (
    State("recommendation", lambda: RecommendationStep(1, "Step 1 of 4"), account=ADDRESS),
    State("recommendation-of-three", lambda: RecommendationStep(3, "Step 1 of 4"), account=ADDRESS),
    State("address", lambda: _address(gives(SENT)), account=ADDRESS),
    State(
        "address-same",
        lambda: _address(
            refuses(AddressRefused("The codes must go to another address than the login address."))
        ),
        fill=(("address", ADDRESS),),
        press=("enter",),
        account=ADDRESS,
    ),
    State(
        "address-sending",
        lambda: _address(never_ends(), address="codes@example.net"),
        press=("enter",),
        account=ADDRESS,
    ),
    State(
        "address-not-sent",
        lambda: _address(refuses(UNREACHABLE), address="codes@example.net"),
        press=("enter",),
        account=ADDRESS,
    ),
    State(
        "address-password-not-fresh",
        lambda: _address(refuses(PasswordNotFresh()), address="codes@example.net"),
        press=("enter",),
        account=ADDRESS,
    ),
    State("address-of-a-long-login", lambda: _address(gives(SENT), login=LONG, address=LONG), account=LONG),
    State("save", lambda: _save(gives(None)), account=ADDRESS),
    State("save-long", lambda: _save(gives(None), LONG), account=LONG),
    State("save-saving", lambda: _save(never_ends()), press=("enter",), account=ADDRESS),
    State("disable", lambda: _disable(gives(None)), account=ADDRESS),
    State("confirm-password", lambda: ConfirmPasswordStep(gives(None)), account=ADDRESS),
    State(
        "confirm-password-wrong",
        lambda: ConfirmPasswordStep(refuses(WrongPassword())),
        fill=(("password", "x"),),
        press=("enter",),
        account=ADDRESS,
    ),
)
PLACES = (
    State("home-first-login", lambda: _home(_account(first=True)), account=ADDRESS),
    State("home", lambda: _home(_account("codes@example.net")), account=ADDRESS),
    State("home-of-a-markup-address", lambda: _home(_account(login=MARKUP)), account=MARKUP),
    State("home-of-a-long-address", lambda: _home(_account(login=LONG)), account=LONG),
    State(
        "home-store-unusable",
        lambda: Home(refuses(StoreUnusable("The store is busy: nothing was changed. Try again.")), {}),
        account=ADDRESS,
    ),
    State("account-settings-off", lambda: _settings(_account()), account=ADDRESS),
    State("account-settings-on", lambda: _settings(_account("codes@example.net")), account=ADDRESS),
    State(
        "account-settings-complete",
        lambda: _settings(_account("codes@example.net")),
        account=ADDRESS,
        notice="The set up for two-step verification is complete.",
    ),
    State(
        "account-settings-changed-elsewhere",
        lambda: _settings(_account("codes@example.net")),
        account=ADDRESS,
        notice=SettingChanged(),
    ),
    State(
        "account-settings-of-a-markup-address",
        lambda: _settings(_account("c[/b]@example.net", MARKUP)),
        account=MARKUP,
    ),
    State("account-settings-of-a-long-address", lambda: _settings(_account(LONG, LONG)), account=LONG),
    State("security-rules", lambda: SecurityRules(gives(None), {}), account=ADDRESS),
    State("account-menu", AccountMenu, account=ADDRESS, over=lambda: _home(_account(first=True))),
    State(
        "explanation",
        lambda: Explanation("Enter the verification code", VerificationStep.EXPLANATION),
        over=_code,
    ),
)
STATES = named((*BEFORE_LOGIN, *CODES, *SETTING_UP, *PLACES))
"""All of them, by their names."""
MAIN = (
    "register-first",
    "login-wrong-pair",
    "code-wrong",
    "recommendation",
    "address-not-sent",
    "code-wrong-for-a-new-address",
    "save",
    "disable",
    "confirm-password",
    "home-first-login",
    "home-of-a-long-address",
    "account-settings-on",
    "account-settings-complete",
    "security-rules",
    "account-menu",
    "explanation",
)
"""Those that are looked at in other sizes, and in light."""
