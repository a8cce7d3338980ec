"""What can happen in the store, as the activity keeps it and as a person reads it."""

from enum import StrEnum

OPERATOR = "operator"
"""How the activity names the operator of the host."""
THE_STORE = "the store"
"""How the activity names the program itself, such as when it sends a mail."""
UNKNOWN = "unknown"
"""How the activity names anyone who tried an address that has no account; the address is not kept."""


class EventKind(StrEnum):
    """The kinds of events; the value is what the database keeps and what the command line takes."""

    LOGGED_IN = "logged-in"
    LOGIN_REFUSED = "login-refused"
    LOGGED_OUT = "logged-out"
    LOGGED_OUT_ELSEWHERE = "logged-out-elsewhere"
    CODE_SENT = "code-sent"
    CODE_NOT_SENT = "code-not-sent"
    CODE_REFUSED = "code-refused"
    PASSWORD_REFUSED = "password-refused"  # noqa: S105 - the name of a kind
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - as above
    TWO_STEP_ENABLED = "two-step-enabled"
    TWO_STEP_CHANGED = "two-step-changed"
    TWO_STEP_DISABLED = "two-step-disabled"
    INVITED = "invited"
    INVITED_AGAIN = "invited-again"
    INVITATION_SENT = "invitation-sent"
    REGISTRATION_REFUSED = "registration-refused"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
    RELEASED = "released"
    RESET_CODE_SENT = "reset-code-sent"
    RESET_REFUSED = "reset-refused"
    PASSWORD_RESET = "password-reset"  # noqa: S105 - as above
    OUTBOX_SENT = "outbox-sent"
    MAIL_NOT_DELIVERED = "mail-not-delivered"
    MAIL_DISCARDED = "mail-discarded"

    @property
    def words(self) -> str:
        """The kind as a person reads it."""
        usual = self.value.replace("-", " ").replace("two step", "two-step").capitalize()
        return _WORDS.get(self, usual)


_WORDS = {
    EventKind.LOGIN_REFUSED: "Login failed",
    EventKind.CODE_REFUSED: "Wrong code",
    EventKind.PASSWORD_REFUSED: "Wrong password",
    EventKind.REGISTRATION_REFUSED: "Registration failed",
    EventKind.RESET_REFUSED: "Reset failed",
    EventKind.OUTBOX_SENT: "Outbox retried",
    EventKind.TWO_STEP_CHANGED: "Verification address changed",
    EventKind.INVITED_AGAIN: "Invitation resent",
    EventKind.MAIL_NOT_DELIVERED: "Email not delivered",
    EventKind.MAIL_DISCARDED: "Email discarded",
}
"""The kinds whose words aren't their value's."""
