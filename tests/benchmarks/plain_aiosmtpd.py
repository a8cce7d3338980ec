"""A plain aiosmtpd that throws mails away; it prints its port once it listens."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class _Discard:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 OK"


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    handler = _Discard()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], file=sys.stderr, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
