"""The chosen mail, looked at in one of several ways."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static, Tabs
from textual.widgets import Tab as TabName
from textual.widgets.option_list import Option

from devmail.finder.links import links_of
from devmail.mime.parts import Parts, content, name_of, parts_of
from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.text import one_line
from devmail.tui.formatting import fitted, listed, local_and_utc, size
from devmail.tui.line_view import TextView
from devmail.tui.views import LISTS, NOT_THERE, TABS, Tab, lines_of

_GAP = "   "
_NAME = 26
_SIZE = 9
_MOST_LINKS = 300


class Head(Static):
    """Subject and code; then to whom, when, how large, and from whom."""

    def __init__(self, zone: tzinfo | None) -> None:
        super().__init__(id="head")
        self._zone = zone
        self._mail: Mail | None = None

    def show(self, mail: Mail | None) -> None:
        self._mail = mail
        self.on_resize()

    def on_resize(self) -> None:
        width = self.content_size.width
        shown = self._describe(self._mail, width) if self._mail is not None and width else Content("\n")
        self.update(shown)

    def _describe(self, mail: Mail, width: int) -> Content:
        found = Content("")
        if mail.code is not None:
            found = Content.assemble("  code ", (fitted(mail.code, 14).plain.rstrip(), "bold $accent"))
        elif mail.likely_code is not None:
            likely = fitted(mail.likely_code, 14).plain.rstrip()
            found = Content(f"  likely code {likely}?").stylize("$muted")
        elif mail.link:
            found = Content("  link").stylize("$muted")
        subject = fitted(mail.subject or "(no subject)", max(width - found.cell_length, 0))
        facts = [
            f"to {one_line(listed(mail.recipients, width)) or '(nobody)'}",
            local_and_utc(mail.received_at, mail.received_at.astimezone(self._zone)),
            size(mail.size),
            f"from {one_line(mail.author) or '(nobody)'}",
        ]
        if mail.other_sender:
            facts.append(f"sent by {one_line(mail.other_sender)}")
        lines = [Content(row).truncate(width, ellipsis=True).stylize("$muted") for row in _rows(facts, width)]
        return Content("\n").join([Content.assemble(subject.stylize("bold"), found), *lines])


def _rows(facts: Iterable[str], width: int) -> list[str]:
    """Put as many facts on a row as there is room for."""
    rows: list[str] = []
    for fact in facts:
        if rows and Content(rows[-1] + _GAP + fact).cell_length <= width:
            rows[-1] += _GAP + fact
        else:
            rows.append(fact)
    return rows


class Reader(Vertical):
    """Shows one mail, and reads no more of it than is looked at."""

    def __init__(self, inbox: Inbox, zone: tzinfo | None) -> None:
        super().__init__()
        self._inbox = inbox
        self._mail: Mail | None = None
        self._read: int | None = None  # the number of the mail that was read
        self._raw = b""
        self._parts = Parts((), "")
        self._links: Sequence[str] = ()
        self.tab = Tab.TEXT
        # Kept here: one that is not mounted yet, or no longer, can be shown something all the same.
        self._head = Head(zone)
        self._tabs = Tabs(*(TabName(Content(tab.value), id=tab.name.lower()) for tab in TABS))
        self._tabs.can_focus = False
        self._text = TextView()
        self._list = OptionList(id="list", compact=True)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._tabs
        yield self._text
        yield self._list

    def show(self, mail: Mail | None) -> None:
        """Show a mail from its beginning; the one that is shown already stays as it is."""
        if mail is not None and mail.id == self._read:
            return
        self._mail = mail
        self._head.show(mail)
        self._show_tab()

    def open(self, tab: Tab) -> None:
        """Look at mails in another way."""
        if tab is self.tab:
            return
        had_focus = self.body.has_focus
        self.tab = tab
        self._tabs.active = tab.name.lower()
        self._show_tab()
        if had_focus:
            self.screen.set_focus(self.body)

    @on(Tabs.TabActivated)
    def _open_clicked(self, event: Tabs.TabActivated) -> None:
        if event.tab.id == self._tabs.active:  # not one that was left again meanwhile
            self.open(Tab[self._tabs.active.upper()])

    @property
    def body(self) -> Widget:
        """What is under the tabs."""
        return self._list if self.tab in LISTS else self._text

    @property
    def shows_parts(self) -> bool:
        return self.tab is Tab.PARTS and bool(self._parts.parts)

    @property
    def part(self) -> tuple[str, bytes] | None:
        """The name and content of the chosen part; None where there is none."""
        row = self._list.highlighted
        if row is None or row >= len(self._parts.parts):
            return None
        part = self._parts.parts[row]
        return name_of(part, row + 1), content(self._raw, part)

    @property
    def link(self) -> str | None:
        """The link that is chosen in Links; elsewhere the one that the mail is about."""
        if self.tab is not Tab.LINKS:
            return self._mail.link if self._mail is not None else None
        row = self._list.highlighted
        return self._links[row] if row is not None and row < len(self._links) else None

    def _show_tab(self) -> None:
        """Read the mail as it is looked at; where that fails, nothing of another is left."""
        mail = self._mail
        self._tabs.visible = mail is not None
        self._text.display = self.tab not in LISTS
        self._list.display = self.tab in LISTS
        self._read, self._raw, self._parts, self._links = None, b"", Parts((), ""), ()
        lines: list[str] = []
        options: list[Option] = []
        try:
            if mail is not None and self.tab in LISTS:
                options = self._options(self._inbox.raw(mail.id))
            elif mail is not None:
                lines = lines_of(self._inbox, mail.id, self.tab)
            self._read = mail.id if mail is not None else None
        finally:
            self._text.show(lines)
            if options or self._list.option_count:
                self._list.set_options(options)
                self._list.highlighted = 0 if options else None

    def _options(self, raw: bytes | None) -> list[Option]:
        if raw is None:
            return [_remark(f"[{NOT_THERE}]")]
        if self.tab is Tab.LINKS:
            links = links_of(raw)
            self._links = links[:_MOST_LINKS]
            options = [Option(Content(one_line(link))) for link in self._links]
            cut = f"[truncated after {_MOST_LINKS} links]" if len(links) > _MOST_LINKS else ""
            return options + ([_remark(cut)] if cut else []) or [_remark("[no links]")]
        self._raw = raw
        self._parts = parts_of(raw)
        names = [name_of(part, number) for number, part in enumerate(self._parts.parts, 1)]
        options = [
            Option(
                Content.assemble(
                    fitted(name, _NAME), f"{size(len(content(raw, part))):>{_SIZE}}  {part.type}"
                )
            )
            for name, part in zip(names, self._parts.parts, strict=True)
        ]
        return options + ([_remark(self._parts.left_out)] if self._parts.left_out else [])


def _remark(text: str) -> Option:
    return Option(Content(text).stylize("$muted"))
