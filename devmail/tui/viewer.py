"""The viewer: what can be done with the mails that are shown."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from devmail.smtp.faults import Faults
from devmail.tui.asking import Question
from devmail.tui.drawn import Drawn
from devmail.tui.faults_form import FaultsForm
from devmail.tui.folder import AskFolder
from devmail.tui.help import Help
from devmail.tui.saving import save, usual_folder
from devmail.tui.searching_view import SearchingView
from devmail.tui.title import counted, which_mails
from devmail.tui.views import NOT_THERE, TABS


class Viewer(SearchingView):
    """The whole viewer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy_code", "Copy code"),
        Binding("l", "copy_link", "Copy link"),
        Binding("s", "save_part", "Save"),
        # At once: what is typed behind it must not be taken for keys, one of which deletes.
        Binding("slash", "look_for", "Search", key_display="/", priority=True),
        Binding("escape", "clear_search", "All mails"),
        Binding("d", "delete", "Delete"),
        Binding("u", "undo", "Undo"),
        Binding("x", "export", "Export"),
        Binding("m", "mark", "Mark"),
        Binding("f", "follow", "Follow"),
        Binding("D", "delete_all", "Delete all", show=False),
        Binding("F", "set_faults", "Faults"),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        *(Binding(str(number), f"open_tab({number})", show=False) for number in range(1, len(TABS) + 1)),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        chosen = self.mails.chosen
        match action:
            case "copy_code":
                return chosen is not None and chosen.code is not None
            case "copy_link":
                return chosen is not None and chosen.link is not None
            case "mark" | "delete" | "export":
                return chosen is not None
            case "undo":
                return bool(self.deleted)
            case "save_part":
                return self.reader.shows_parts
            case "follow":
                return not self.follows
            case "look_for":
                return len(self.screen_stack) == 1 and not self.search.has_focus
            case "set_faults":
                return self.server is not None
            case "clear_search":
                return bool(self.mails.search) or self.search.has_focus
        return super().check_action(action, parameters)

    @on(Drawn.Scrolled)
    def stay(self) -> None:
        """Follow no more: the person reads."""
        self.follows = False
        self.show(reveal=False)

    def action_follow(self) -> None:
        """Show the newest mail from now on."""
        self.follows = True
        self.mails.choose(0)
        self.list.draw_anew()
        self.say("")
        self.show()

    # --- to the clipboard ---

    def action_copy_code(self) -> None:
        """Copy the chosen mail's code (OSC 52, so that it also works over SSH)."""
        chosen = self.mails.chosen
        self._copy(chosen.code if chosen else None)

    def action_copy_link(self) -> None:
        """Copy the chosen mail's link."""
        chosen = self.mails.chosen
        self._copy(chosen.link if chosen else None)

    def _copy(self, text: str | None) -> None:
        if text is not None:
            self.copy_to_clipboard(text)
            self.say(f"Copied {text}.")

    # --- in the inbox ---

    def action_mark(self) -> None:
        """Mark the chosen mail, or take its mark away."""
        chosen = self.mails.chosen
        if chosen is not None:
            self.inbox.mark(chosen.id, not chosen.marked)

    def action_delete(self) -> None:
        """Delete the chosen mail; one that came just before the key was pressed can be had back."""
        chosen = self.mails.chosen
        if chosen is not None and (taken := self.inbox.take_out(chosen.id)):
            self.deleted.append(taken)
            what = f"“{chosen.subject}”" if chosen.subject else "a mail without a subject"
            self.say(f"Deleted {what}. u brings it back.")
            self.refresh_bindings()

    def action_undo(self) -> None:
        """Bring back the mail that was deleted last, and look at it."""
        taken = self.deleted[-1]
        self.inbox.put_back(taken)
        self.deleted.pop()
        self.mails.go_to(taken.id)
        self.follows = self.mails.row == 0
        self.say("It is back.")
        self.show()
        self.refresh_bindings()

    def action_delete_all(self) -> None:
        """Ask, and delete all mails that are listed and not marked; not what comes meanwhile."""
        search = self.mails.search
        may_go = f"{search} is:unmarked"
        count = self.inbox.count(may_go)
        if count:
            newest = next((mail.id for mail in self.inbox.newest(1)), 0)
            question = which_mails(count, of=self.inbox.count(search), is_found=bool(search))
            self.push_screen(
                Question(f"Delete {question}?", "They are gone then."),
                lambda yes: self._delete_all(may_go, newest) if yes else None,
            )
        elif self.mails.total:
            self.say("Marked mails stay: m takes a mark away.")

    def _delete_all(self, search: str, newest: int) -> None:
        with self.telling():
            self.say(f"Deleted {counted(self.inbox.delete_found(search, newest))}.")

    # --- into files ---

    def action_export(self) -> None:
        """Write the chosen mail into the working folder, as it was received."""
        chosen = self.mails.chosen
        if chosen is not None:
            raw = self.inbox.raw(chosen.id)
            if raw is None:
                self.say(NOT_THERE, fails=True)
            else:
                self._save(raw, "", f"mail-{chosen.id}.eml")

    def action_save_part(self) -> None:
        """Ask for a folder, and save the chosen part there."""
        part = self.reader.part
        if part is not None:
            name, content = part
            self.push_screen(
                AskFolder(name, usual_folder()), lambda folder: self._save(content, folder, name)
            )

    def _save(self, content: bytes, folder: str | None, name: str) -> None:
        if folder is not None:
            with self.telling():
                self.say(f"Saved {save(content, folder, name)}.")

    # --- the tabs ---

    def action_open_tab(self, number: int) -> None:
        """Look at mails in another way.

        Args:
            number: Which tab, from 1.
        """
        self.refresh_bindings()
        self.reader.open(TABS[number - 1])

    def action_turn(self, by: int) -> None:
        """Go so many tabs to the right.

        Args:
            by: How many; negative goes left.
        """
        self.refresh_bindings()
        self.reader.turn(by)

    # --- elsewhere ---

    def action_list(self) -> None:
        """Go to the list."""
        self.screen.set_focus(self.list)

    def action_read(self) -> None:
        """Go to the mail."""
        self.screen.set_focus(self.reader.body)

    def action_set_faults(self) -> None:
        """Ask which faults are to be on."""
        if self.server is not None:
            self.push_screen(FaultsForm(self.server.faults), self._set_faults)

    def _set_faults(self, faults: Faults | None) -> None:
        if faults is not None and self.server is not None:
            self.server.faults = faults
            self.show_faults()

    def action_help(self) -> None:
        """Tell what every key does."""
        self.push_screen(Help())

    def action_help_quit(self) -> None:
        """Tell who presses Ctrl+C how to quit, without a notification that comes and goes."""
        self.say("Press q to quit.")
