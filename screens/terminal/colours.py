"""The colours that a terminal has. Textual always draws in truecolor; this makes of it what can be shown."""

from collections.abc import Callable, Mapping
from functools import partial

from rich.color import Color, ColorSystem

from screens.terminal.cells import Style

_HAVE_256 = ("256color", "alacritty", "foot", "ghostty", "kitty", "wezterm")
_STANDS_OUT = 110
"""Of 255: on the dark theme, only what is focused or chosen has a background of a higher luminance."""


def colours_of(environment: Mapping[str, str]) -> ColorSystem | None:
    """Return the colours of the terminal that an environment describes; None if there should be none."""
    term = environment.get("TERM", "")
    if environment.get("NO_COLOR") or term.startswith("vt"):
        return None
    if term == "linux":  # COLORTERM may be of the terminal that it was started from
        return ColorSystem.STANDARD
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return ColorSystem.TRUECOLOR
    if any(name in term for name in _HAVE_256):
        return ColorSystem.EIGHT_BIT
    return ColorSystem.STANDARD


def adaptation(system: ColorSystem | None) -> Callable[[Style], Style]:
    """Return what makes a style one that a terminal with these colours can show."""
    return _without_colours if system is None else partial(_with_colours, system)


def _with_colours(system: ColorSystem, style: Style) -> Style:
    fore, back = (
        ";".join(_read(colour).downgrade(system).get_ansi_codes(foreground)) if colour else ""
        for colour, foreground in ((style.fore, True), (style.back, False))
    )
    return style._replace(fore=fore, back=back)


def _without_colours(style: Style) -> Style:
    """Show what stands out by its background reversed; Textual's bold and underline stay."""
    if style.back:
        red, green, blue = _read(style.back).get_truecolor()
        if 0.2126 * red + 0.7152 * green + 0.0722 * blue > _STANDS_OUT:
            style = style._replace(attributes=style.attributes ^ {"7"})
    return style._replace(fore="", back="")


def _read(colour: str) -> Color:
    """Read the parameters of SGR that set a colour."""
    match [int(part) for part in colour.split(";")]:
        case [_, 2, red, green, blue]:
            return Color.from_rgb(red, green, blue)
        case [_, 5, number]:
            return Color.from_ansi(number)
        case [number]:
            return Color.from_ansi(number % 10 + 8 * (number >= 90))
    raise ValueError(colour)
