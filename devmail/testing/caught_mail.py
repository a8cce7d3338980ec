"""A mail as a test looks at it."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from devmail.mime.message import subject_and_text
from devmail.model import Mail


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """A mail that was sent to the tests' mail server."""

    mail: Mail = field(repr=False)
    raw: bytes = field(repr=False)
    """Its bytes as they came."""

    @property
    def sender(self) -> str:
        """As the mail server was told; empty for a mail from nobody."""
        return self.mail.sender

    @property
    def recipients(self) -> tuple[str, ...]:
        """As the mail server was told."""
        return self.mail.recipients

    @property
    def subject(self) -> str:
        """Its subject."""
        return self.mail.subject

    @property
    def code(self) -> str | None:
        """The code that was found in it."""
        return self.mail.code

    @property
    def link(self) -> str | None:
        """The link to log in or to confirm that was found in it."""
        return self.mail.link

    @property
    def text(self) -> str:
        """Its body as text, made from its HTML where there is no other."""
        return subject_and_text(self.raw)[1]

    @property
    def message(self) -> EmailMessage:
        """It all, for what else is to be looked at."""
        message = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - that is what the policy makes
        return message

    def __str__(self) -> str:
        brings = f"code {self.code}" if self.code else f"link {self.link}" if self.link else "no code"
        return f"to {', '.join(self.recipients)}: {self.subject!r}, {brings}"
