"""Make the pictures of the README from the snapshots: `make pictures`."""

import re
from pathlib import Path

_SNAPSHOTS = Path(__file__).parent
_PICTURES = _SNAPSHOTS.parent / "docs" / "pictures"

SCREENS = {
    "01-first-run": "first run, filled in",
    "02-store": "store, alone",
    "03-menu": "menu, over the store",
    "04-account-settings": "settings, two-step off",
    "05-recommendation": "recommendation",
    "06-address": "address for codes, filled in",
    "07-code": "code for enabling",
    "08-save": "save",
    "09-complete": "settings, enabled",
    "10-login": "login, filled in",
    "11-login-code": "code for login, filled in",
    "12-wrong-code": "code for login, wrong",
    "13-administrators": "administrators, some",
    "14-delete": "delete, a fellow",
    "15-register": "register administrators, empty",
    "16-registration-code": "registration code, empty",
    "17-activity": "activity, some",
}
"""The snapshot of each picture, by the name of its state."""
OTHERS = {
    "18-demo": "screens/demo/__snapshots__/test_demo/test_the_code_to_use_is_pointed_at[80x24].svg",
    "19-devmail": "devmail/tui/__snapshots__/test_screens/test_it_looks_so[three_mails-80x24].svg",
    "20-devmail-parts": "devmail/tui/__snapshots__/test_screens/test_it_looks_so[parts-80x24].svg",
}


def main() -> None:
    """Write all pictures, and delete those that are no longer made."""
    _PICTURES.mkdir(parents=True, exist_ok=True)
    sources = {
        name: f"screens/__snapshots__/test_snapshots/test_picture[{state} - 80x24 dark].svg"
        for name, state in SCREENS.items()
    } | OTHERS
    for old in _PICTURES.glob("*.svg"):
        if old.stem not in sources:
            old.unlink()
    for name, source in sources.items():
        (_PICTURES / f"{name}.svg").write_text(_own(_SNAPSHOTS / source), encoding="utf-8")


def _own(snapshot: Path) -> str:
    """Return a picture that loads nothing from elsewhere: its font is whatever monospaced one there is."""
    return re.sub(r"\s*@font-face \{.*?\}", "", snapshot.read_text(encoding="utf-8"), flags=re.DOTALL)


if __name__ == "__main__":
    main()
