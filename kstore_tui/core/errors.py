"""Refusals: what may not be done, each with the line that the person must be told."""

from datetime import datetime

from kstore_tui.core.rules import RULES, Rules
from kstore_tui.core.times import time_of_day, time_to_the_second, whole_minute


class StoreError(Exception):
    """Something can't be done now; `str()` is the line for the person. The step stays."""

    commits = False
    """Whether the transaction that raises it keeps what it wrote, such as a counted try."""


class StepAborted(StoreError):
    """The step cannot be finished any more: the journey goes back to where it can go on."""


class FlowAborted(StoreError):
    """The journey cannot be finished any more: it ends where it was started from."""


class SessionEnded(StoreError):
    """The person is not logged in any more: every journey ends at the login screen."""


class AccountClosed(SessionEnded):
    """The person has just closed the account that they were logged in with."""

    def __init__(self) -> None:
        super().__init__("Your account is closed.")


class InvalidCredentials(StoreError):
    """No account has this address with this password; which of the two is wrong is not told."""

    def __init__(self) -> None:
        super().__init__("The email address or the password is wrong.")


class WrongPassword(StoreError):
    """The password asked for again is not the account's."""

    def __init__(self) -> None:
        super().__init__("The password is wrong.")


class TooManyWrongPasswords(StoreError):
    """There were too many wrong passwords; this one was not looked at."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(f"Too many wrong passwords. Try again from {time_to_the_second(again_at)} on.")


class ReauthenticationRequired(StoreError):
    """The password was given too long ago for a change of the account's security."""

    def __init__(self) -> None:
        super().__init__("Enter your password again to go on.")


class InvalidPassword(StoreError):
    """A new password is not one that the rules allow; the line says why."""


class InvalidAddress(StoreError):
    """An email address cannot be used for what it was entered for; the line says why."""


class InvalidAddresses(StoreError):
    """Some of several addresses cannot be registered; the line names each."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(" ".join(lines))


class InvalidRegistrationCode(StoreError):
    """No invited administrator has this address with this code, or the code is too old."""

    def __init__(self) -> None:
        super().__init__("The email address or the registration code is wrong, or the code has expired.")


class InvalidResetCode(StoreError):
    """The code is not the one that was mailed, or too old; whether the address has an account is not told."""

    def __init__(self) -> None:
        super().__init__("The reset code is wrong, or it has expired.")


class TooManyWrongTokens(StoreError):
    """There were too many wrong codes for this address."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(f"Too many wrong codes. Try again from {time_of_day(whole_minute(again_at))} on.")


class NoAdministratorYet(StoreError):
    """There is nobody yet: the first administrator has nobody to ask for a code."""

    def __init__(self) -> None:
        super().__init__("The store has no administrator yet: register the first one with --password-stdin.")


class InvitationGone(StoreError):
    """Nobody waits for a registration code any more."""

    def __init__(self) -> None:
        super().__init__("This administrator has registered meanwhile, or is gone.")


class AdministratorNotFound(StepAborted):
    """The account is not there any more."""

    def __init__(self) -> None:
        super().__init__("This account has been deleted already.")


class AccountNotHeld(StoreError):
    """There is nothing to release."""

    def __init__(self) -> None:
        super().__init__("This account is not held.")


class CannotReleaseOwnAccount(StoreError):
    """Who guessed the codes might be the one who would release the account."""

    def __init__(self) -> None:
        super().__init__("You cannot release your own account. Ask a fellow administrator or the operator.")


class LastAdministrator(StepAborted):
    """Nobody who can log in would be left."""

    def __init__(self) -> None:
        super().__init__("This is the last administrator who can log in. Register another one first.")


class AlreadyRegistered(StepAborted):
    """The first administrator was registered by someone else in the meantime."""

    def __init__(self) -> None:
        super().__init__("The first administrator has just been registered by someone else. Log in instead.")


class NoCodeEntered(StoreError):
    """What was typed holds no verification code: it costs no try."""

    def __init__(self) -> None:
        super().__init__(f"Enter the {RULES.code_digits} digits of the code from the email.")


class WrongCode(StoreError):
    """The code is not the challenge's."""

    def __init__(self, tries_left: int) -> None:
        left = "1 try is left." if tries_left == 1 else f"{tries_left} tries are left."
        super().__init__(f"That code is wrong. {left}")


class NewerCodeSent(StoreError):
    """The code is an older one of the same challenge: a delayed mail."""

    def __init__(self) -> None:
        super().__init__("A newer code has been sent. Enter the code from the newest email.")


class CodeExpired(StoreError):
    """The code is not valid any more."""

    def __init__(self) -> None:
        super().__init__("That code has expired. Press “Send again” for a new one.")


class ChallengeEnded(StepAborted):
    """The challenge has had all its tries, or something else has ended it."""

    def __init__(self, line: str = "Too many wrong codes. Start again to get a new code.") -> None:
        super().__init__(line)


class ResendTooEarly(StoreError):
    """The last code was sent a moment ago."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(f"A new code can be sent from {time_to_the_second(again_at)} on.")


class NoResendsLeft(StoreError):
    """The challenge's code was sent again as often as the rules allow."""

    def __init__(self, rules: Rules = RULES) -> None:
        super().__init__(f"The code was sent again {rules.resends} times. Start again for another.")


class TooManyCodesSent(StoreError):
    """The account or the address was sent as many codes as an hour allows."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(
            f"Too many codes have been sent. Try again from {time_of_day(whole_minute(again_at))} on."
        )


class TooManyWrongCodes(StoreError):
    """The account has had too many wrong codes, over all challenges; no code is sent or looked at now."""

    def __init__(self, again_at: datetime) -> None:
        again = time_of_day(whole_minute(again_at))
        super().__init__(f"Too many wrong codes for this account. Try again from {again} on.")


class AccountHeld(StoreError):
    """The account has had so many wrong codes that somebody has to vouch for its owner."""

    def __init__(self) -> None:
        super().__init__(
            "Too many wrong codes: this account is held. "
            "A fellow administrator or the operator can release it."
        )


class CodeNotSent(StoreError):
    """The mail server did not take the code."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The verification code could not be sent: {reason}")


class ProofExpired(StepAborted):
    """The code was entered so long ago that it would not be valid any more."""

    def __init__(self) -> None:
        super().__init__("The code was entered too long ago. Start again to get a new one.")


class SettingsChanged(FlowAborted):
    """Two-step verification is not what it was when the journey began."""

    def __init__(self) -> None:
        super().__init__("Two-step verification was changed elsewhere meanwhile. Nothing was changed here.")


class SearchTooBroad(StoreError):
    """More addresses begin with what was searched for than are looked through."""

    def __init__(self, most: int) -> None:
        super().__init__(f"More than {most} addresses begin so. Type more of the one you look for.")


class InvalidDate(StoreError):
    """What was searched for looks like a day or a month, and is none."""

    def __init__(self, word: str) -> None:
        super().__init__(f"There is no {word}. Enter a day such as 2026-11-20, or a month such as 2026-11.")


class StoreUnavailable(StoreError):
    """The database did not take what was to be kept; nothing was changed."""
