"""Whom a cell names: handles of people.yml, or names as they are typed where nobody keeps that file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from mkdocs_handbook.data import person_names, responsibilities
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.importing.tables import inline_markdown
from mkdocs_handbook.model import Handbook
from mkdocs_handbook.util.wording import shortened

ACCOUNT = re.compile(r"https?://(?:www\.)?github\.com/([A-Za-z0-9-]+)/?\Z")
HANDLE = re.compile(r"(?<![\w/])@([A-Za-z0-9][\w.-]*)")
LINKED = re.compile(r"(?<=[\])])(?:\s*[,;/&+]\s*(?:and |or )?|\s+(?:and|or)\s+|\s*<br\s*/?>\s*|\s+)(?=@?\[)")


@dataclass(slots=True)
class People:
    """The people that a handbook knows, and those that its tables tell of.

    `new` are accounts of GitHub behind links, by handle; `unlinked` says that somebody is named without one. They become
    people.yml where there is one already, or where everybody is known then (`may_begin`).
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
        self.known |= {name.casefold(): one for one, said in self.learnt.items() for name in (*said.values(), one)}
        # Whoever is named by data already would be unknown, too.
        self.unlinked = self.handbook.people is None and bool(responsibilities.persons(self.handbook))

    @property
    def is_kept(self) -> bool:
        """Whether there is a people.yml, or may be one."""
        return self.handbook.people is not None or self.may_begin

    def handle_of(self, name: str) -> str:
        """Give the handle of somebody who is named elsewhere than in a cell, or the name itself."""
        if name.casefold() not in self.known:
            self.unlinked = True
        return self.known.get(name.casefold(), name)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Forget whom a row told of where that stays as it is."""
        new, unlinked = dict(self.new), self.unlinked
        try:
            yield
        except NotImportedError:
            self.new, self.unlinked = new, unlinked
            raise

    def all(self, text: str, references: Mapping[str, str]) -> list[str]:
        """Give the people that a cell names, one or several; raise NotImportedError where it names nobody that data can hold."""
        parts = (
            [one for one in LINKED.split(text.strip()) if one]
            if len(inline_markdown.links(text, references)) > 1
            else [text]
        )
        named: list[str] = []
        for part in parts:
            whole = inline_markdown.plain(part)
            if self.known.get(whole.casefold()) or not person_names.is_several(
                without_handles(whole), self.known.keys()
            ):
                named.append(self.one(part, references))
            else:
                named += [
                    self.one(one, references)
                    for one in person_names.BETWEEN.split(inline_markdown.BREAK.sub(", ", part))
                    if one.strip()
                ]
        return list(dict.fromkeys(named))

    def one(self, text: str, references: Mapping[str, str]) -> str:
        """Give the handle of the one person that a text names, or the name itself where handles are not kept."""
        found = inline_markdown.links(text, references)
        account = next((match[1] for link in found if (match := ACCOUNT.match(link.href))), "")
        whole = inline_markdown.plain(text)
        handle = match[1] if (match := HANDLE.search(whole)) else ""
        name = re.sub(r"\(\s*\)", "", HANDLE.sub("", whole)).strip(" ,()")
        for word in (account, handle, name, whole.lstrip("@")):
            if word and word.casefold() in self.known:
                return self.known[word.casefold()]
        if found and not account:
            raise NotImportedError(f'the link of "{shortened(whole)}" has no place in data, a person is a handle there')
        if account:
            return self.linked(account, name)
        self.unlinked = True
        if self.handbook.people is not None and not person_names.misnomer(whole, frozenset()):
            raise NotImportedError(f'"{shortened(whole)}" is not in people.yml, add the person or name another')
        return handle or whole

    def linked(self, account: str, name: str) -> str:
        """Give the handle of a person with an account on GitHub, who becomes known by it."""
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
    """Give the names of a cell without the handles beside them; a handle that stands for somebody else stays."""
    bare = HANDLE.sub("", text).strip(" ()")
    is_beside = all(not HANDLE.fullmatch(part.strip()) for part in person_names.BETWEEN.split(text))
    return bare if bare and is_beside else text
