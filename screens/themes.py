"""The product's own look, dark and light, with kintone's yellow as the accent."""

from textual.theme import Theme

_YELLOW = "#ffc72c"

DARK = Theme(
    name="kintone-dark",
    primary=_YELLOW,
    accent=_YELLOW,
    foreground="#e8e6e1",
    background="#191a1d",
    surface="#26282d",
    panel="#212327",
    error="#ff8272",
    success="#8fd08f",
    warning=_YELLOW,
    dark=True,
    variables={"muted": "#a3a19b", "rule": "#45474d", "on-primary": "#191a1d", "link": _YELLOW},
)
LIGHT = Theme(
    name="kintone-light",
    primary=_YELLOW,
    accent="#7a5900",
    foreground="#26241f",
    background="#fbfaf6",
    surface="#efece3",
    panel="#f1eee6",
    error="#b3261e",
    success="#2e6b33",
    warning="#7a5900",
    dark=False,
    variables={"muted": "#6a675f", "rule": "#cfcabd", "on-primary": "#26241f", "link": "#7a5900"},
)
THEMES = {"dark": DARK, "light": LIGHT}
"""The themes by the words of the settings."""


def other_theme(name: str) -> str:
    """Return the name of the theme that is not shown now.

    Args:
        name: The name of the one that is.
    """
    return LIGHT.name if name == DARK.name else DARK.name
