"""A mail as a test looks at it."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from devmail.finder.links import links_of
from devmail.mime.message import html_source, subject_and_text
from devmail.mime.parts import Attachment, attachments_of
from devmail.model import Mail

_LONGEST = 1000  # characters of a text that a failure shows


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """A mail that was sent to the tests' mail server. Sender and recipients are those of the envelope."""

    mail: Mail = field(repr=False)
    raw: bytes = field(repr=False)  # its bytes as they came

    @property
    def sender(self) -> str:
        """Empty for a mail from nobody, such as a bounce."""
        return self.mail.sender

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.mail.recipients

    @property
    def subject(self) -> str:
        return self.mail.subject

    @property
    def code(self) -> str | None:
        """The code in it: the likely one where none is sure."""
        return self.mail.code or self.mail.likely_code

    @property
    def link(self) -> str | None:
        """The link in it that logs in, verifies, resets, confirms or accepts."""
        return self.mail.link

    @property
    def links(self) -> tuple[str, ...]:
        """All http and https links in it, in their order, each once."""
        return links_of(self.raw)

    @property
    def text(self) -> str:
        """Its body as text, made from its HTML where there is no other."""
        return subject_and_text(self.raw)[1]

    @property
    def html(self) -> str | None:
        """The source of its HTML."""
        return html_source(self.raw)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return attachments_of(self.raw)

    @property
    def message(self) -> EmailMessage:
        """All of it, for everything else."""
        message = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - that is what the policy makes
        return message

    def __str__(self) -> str:
        brings = f"code {self.code}" if self.code else f"link {self.link}" if self.link else "no code"
        return f"to {', '.join(self.recipients)}: {self.subject!r}, {brings}"

    def describe(self) -> str:
        """Return it with its text, as far as a failed test's report goes."""
        text = self.text.strip()
        more = len(text) - _LONGEST
        lines = [*text[:_LONGEST].splitlines(), *([f"[{more} more characters]"] if more > 0 else [])]
        return "\n".join([str(self), *(f"  | {line}" for line in lines)])
