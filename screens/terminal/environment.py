"""The environment that the screens may see: Textual reads it, and others may have set it."""

from collections.abc import MutableMapping

_KEPT = {
    "BROWSER",
    "COLORTERM",
    "HOME",
    "LANG",
    "LANGUAGE",
    "LOGNAME",
    "NO_COLOR",
    "PATH",
    "SSH_CLIENT",
    "SSH_CONNECTION",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TERM",
    "TERM_PROGRAM",
    "TEXTUAL_DISABLE_KITTY_KEY",  # the way out for terminals that garble keys
    "TMPDIR",
    "TZ",
    "USER",
}
_KEPT_BEGINNINGS = ("KSTORE_", "LC_", "XDG_")


def keep_allowed(environment: MutableMapping[str, str]) -> None:
    """Remove every variable that the program doesn't need; call this before Textual is imported.

    Textual's own variables can log each key, passwords too, and run code.
    """
    for name in set(environment) - _KEPT:
        if not name.startswith(_KEPT_BEGINNINGS):
            del environment[name]
