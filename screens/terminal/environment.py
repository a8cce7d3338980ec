"""The environment that the screens may see: Textual reads it, and others may have set it."""

from collections.abc import MutableMapping

_SESSION = {
    "COLORTERM",
    "HOME",
    "LANG",
    "LANGUAGE",
    "LOGNAME",
    "NO_COLOR",
    "PATH",
    "SSH_CLIENT",
    "SSH_CONNECTION",
    "TERM",
    "TERM_PROGRAM",
    "TZ",
    "USER",
}
_OWN = {
    "BROWSER",
    "NOTIFY_SOCKET",  # systemd's, for `serve`
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TEXTUAL_DISABLE_KITTY_KEY",  # the way out for terminals that garble keys
    "TMPDIR",
}


def keep_allowed(environment: MutableMapping[str, str], *, served: bool = False) -> None:
    """Remove every variable that the program doesn't need; call this before Textual is imported.

    Textual's own variables can log each key, passwords too, and run code. A served session keeps only what
    describes it: an SSH client may have sent the rest.
    """
    kept, beginnings = (_SESSION, ("LC_",)) if served else (_SESSION | _OWN, ("KSTORE_", "LC_", "XDG_"))
    for name in set(environment) - kept:
        if not name.startswith(beginnings):
            del environment[name]
