"""An app with the widgets of the login screen and nothing behind them: what Textual itself costs."""

from textual.app import App, ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Static


class EmptyApp(App[None]):
    """Does nothing."""

    def compose(self) -> ComposeResult:
        """Lay out as many widgets of the same kinds as the login screen has."""
        with Horizontal():
            yield Static("Kintone Store")
        with VerticalScroll(), Vertical():
            with Horizontal():
                yield Static("Log in to the Kintone Store")
                yield Static()
            yield Static("Enter the email address and password of your account.")
            for label in ("Email address", "Password"):
                with Vertical():
                    with Horizontal():
                        yield Static(label)
                        yield Static("Show")
                    yield Input(compact=True)
            yield Static()
            with Horizontal():
                yield Button("Login", compact=True)
            with Container():
                yield Button("Forgot your password?", compact=True)
                yield Button("I have a registration code", compact=True)
        yield Static("^q Quit")


if __name__ == "__main__":
    EmptyApp().run()
