"""All links of a mail."""

from devmail.finder.link_finder import links_in
from devmail.mime.message import content, page_text


def links_of(raw: bytes) -> tuple[str, ...]:
    """Return the http and https links of a mail in their order, each once."""
    _, text, links, page = content(raw)
    found = [*links, *links_in(text), *(page_text(page)[1] if page else ())]
    return tuple(dict.fromkeys(link.url for link in found if link.url.startswith(("http://", "https://"))))
