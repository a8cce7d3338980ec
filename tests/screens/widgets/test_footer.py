"""The footer tells the keys that work now, and the keys do what it says."""

from kstore_tui.store import Store
from screens.base.help import Help
from screens.widgets.footer import Footer
from tests.screens.states import state_named
from tests.screens.support.stage import on_stage, reach


async def test_a_narrow_footer_leaves_out_the_least_important_keys(store: Store) -> None:
    state = state_named("code for enabling")
    async with on_stage(store, state.page(), (60, 16)) as person:
        await reach(person.pilot, state)
        told = ["Verify", "Send again", "Back", "Menu", "Help", "Quit"]
        await person.waits_for(lambda: person.footer == told)
        await person.pilot.resize_terminal(80, 24)
        await person.waits_for(lambda: "Commands" in person.footer)


async def test_a_click_on_a_key_does_what_the_key_does(store: Store) -> None:
    state = state_named("login, empty")
    async with on_stage(store, state.page()) as person:
        await reach(person.pilot, state)
        line = f" {person.screen.query_one(Footer).render().plain}"
        await person.pilot.click(Footer, offset=(line.index("f1 Help") - 1, 0))
        assert not isinstance(person.screen, Help)  # between two keys there is none
        await person.pilot.click(Footer, offset=(line.index("Help") + 3, 0))
        await person.waits_for(lambda: isinstance(person.screen, Help))
