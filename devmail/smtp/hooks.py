"""What is looked at before a sender or a recipient is taken: the faults that are asked for."""

from typing import TYPE_CHECKING

from aiosmtpd.smtp import Envelope, Session

from devmail.smtp.addresses import NOBODY
from devmail.smtp.faults import FaultsInForce, NoSuchFault, fault_of

if TYPE_CHECKING:
    from devmail.smtp.connection import Connection


class MailEnvelope(Envelope):
    """What is known of a mail before its data comes.

    Attributes:
        drop: Whether the connection breaks off in the middle of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drop = False


class Hooks:
    """aiosmtpd's way to ask about single commands.

    Args:
        faults: What is on.
    """

    def __init__(self, faults: FaultsInForce) -> None:
        self._faults = faults

    async def handle_MAIL(
        self,
        connection: "Connection",
        session: Session,
        envelope: MailEnvelope,
        address: str,
        options: list[str],
    ) -> str:
        """Take a sender, unless mails come too quickly."""
        if told := self._faults.at_a_mails_begin():
            connection.leave()
            return told
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self,
        connection: "Connection",
        session: Session,
        envelope: MailEnvelope,
        address: str,
        options: list[str],
    ) -> str:
        """Take a recipient, unless its address asks for something else."""
        if address == NOBODY:
            return "501 5.1.3 A recipient needs an address: <> is nobody's, and may only be a sender"
        try:
            fault = fault_of(address)
        except NoSuchFault as error:
            return str(error)
        if fault is not None:
            if fault.drop:
                connection.drop(f"broken off: {address} asks for it (a fault on demand)")
                raise ConnectionAbortedError
            if fault.code:
                if fault.code == 421:
                    connection.leave()
                return f"{fault.code} {address} asks for it (a fault on demand)"
            await connection.pause(fault.delay)
            envelope.drop |= fault.drop_in_data
        envelope.rcpt_tos.append(address)
        return "250 OK"
