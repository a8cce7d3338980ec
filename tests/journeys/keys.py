"""What a terminal sends for each key, for a click and for a paste."""

_NAMED = {
    "enter": "\r",
    "tab": "\t",
    "space": " ",
    "escape": "\x1b",
    "backspace": "\x7f",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
}


def key_bytes(key: str) -> bytes:
    """Return what a terminal sends for a key: a name such as `shift+tab`, `ctrl+q`, `alt+x`, or a character.

    Raises:
        ValueError: There is no such key.
    """
    if key in _NAMED:
        return _NAMED[key].encode()
    if len(key) == 1:
        return key.encode()
    modifier, _, rest = key.partition("+")
    if modifier == "alt" and rest:
        return b"\x1b" + key_bytes(rest)
    if modifier == "ctrl" and len(rest) == 1 and "@" <= rest.upper() <= "_":
        return bytes([ord(rest.upper()) & 0x1F])
    raise ValueError(f"no such key: {key!r}")


def click_bytes(column: int, row: int) -> bytes:
    """Return a press and a release of the left button on a cell, counted from 0, as SGR mouse reports."""
    return f"\x1b[<0;{column + 1};{row + 1}M\x1b[<0;{column + 1};{row + 1}m".encode()


def move_bytes(column: int, row: int) -> bytes:
    """Return a move of the mouse, no button held, to a cell counted from 0, as an SGR mouse report."""
    return f"\x1b[<35;{column + 1};{row + 1}M".encode()


def paste_bytes(text: str, *, bracketed: bool) -> bytes:
    """Return a paste: line ends go as Enter does, in brackets when the program has asked for them."""
    plain = text.replace("\r\n", "\r").replace("\n", "\r").encode()
    return b"\x1b[200~" + plain + b"\x1b[201~" if bracketed else plain
