"""The reader of people in cells: handles of people.yml, or names as they are typed in a handbook without that file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from mkdocs_handbook.data.people import person_names, responsibilities
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import inline_markdown
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.util.wording import guess_hint, shortened

ACCOUNT = re.compile(r"https?://(?:www\.)?github\.com/([A-Za-z0-9-]+)/?\Z")
HANDLE = re.compile(r"(?<![\w/])@([A-Za-z0-9][\w.-]*)")
LINKED = re.compile(r"(?<=[\])])(?:\s*[,;/&+]\s*(?:and |or )?|\s+(?:and|or)\s+|\s*<br\s*/?>\s*|\s+)(?=@?\[)")


@dataclass(slots=True)
class People:
    """The people that a handbook knows, and those that its tables introduce.

    `new` are people with a GitHub account behind a link, by handle; `unlinked` is true if a name has none. They are added to
    people.yml if it exists, or begin it if that makes everybody known (`may_begin`).
    """

    handbook: Handbook
    learnt: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    may_begin: bool = True
    new: dict[str, Mapping[str, str]] = field(init=False)
    unlinked: bool = False
    known: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        people = self.handbook.people or {}
        self.known = {}
        for handle, item in people.items():
            names = (item.text("github"), item.text("name"), handle)
            self.known |= {name.casefold(): handle for name in names if name}
        self.new = dict(self.learnt)
        self.known |= {
            name.casefold(): handle for handle, values in self.learnt.items() for name in (*values.values(), handle)
        }
        # Whoever is named by data already would be unknown, too.
        self.unlinked = self.handbook.people is None and bool(responsibilities.person_values(self.handbook))

    @property
    def is_kept(self) -> bool:
        """Return whether people.yml exists, or may be begun."""
        return self.handbook.people is not None or self.may_begin

    def handle_of(self, name: str) -> str:
        """Return the handle of a person who is named outside of a cell, or the name itself if it is unknown."""
        if name.casefold() not in self.known:
            self.unlinked = True
        return self.known.get(name.casefold(), name)

    @contextmanager
    def undo_on_failure(self) -> Iterator[None]:
        """Forget the new people of a row that is not imported."""
        new, unlinked = dict(self.new), self.unlinked
        try:
            yield
        except NotImportedError:
            self.new, self.unlinked = new, unlinked
            raise

    def handles(self, text: str, references: Mapping[str, str]) -> list[str]:
        """Return the handles or names of the people in a cell; raise NotImportedError where it names nobody that data can hold."""
        parts = (
            [part for part in LINKED.split(text.strip()) if part]
            if len(inline_markdown.links(text, references)) > 1
            else [text]
        )
        named: list[str] = []
        for part in parts:
            name = inline_markdown.plain_text(part)
            if self.known.get(name.casefold()) or not person_names.is_several(without_handles(name), self.known.keys()):
                named.append(self.handle(part, references))
            else:
                named += [
                    self.handle(name, references)
                    for name in person_names.BETWEEN.split(inline_markdown.BREAK.sub(", ", part))
                    if name.strip()
                ]
        return list(dict.fromkeys(named))

    def handle(self, text: str, references: Mapping[str, str]) -> str:
        """Return the handle of the one person that a text names, or the name itself in a handbook without people.yml."""
        links = inline_markdown.links(text, references)
        account = next((match[1] for link in links if (match := ACCOUNT.match(link.href))), "")
        shown = inline_markdown.plain_text(text)
        handle = match[1] if (match := HANDLE.search(shown)) else ""
        name = re.sub(r"\(\s*\)", "", HANDLE.sub("", shown)).strip(" ,()")
        for word in (account, handle, name, shown.lstrip("@")):
            if word and word.casefold() in self.known:
                return self.known[word.casefold()]
        if links and not account:
            raise NotImportedError(f'the link of "{shortened(shown)}" has no place in data, a person is a handle there')
        if account:
            return self.handle_of_account(account, name)
        self.unlinked = True
        if self.handbook.people is not None and not person_names.misnomer(shown, frozenset()):
            hint = (
                guess_hint(responsibilities.handle_guesser(self.handbook)(shown)) or ", add the person or name another"
            )
            raise NotImportedError(f'"{shortened(shown)}" is not in people.yml{hint}')
        return handle or shown

    def handle_of_account(self, account: str, name: str) -> str:
        """Return the handle of a person with a GitHub account, and add the person to the new ones."""
        if name.casefold() in ("", account.casefold()) and not self.is_kept:
            return account
        if not self.is_kept:
            line = f"{account}: {{name: {name or account}, github: {account}}}"
            raise NotImportedError(
                f"a link to a person needs people.yml, with everybody who is named; this one is: {line}"
            )
        self.new.setdefault(account, {"name": name or account, "github": account})
        return account


def without_handles(text: str) -> str:
    """Return a cell without the handles beside names; a handle that names another person stays."""
    bare = HANDLE.sub("", text).strip(" ()")
    is_beside = all(not HANDLE.fullmatch(part.strip()) for part in person_names.BETWEEN.split(text))
    return bare if bare and is_beside else text
