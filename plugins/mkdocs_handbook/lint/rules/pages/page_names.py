"""The rule of the names of pages' files and folders (HB226)."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook, Page, Span

# GitHub, GitBook, mdBook and habit give these a meaning, in upper case, also with a language or variant: README-de, LICENSE-MIT.
CONVENTIONAL = re.compile(
    r"(?:README|CONTRIBUTING|CONTRIBUTORS|LICEN[SC]ES?|COPYING|COPYRIGHT|NOTICE|PATENTS|CLA|DCO|SECURITY|SECURITY_CONTACTS"
    r"|SUPPORT|GOVERNANCE|FUNDING|CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES?|RELEASE_NOTES|UPGRADING|INSTALL|FAQ|GLOSSARY|ROADMAP"
    r"|TODO|HACKING|TROUBLESHOOTING|MAINTAINERS|OWNERS|CODEOWNERS|AUTHORS|THANKS|CREDITS|ACKNOWLEDGE?MENTS|ADOPTERS|EMERITUS"
    r"|CITATION|SUMMARY|INDEX|AGENTS|CLAUDE|GEMINI|SKILL|(?i:CODE[_-]OF[_-]CONDUCT|(?:PULL_REQUEST|ISSUE|DISCUSSION)_TEMPLATE))"
    r"(?:[-_.](?:[a-z]{2,3}|[A-Z][a-z]{3}|[A-Z0-9]+))*"
)
WORD = re.compile(r"[^\W_]+")
# A name as it belongs, which is what most are.
PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
# So many names of several words are a style, where so much of them has it.
ENOUGH, MOST = 5, 2 / 3


class Style(NamedTuple):
    """How a handbook joins the words of a name, "" for words that capitals divide, and whether they are in lower case."""

    joint: str
    is_lower: bool


KEBAB = Style("-", is_lower=True)


@rule("HB226", "page-name", "warning", "lint", cost="style")
def page_name(handbook: Handbook) -> Iterator[Finding]:
    """The names of a page's file and of each folder above it are lower-case words joined by hyphens, or as all others are.

    The names make the page's address. Upper case breaks links between systems that distinguish letter case and those
    that do not, spaces become `%20`, and an address without a pattern cannot be guessed. Dots are allowed
    (`release-1.2.md`), and so are names to which GitHub or habit gives a meaning in upper case: `README.md`,
    `CONTRIBUTING.md`, `CODE_OF_CONDUCT.md`, `LICENSE-MIT.md`, `README-de.md`, `SUMMARY.md` and their like. A handbook that
    joins words in another way, in two thirds of its names and in five of them, may go on with that.

    Bad:
    ```markdown handbook/Our_Team.md
    # Our team
    ```

    Good:
    ```markdown handbook/our-team.md
    # Our team
    ```
    ```markdown handbook/Our_Team.md
    ```

    Fix: none. A renamed page needs a stub, and you have to change the links to it.
    """
    named: dict[str, Page] = {}
    for page in handbook.pages:
        for path in paths_of(page):
            named.setdefault(path, page)
    own = style_of(map(stem_of, named))
    for path, page in named.items():
        yield from misnamed(page, path, own)


def paths_of(page: Page) -> Iterator[str]:
    """Yield the paths of a page's folders, and its own."""
    at = page.uri.find("/")
    while at >= 0:
        yield page.uri[: at + 1]
        at = page.uri.find("/", at + 1)
    yield page.uri


def stem_of(path: str) -> str:
    """Return the name of a page or folder (its path ends in `/`) without what only says that it is one."""
    name = posixpath.basename(path.rstrip("/"))
    return name if path.endswith("/") else posixpath.splitext(name)[0]


def misnamed(page: Page, path: str, own: Style) -> Iterator[Finding]:
    """Yield the finding of a page's file or folder (`path` ends in `/`) whose name is neither as belongs nor as others are."""
    stem = stem_of(path)
    if PLAIN.fullmatch(stem):
        return
    suffix = "/" if path.endswith("/") else posixpath.splitext(path)[1]
    if CONVENTIONAL.fullmatch(stem) or not kebab(stem) or stem in (kebab(stem), in_style(stem, own)):
        return
    what = "folder" if suffix == "/" else "page"
    proper = f"{in_style(stem, own)}{suffix}"
    message = f'{what} "{stem}{suffix}" has no name of lower-case words and hyphens, "{proper}" is one'
    if own != KEBAB:
        message = f'{what} "{stem}{suffix}" is not named as most others are, "{proper}" would be'
    yield Finding("HB226", page.source, Span(0, 0), message)


def style_of(stems: Iterable[str]) -> Style:
    """Return the style that most names of several words have, lower-case words and hyphens where none is so common."""
    joints: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for stem in stems:
        joint = joint_of(stem)
        if joint is not None and not CONVENTIONAL.fullmatch(stem):
            joints[joint] += 1
            lower[joint] += stem == stem.lower()
    if not joints:
        return KEBAB
    joint, times = joints.most_common(1)[0]
    if times < max(ENOUGH, MOST * joints.total()):
        return KEBAB
    return Style(joint, is_lower=lower[joint] >= MOST * times)


def joint_of(stem: str) -> str | None:
    """Return what joins all the words of a name, "" where capitals divide them; None for one word, or several joints."""
    if stem.isalnum() and stem.islower():
        return None
    joints = set(WORD.sub("\0", stem.replace(".", "")).strip("\0").split("\0")) - {""}
    if not joints:
        return "" if CAMEL.search(stem) else None
    return joints.pop() if len(joints) == 1 and joints <= {"-", "_", " "} else None


def in_style(stem: str, own: Style) -> str:
    """Return a name in a style; dots stay, and so do capitals where the style has them."""
    is_alike = joint_of(stem) == own.joint or len(WORD.findall(stem)) == 1
    if is_alike and not own.is_lower:
        return stem
    words = kebab(stem).split("-")
    return own.joint.join(words if own.joint else map(str.capitalize, words))


def kebab(name: str) -> str:
    """Return a name as lower-case words joined by hyphens; dots stay."""
    words = CAMEL.sub("-", unicodedata.normalize("NFC", name)).lower()
    parts = (re.sub(r"[\W_]+", "-", part).strip("-") for part in words.split("."))
    return ".".join(part for part in parts if part)


RULES = (page_name,)
