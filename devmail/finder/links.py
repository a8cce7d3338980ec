"""All links of a mail."""

from devmail.finder.link_finder import links_in
from devmail.mime.message import content


def links_of(raw: bytes) -> tuple[str, ...]:
    """Return a mail's http and https links in their order, each once."""
    _, text, links, _ = content(raw)
    return tuple(dict.fromkeys(link.url for link in links or links_in(text)))
