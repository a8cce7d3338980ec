"""Someone at the other end of an SSH connection, from the key exchange to their session's channel."""

import asyncio

import asyncssh

from kstore_tui.core.origin import network_of
from screens.serving.channel import TYPED_AHEAD, Channel, Variables

_LONGEST_ADDRESS = 254
_MOST_KEYS = 6
"""That a client may offer in vain, as for OpenSSH's server."""


class Guest(asyncssh.SSHServer):
    """Someone who has connected, and who may open one session.

    Args:
        authorized_keys: The keys that may connect; None lets everyone in.
        client: The client's IP address.
    """

    def __init__(self, authorized_keys: asyncssh.SSHAuthorizedKeys | None, client: str) -> None:
        self._authorized_keys = authorized_keys
        self.client = client
        self.origin = network_of(client)
        self.address = ""
        """An email address to log in with, given as the SSH user name."""
        self.channel: asyncio.Future[Channel | None] = asyncio.get_running_loop().create_future()
        """The session's channel once it has started; None when the connection ended without one."""
        self._connection: asyncssh.SSHServerConnection | None = None
        self._has_asked = False
        self._keys_refused = 0

    def abort(self) -> None:
        """Cut the connection, if there is one."""
        if self._connection is not None:
            self._connection.abort()

    # What asyncssh calls.

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.channel.done():
            self.channel.set_result(None)

    def begin_auth(self, username: str) -> bool:
        if "@" in username and len(username) <= _LONGEST_ADDRESS:
            self.address = username
        return self._authorized_keys is not None

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        if (
            self._authorized_keys is None
            or self._authorized_keys.validate(key, self.client, self.client) is None
        ):
            self._keys_refused += 1
            if self._keys_refused >= _MOST_KEYS and self._connection is not None:
                self._connection.disconnect(
                    asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE, "Too many keys were offered."
                )
            return False
        # A client may offer many keys; the last one is the one that it then proves to have.
        self.origin = f"{network_of(self.client)} {key.get_fingerprint()}"
        return True

    def session_requested(
        self,
    ) -> tuple[asyncssh.SSHServerChannel[bytes], asyncssh.SSHServerSession[bytes]] | bool:
        if self._has_asked or self._connection is None:
            return False
        self._has_asked = True
        ssh = self._connection.create_server_channel(encoding=None, window=TYPED_AHEAD)
        ssh._env = Variables()  # private: asyncssh keeps any variable that a client sends
        return ssh, Channel(self._connection, self._start)

    def _start(self, channel: Channel) -> None:
        if not self.channel.done():
            self.channel.set_result(channel)
