"""What can go wrong, each with the line that tells a person what to do next."""

from datetime import datetime

from kstore_tui.core.rules import RULES
from kstore_tui.core.text import when_again


class StoreError(Exception):
    """Something can't be done now; `str()` is the line for the person. The step stays."""

    line = ""
    """What it says unless it is given another line."""
    commits = False
    """Whether the transaction that raises it keeps what it has written so far: a counted try, a note in the
    activity. Such an error is raised only where nothing half-done has been written."""

    def __init__(self, line: str = "") -> None:
        super().__init__(line or self.line)


class StepAborted(StoreError):
    """The step can no longer be finished: the flow goes back to where it can continue."""


class FlowAborted(StoreError):
    """The flow can no longer be finished: it ends where it was started."""


class SessionEnded(StoreError):
    """The person is no longer logged in: every flow ends at the login screen."""


class AccountClosed(SessionEnded):
    line = "Your account was deleted."


class MustWait(StoreError):
    """It can't be done before a moment; the line says when."""

    def __init__(self, again_at: datetime, now: datetime) -> None:
        super().__init__(self.line.format(when_again(again_at, now)))


class InvalidCredentials(StoreError):
    commits = True
    line = "The email address or the password is wrong."


class WrongPassword(StoreError):
    commits = True
    line = "That password is wrong. Try again."


class TooManyWrongPasswords(MustWait):
    commits = True
    line = "Too many wrong passwords. Try again {}."


class ReauthenticationRequired(StoreError):
    line = "Enter your password again to continue."


class InvalidPassword(StoreError):
    """The rules don't allow this new password; the line says why."""


class InvalidAddress(StoreError):
    """One or more email addresses can't be used here; the line says which and why."""


class InvalidRegistrationCode(StoreError):
    commits = True
    line = (
        "The email address or the registration code is wrong, or the code has expired. "
        "Check both, or ask another administrator for a new code."
    )


class InvalidResetCode(StoreError):
    """Not the code that was mailed, or too old; the line doesn't say whether the address has an account."""

    commits = True
    line = "The reset code is wrong or has expired. Check it, or go back and ask for a new one."


class TooManyWrongTokens(MustWait):
    commits = True
    line = "Too many wrong codes. Try again {}."


class NoAdministratorYet(StoreError):
    """The first administrator needs a password: nobody is there to send them a code."""

    line = "This store has no administrator yet. Register the first one with --password-stdin."


class InvitationGone(StoreError):
    line = "This administrator has already registered, or the invitation was withdrawn."


class AdministratorNotFound(StepAborted):
    line = "This account was already deleted."


class AccountNotHeld(StoreError):
    line = "This account isn't on hold."


class CannotReleaseOwnAccount(StoreError):
    """Anyone who guessed the codes could be the one who asks for the release."""

    line = "You can't release your own account. Ask another administrator or the operator."


class LastAdministrator(StepAborted):
    line = "This is the last administrator who can log in. Register another one first."


class AlreadyRegistered(StepAborted):
    line = "The first administrator has already been registered. Log in instead."


class NoCodeEntered(StoreError):
    """What was typed holds no verification code: it costs no try."""

    line = f"Enter the {RULES.code_digits}-digit code from the email."


class WrongCode(StoreError):
    commits = True

    def __init__(self, tries_left: int) -> None:
        super().__init__(
            f"That code is wrong. You have {tries_left} {'try' if tries_left == 1 else 'tries'} left."
        )


class NewerCodeSent(StoreError):
    commits = True
    line = "A newer code has been sent. Enter the code from the latest email."


class CodeExpired(StoreError):
    commits = True
    line = "That code has expired. Press “Send again” to get a new one."


class ChallengeEnded(StepAborted):
    """The challenge is out of tries, or something else has ended it, which another line then says."""

    commits = True
    line = "Too many wrong codes. Start again to get a new code."


class ResendTooEarly(MustWait):
    line = "You can send another code {}."


class NoResendsLeft(StoreError):
    line = f"You can't send another code: the limit is {RULES.resends}. Start again to get a new one."


class TooManyCodesSent(MustWait):
    line = "Too many codes have been sent. Try again {}."


class TooManyWrongCodes(MustWait):
    line = "Too many wrong codes for this account. Try again {}."


class AccountHeld(StoreError):
    """The account had so many wrong codes that somebody has to vouch for its owner."""

    line = (
        "Too many wrong codes: this account is on hold. "
        "Reset your password, or ask another administrator or the operator to release it."
    )


class CodeNotSent(StoreError):
    def __init__(self, reason: str) -> None:
        super().__init__(f"We couldn't send the verification code: {reason}")


class ProofExpired(StepAborted):
    line = "You entered the code too long ago. Start again to get a new one."


class SettingsChanged(FlowAborted):
    line = "Two-step verification was changed in another session. Your changes weren't saved."


class SearchTooBroad(StoreError):
    def __init__(self, most: int) -> None:
        super().__init__(f"More than {most} addresses start with this. Enter more of the address.")


class InvalidDate(StoreError):
    def __init__(self, word: str) -> None:
        super().__init__(f"{word} isn't a date. Enter a day such as 2026-11-20, or a month such as 2026-11.")


class StoreUnavailable(StoreError):
    """The database did not take what was to be kept; nothing was changed."""
