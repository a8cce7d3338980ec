"""The file with the authority of a made certificate: who trusts that can check the certificate."""

from argparse import Namespace
from pathlib import Path

from devmail.cli.keeping_options import store_of
from devmail.cli.receiving_options import OptionUnusable

_BEGIN = b"-----BEGIN CERTIFICATE-----"


def write_authority(options: Namespace, authority: bytes) -> Path | None:
    """Write it, without its key, where it was asked for, or beside the inbox.

    Args:
        options: What was parsed.
        authority: Its certificate as PEM; nothing when none was made.

    Returns:
        The file; None when there is none to be written, or no place for it.

    Raises:
        OptionUnusable: It cannot be written, or something else is in the file.
    """
    path = _path(options)
    if not authority or path is None:
        return None
    try:
        if path.exists() and not path.read_bytes().startswith(_BEGIN):
            raise OptionUnusable(
                f"{path} is no certificate: it is not written over. Name a file with --authority."
            )
        path.write_bytes(authority)
    except OSError as error:
        raise OptionUnusable(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def _path(options: Namespace) -> Path | None:
    if options.authority is not None:
        return Path(options.authority)
    if options.memory:
        return None
    store = store_of(options)
    return store.with_name(f"{store.name}-authority.pem")
