"""What can be done with the mails that are shown."""

import asyncio
from contextlib import ExitStack

from textual import on, work
from textual.binding import Binding
from textual.widgets import Input

from devmail.mime.message import html_source
from devmail.smtp.faults import Faults
from devmail.tui.desktop import browse, copy, write_page
from devmail.tui.dialogs import AskFolder, FaultsForm, Help, Question
from devmail.tui.live_view import LiveView, counted
from devmail.tui.saving import save, usual_folder
from devmail.tui.views import NOT_THERE, TABS, Tab

_SEARCHING = "Searching…"


class Viewer(LiveView):
    """The whole viewer."""

    # The most needed first: the footer's right end is cut off in a narrow terminal. Those with priority act
    # at once: what is typed behind `/` must not be taken for keys, one of which deletes.
    BINDINGS = [
        Binding("c", "copy_code", "Copy code"),
        Binding("l", "copy_link", "Copy link"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit"),
        Binding("slash", "look_for", "Search", key_display="/", priority=True),
        Binding("d", "delete", "Delete"),
        Binding("u", "undo", "Undo"),
        Binding("f", "follow", "Follow"),
        Binding("s", "save_part", "Save"),
        Binding("escape", "clear_search", "All emails"),
        Binding("tab,shift+tab", "switch", show=False, priority=True),
        Binding("o", "open_page", "Open"),
        Binding("m", "mark", "Mark"),
        Binding("x", "export", "Export"),
        Binding("F", "set_faults", "Faults"),
        Binding("D", "delete_all", show=False),
        Binding("left", "turn(-1)", show=False, priority=True),
        Binding("right", "turn(1)", show=False, priority=True),
        *(Binding(str(number), f"open_tab({number})", show=False) for number in range(1, len(TABS) + 1)),
    ]

    def on_mount(self) -> None:
        self._at_the_end = ExitStack()

    def on_unmount(self) -> None:
        self._at_the_end.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        chosen = self.list.chosen
        on_top = len(self.screen_stack) == 1
        match action:
            case "copy_code" | "copy_link" | "open_page" | "mark" | "delete" | "export":
                return chosen is not None
            case "undo":
                return bool(self.deleted)
            case "save_part":
                return self.reader.shows_parts
            case "follow":
                return not self.follows
            case "look_for" | "turn":
                return on_top and not self.search.has_focus
            case "switch":
                return on_top
            case "clear_search":
                return bool(self.list.search) or self.search.has_focus
        return super().check_action(action, parameters)

    # --- moving about ---

    def action_follow(self) -> None:
        self.follows = True
        self.list.choose(0)
        self.say("")
        self.show()

    def action_to_list(self) -> None:
        self.screen.set_focus(self.list)

    def action_switch(self) -> None:
        self.screen.set_focus(self.reader.body if self.list.has_focus else self.list)

    def action_open_tab(self, number: int) -> None:
        self.reader.open(TABS[number - 1])
        self.offer()

    def action_turn(self, by: int) -> None:
        self.reader.open(TABS[(TABS.index(self.reader.tab) + by) % len(TABS)])
        self.offer()

    def action_help(self) -> None:
        self.push_screen(Help())

    def action_help_quit(self) -> None:
        self.say("Press q to quit.")

    # --- searching ---

    def action_look_for(self) -> None:
        self.say("")
        self._find(self.list.search)
        self.screen.set_focus(self.search)

    def action_clear_search(self) -> None:
        self.screen.set_focus(self.list)
        self.search.value = ""

    @on(Input.Changed, "#search")
    def _look_for_typed(self, event: Input.Changed) -> None:
        self._find(event.value.strip())

    @work(exclusive=True, group="search")
    async def _find(self, search: str) -> None:
        """Read what no search has gone through yet, a bite at a time, so that mails come in meanwhile."""
        with self.telling():
            while (search or self.search.has_focus) and self.inbox.prepare_search():
                self.say(_SEARCHING)
                await asyncio.sleep(0)
            if search != self.list.search:
                self.list.search = search
                self.list.look_again()
                if self.follows:
                    self.list.choose(0)
            if self.said == _SEARCHING:  # not what was said about a key that was pressed meanwhile
                self.say("")
            self.show()

    # --- to the desktop ---

    def action_copy_code(self) -> None:
        chosen = self.list.chosen
        code = chosen and (chosen.code or chosen.likely_code)
        if not chosen or not code:
            self.say("No code was found in this email.")
        else:
            self._copy(code, "" if chosen.code else " (likely code)")

    def action_copy_link(self) -> None:
        if link := self.reader.link:
            self._copy(link)
        else:
            self.say("No link to copy. The Links tab (7) lists every link in an email.")

    @work(exclusive=True, group="desktop")
    async def _copy(self, text: str, remark: str = "") -> None:
        with self.telling():
            if await copy(text):
                self.say(f"Copied {text}{remark}.")
            else:
                self.copy_to_clipboard(text)  # OSC 52, which nobody answers
                self.say(f"Sent {text}{remark} to your terminal's clipboard.")

    def action_open_page(self) -> None:
        chosen = self.list.chosen
        if chosen is not None and self.reader.tab in (Tab.HTML, Tab.SOURCE):
            page = html_source(self.inbox.raw(chosen.id) or b"")
            if page is None:
                self.say("This email has no HTML.")
            else:
                self._browse(write_page(page, self._at_the_end), "the HTML")
        elif link := self.reader.link:
            self._browse(link, link)
        else:
            self.say("No link to open. The Links tab (7) lists every link in an email.")

    @work(exclusive=True, group="desktop")
    async def _browse(self, url: str, what: str) -> None:
        with self.telling():
            if await browse(url):
                self.say(f"Opened {what} in your browser.")
            else:
                self.say("No browser is available here.", fails=True)

    # --- in the inbox ---

    def action_mark(self) -> None:
        if (chosen := self.list.chosen) is not None:
            self.inbox.mark(chosen.id, not chosen.marked)

    def action_delete(self) -> None:
        chosen = self.list.chosen
        if chosen is not None and (taken := self.inbox.take_out(chosen.id)):
            self.deleted.append(taken)
            what = f"“{chosen.subject}”" if chosen.subject else "an email without a subject"
            self.say(f"Deleted {what}. Press u to undo.")

    def action_undo(self) -> None:
        taken = self.deleted[-1]
        self.inbox.put_back(taken)
        self.deleted.pop()
        self.list.look_again(choose=taken.id)
        self.follows = self.list.row == 0
        self.say("Restored.")
        self.show()

    def action_delete_all(self) -> None:
        # Not what comes while it asks.
        search = f"{self.list.search} is:unmarked"
        count = self.inbox.count(search)
        if not count:
            if self.list.mails:
                self.say("All of these are marked. Press m to unmark one.")
            return
        newest = next((mail.id for mail in self.inbox.newest(1)), 0)
        marked = " Marked emails are kept." if self.inbox.count(self.list.search) > count else ""
        self.push_screen(
            Question(
                f"Delete {counted(count)}{' found' if self.list.search else ''}?",
                f"You can't undo this.{marked}",
            ),
            lambda yes: self._delete_all(search, newest) if yes else None,
        )

    def _delete_all(self, search: str, newest: int) -> None:
        with self.telling():
            self.say(f"Deleted {counted(self.inbox.delete_found(search, newest))}.")

    def action_set_faults(self) -> None:
        self.push_screen(FaultsForm(self.server.faults), self._set_faults)

    def _set_faults(self, faults: Faults | None) -> None:
        if faults is not None:
            self.server.faults = faults
            self.show_trouble()

    # --- to files ---

    def action_export(self) -> None:
        chosen = self.list.chosen
        raw = self.inbox.raw(chosen.id) if chosen is not None else None
        if chosen is None or raw is None:
            self.say(NOT_THERE, fails=True)
        else:
            self._save(raw, "", f"mail-{chosen.id}.eml")

    def action_save_part(self) -> None:
        if part := self.reader.part:
            name, content = part
            self.push_screen(
                AskFolder(name, usual_folder()), lambda folder: self._save(content, folder, name)
            )

    def _save(self, content: bytes, folder: str | None, name: str) -> None:
        if folder is not None:
            with self.telling():
                self.say(f"Saved {save(content, folder, name)}.")
