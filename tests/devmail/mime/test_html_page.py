"""A page is read as a person sees it."""

import pytest

from devmail.mime.html_page import read_page


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<head><title>T<body>seen", "seen"),
        ("<p>One&nbsp;<b>two</b><br>three<script>four()</script><style>p {}</style>", "One two\nthree"),
        ("a<!-- <p>no -->b <!DOCTYPE x>1 < 2 > 1 &amp; c<BR/>d<!-- e", "ab 1 < 2 > 1 & c\nd<!-- e"),
        ("a &lt; b, &lt;b&gt;, &amp;lt;", "a < b, <b>, &lt;"),
        ("<tr><td>a\nb<td>c<tr><th>d</tr><pre>e\nf</pre>g\nh", "a b  c\nd\n\ne\nf\ng h"),
    ],
    ids=["no end of the head", "blocks", "comments", "entities", "cells and lines"],
)
def test_the_text_of_a_page_has_a_line_for_each_block(page: str, text: str) -> None:
    assert read_page(page)[0] == f"{text}\n"


@pytest.mark.parametrize(
    "digits",
    [
        "<tr><td>4</td>\n<td>8</td><td> </td><td>2</td><td>9</td></tr>",
        "<tr><td><p>4</p></td><td><p>8</p></td><td><p>2</p></td><td><p>9</p></td></tr>",
        "<div>4</div>\n<div>8</div>\n<div>2</div>\n<div>9</div>",
        "<p><span>4</span>\n<span>8</span>\n<span>2</span>&nbsp;<span>9</span></p>",
    ],
    ids=["cells", "paragraphs in cells", "blocks", "spans"],
)
def test_digits_in_separate_elements_are_one_number(digits: str) -> None:
    assert read_page(f"<p>Code:</p>{digits}<p>Bye.")[0] == "Code:\n\n4829\n\nBye.\n"


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>no</div>",
        '<div style="color:#fff; DISPLAY : NONE !important;">no<div>no</div>no</div>',
        "<span style='visibility:hidden'>no</span>",
        "<span style=display:none>no</span>",
        "<table hidden class='x'><tr><td>no<table><tr><td>no</table>no</table>",
        "<div style='display&#58;none'>no</div>",
        "<div style='display:none'><a href='http://no.example/'>no</a></div>",
        "<span style='font-size:0'>no</span>",
        "<span style='font-size:0.0px;line-height:0'>no</span>",
        "<p hidden>no<p>",
        "<div>&#847;&zwnj;&nbsp;&#8199;&#65279;&#847; &zwnj;&shy;</div>",
    ],
)
def test_hidden_elements_are_left_out(hidden: str) -> None:
    text, links = read_page(f"{hidden}code 1234")
    assert (text, links) == ("code 1234\n", [])


@pytest.mark.parametrize(
    "shown",
    [
        "<p class='hidden'>code 1234</p>",
        '<p data-x="a hidden b">code 1234</p>',
        "<td style='font-size:0px;word-break:break-word'><div style='font-size:13px'>code 1234</div></td>",
        "<p style='font-size:0.8em'>code 1234</p>",
        "<a style='mso-hide:all'>code 1234</a>",
        "<input hidden>code 1234",
        "<body style='display:none'>code 1234",
        "<div style='display:none'><b>code 1234",
    ],
)
def test_what_only_looks_hidden_is_shown(shown: str) -> None:
    assert read_page(shown)[0] == "code 1234\n"


def test_soft_hyphens_are_removed_and_joiners_kept() -> None:
    page = "<p>veri&shy;fi&shy;ca&shy;tion <p>👩&zwj;💻 <p>می&zwnj;خواهم <p>8&shy;4&shy;1"
    assert read_page(page)[0].split("\n") == ["verification", "👩\u200d💻", "می\u200cخواهم", "841", ""]


def test_links_have_the_words_around_them() -> None:
    _, (link, other) = read_page(
        "<p>To log in, <a href='https://a.example/?t=1&amp;u=2'>press <b>here</b></a> today. "
        "<a href=https://b.example><img alt='Our shop'></a>"
    )
    assert link == ("To log in,", "press here", "today.", "https://a.example/?t=1&u=2")
    assert (other.words, other.url) == ("Our shop", "https://b.example")
