"""What header fields say that is not ASCII is read, in whatever way it is encoded."""

import pytest

from devmail.mime.header import value_text


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOfZQ?= a", "Grüße a"),
        ("a =?iso-8859-1?q?Gr=FC=DFe_=93b=94?= c", "a Grüße “b” c"),
        ("a=?utf-8?q?b?=c", "abc"),
        ("=?utf-8?q?a?= =?utf-8?q?b?=  =?us-ascii?q?c?=", "abc"),
        ("=?utf-8?q?=E7=A2?= =?UTF-8?q?=BA=E8=AA=8D?=", "確認"),
        ("=?utf-8?q?a?= 確認 =?utf-8?q?b?=", "a 確認 b"),
        ("=?utf-8*de?q?a?=", "a"),
        ("=?utf-8?q?is it so??=", "is it so?"),
        ("=?utf-8?q??=a", "a"),
        ("=?nosuch?q?=C3=BC?=", "ü"),
        ("=?utf-8?x?a?= =?utf-8?q?b", "=?utf-8?x?a?= =?utf-8?q?b"),
        ("=?utf-8?q?a =?utf-8?q?b?=", "=?utf-8?q?a b"),
        ("=?utf-8?b?*?=", ""),
    ],
)
def test_encoded_words_are_read(sent: str, text: str) -> None:
    assert value_text(sent.encode()) == text
