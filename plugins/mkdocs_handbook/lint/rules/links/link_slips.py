"""Link slips: what is wrong with the address of a dead link that was never meant as the path of a page."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import shortened


class LinkSlip(NamedTuple):
    """What is wrong with an address, the address that was meant, and whether there is no doubt of it."""

    message: str
    meant: str
    is_sure: bool = True


MAIL = late_pattern(r"[\w.+%-]+@(?:[\w-]+\.)+[A-Za-z]{2,}(?:\?\S*)?\Z")
# A file may end in any of these as well, so a host needs one of the usual ends, or "www.".
HOST = late_pattern(
    r"(?:www\.(?:[\w-]+\.)+[a-z]{2,}|(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|edu|gov|mil|int|info|biz|app|ai|co|cloud|tech|page|blog"
    r"|social|chat|eu|uk|us|de|fr|nl|ch|at|be|es|it|jp|ca|au|nz|in|br|se|no|fi|dk|pl|ie|me|ly|gl|tv|fm|gg|so|xyz|site|online))"
    r"(?::[0-9]+)?(?:[/?#]\S*)?\Z",
    re.IGNORECASE,
)
# "https//example.com", "https;//example.com".
SCHEME_SLIP = late_pattern(
    r"\A(?:https?|htt?ps?|ttps?)(?:[;,.]?//|[;,.]/)(?=[\w-]+(?:\.[\w-]+)+(?:[/?#:]|\Z))", re.IGNORECASE
)
NESTED = late_pattern(r"\[[^\[\]]*\]\(<?(?P<url>[^()<>\s]+)>?\)?\Z")
# Format characters, and blanks that look like nothing or like a space.
INVISIBLE = frozenset("\u00a0\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\ufeff\uffa0")


def slip(url: str) -> LinkSlip | None:
    """Return what is wrong with an address at which no page stands, None where it may be the path of one."""
    if found := invisible(url):
        meant = without_invisible(url)
        message = f'"{shortened(meant)}" has an invisible character in it, {found}, remove that'
        return LinkSlip(message, meant)
    if match := NESTED.match(url):
        return LinkSlip(
            f'"{shortened(url)}" is a link inside of a link, "{shortened(match["url"])}" belongs', match["url"]
        )
    if MAIL.match(url):
        return LinkSlip(f'"{url}" is an e-mail address, did you mean "mailto:{url}"?', f"mailto:{url}")
    meant = f"https://{url}" if HOST.match(url) else SCHEME_SLIP.sub("https://", url, count=1)
    if meant != url:
        lack = "lacks" if HOST.match(url) else "has a slip in"
        message = f'"{shortened(url)}" {lack} "https://", did you mean "{shortened(meant)}"?'
        return LinkSlip(message, meant, is_sure=False)
    return None


def invisible(url: str) -> str:
    """Return the name of the first character of an address that nobody sees, "" where there is none."""
    char = next((char for char in unquote(url) if is_invisible(char)), "")
    return f"U+{ord(char):04X} ({unicodedata.name(char, 'no name').lower()})" if char else ""


def is_invisible(char: str) -> bool:
    """Return whether a character leaves no mark on a screen; a zero-width joiner is a part of emoji and of words."""
    return char in INVISIBLE or (unicodedata.category(char) in ("Cf", "Zl", "Zp") and char not in "\u200c\u200d")


def without_invisible(url: str) -> str:
    """Return an address without the characters that nobody sees, as they are or percent-encoded."""

    def kept(match: re.Match[str]) -> str:
        text = unquote(match[0])
        seen = "".join(char for char in text if not is_invisible(char))
        return match[0] if seen == text else seen

    return "".join(char for char in re.sub(r"(?:%[0-9A-Fa-f]{2})+", kept, url) if not is_invisible(char))
