"""The links of a mail, and the one it asks to follow: those around it are not taken for it."""

import pytest

from devmail.finder.links import find_link, links_in, links_of
from devmail.finder.summary import summarize
from devmail.mime.html_page import Link
from devmail.mime.message import page_text
from tests.devmail.finder.tables import CORPUS, rows
from tests.devmail.mails import mail

HOST = "https://app.example.com"
URL = f"{HOST}/m/ab12cd34ef"

FOUND = {
    "beside its name": f"Sign in: {URL}",
    "under its name": f"Reset your password:\n\n{URL}\n",
    "under a sentence": f"Please follow the link below to confirm your address.\n\n{URL}\n",
    "under a sentence, Japanese": f"以下のURLから登録を完了してください。\n\n{URL}\n",
    "in brackets": f"Sign in ( {URL} )",
    "between angles": f"Verify your email\n<{URL}>",
    "as Markdown": f"[Sign in]({URL})",
    "in a sentence": f"Open {URL} to log in.",
    "German": f"Passwort zurücksetzen: {URL}",
    "Russian": f"Ссылка для входа: {URL}",
    "Chinese": f"请点击链接完成验证：{URL}（24小时有效）",
    "with nothing beside it": URL,
}
NOT_FOUND = {
    "no secret": f"Sign in: {HOST}/login",
    "unsubscribe": f"Unsubscribe: {HOST}/u/ab12cd34ef",
    "help": f"Need help to log in? {HOST}/help/ab12cd34ef",
    "a shop": f"Shop now: {HOST}/sale/ab12cd34ef",
    "a parcel": f"Track my parcel: {URL}",
    "an order": f"See your order: {HOST}/orders/48213377",
    "for one who did not ask": f"If this wasn't you, reset your password: {URL}",
    "no web": "Sign in: ftp://example.com/verify/ab12cd34ef",
    "a mail that speaks of something else": f"Photos of last night, as promised: {URL}",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_the_link_of_a_text_is_found(text: str) -> None:
    assert find_link(list(links_in(text))) == URL


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_another_link_is_not_taken_for_it(text: str) -> None:
    assert find_link(list(links_in(text))) is None


def test_the_link_of_a_terse_mail_is_found() -> None:
    for subject, text, _, link in rows(CORPUS / "practice.tsv"):
        assert (find_link(list(links_in(text)), subject) or "") == link, text


def test_it_is_found_among_the_links_of_a_page() -> None:
    page = (
        f'<a href="{HOST}/"><img src="logo.png" alt="Example"></a><p>Hello,<p>tap to go on.'
        f"<a class=b href='{URL}?a=1&amp;b=2'><img src=b.png alt='Sign in'></a>"
        f'<p><a href="{HOST}/unsubscribe/ab12cd34ef">Unsubscribe</a><a name=x>'
    )
    assert summarize(mail("", html=page)).link == f"{URL}?a=1&b=2"


def test_the_words_before_a_link_of_a_page_count() -> None:
    link = Link("To verify,", "click here", "or wait.", URL)
    assert page_text(f"<p>To verify, <a href={URL}>click\n<b>here</b></a> or wait.")[1] == [link]
    assert find_link([link]) == URL


def test_the_html_is_searched_for_what_the_text_lacks() -> None:
    page = f"<p>Your code:<table><tr><td>4<td>8<td>2<td>9</table><a href='{URL}'>Verify</a>"
    found = summarize(mail("Please open this mail as HTML.", "Hello", html=page))
    assert (found.text, found.code, found.link) == ("Please open this mail as HTML.\n", "4829", URL)


def test_all_links_of_a_mail_are_listed_in_order_and_once() -> None:
    page = f"<a href='{URL}'>Sign in</a> <a href='mailto:a@b.example'>Mail</a> <a href='{HOST}/help'>Help</a>"
    raw = mail(f"Sign in: {URL}. Terms: {HOST}/terms\nAgain: {URL}", html=page)
    assert links_of(raw) == (URL, f"{HOST}/terms", f"{HOST}/help")
    assert links_of(mail("", html=f"{page} or open {HOST}/bare")) == (URL, f"{HOST}/help", f"{HOST}/bare")
    assert links_of(mail("No link here.")) == ()
