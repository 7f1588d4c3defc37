"""What pages asked of the handbook when they were rendered, and whether it would answer the same now."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_handbook.builder.fingerprint import Unknown, digest, text_of

if TYPE_CHECKING:
    from mkdocs_handbook.rendering.page_context import Site

EXTENSION = "mkdocs_handbook.rendering.markdown_extension"
# A question, its arguments, and the digests of its answer and of the answer's origin, "" where that has none.
Asked = list[Any]


def site_of(config: MkDocsConfig) -> Site | None:
    """Give whom the handbook's extension asks, None where a site does not have it."""
    # Importing what a site does not use would cost more than it takes to build it when nothing has changed.
    extensions: list[Any] = [one for one in config.markdown_extensions if type(one).__module__ == EXTENSION]
    return extensions[0].site if extensions else None


class Questions:
    """Asks the handbook again, for one build."""

    def __init__(self, site: Site | None) -> None:
        self.site = site
        self.answers: dict[str, str] = {}
        self.origins: dict[str, str] = {}

    def begin(self) -> None:
        """Forget what was asked so far: a page is rendered next."""
        if self.site:
            self.site.asked = {}

    def asked(self) -> list[Asked]:
        """Give what was asked since then; raise Unknown where an answer is not plain."""
        found = (self.site.asked if self.site else None) or {}
        return [
            [name, list(words), digest(text_of(answer)), self.origin(name, list(words))]
            for (name, words), answer in found.items()
        ]

    def changed(self, asked: list[Asked]) -> str:
        """Give the first question that has another answer now, with what it is about; "" if none has."""
        for question, words, answer, origin in asked:
            is_known = origin and origin == self.origin(question, words)
            if not is_known and self.answer(question, words) != answer:
                return f"{question} {' '.join(map(str, words[1:2]))}".rstrip()
        return ""

    def renewed(self, asked: list[Asked]) -> list[Asked]:
        """Give questions whose answers are the same with what those are made of now."""
        return [[question, words, answer, self.origin(question, words)] for question, words, answer, _ in asked]

    def answer(self, question: str, words: list[Any]) -> str:
        """Give the digest of what the handbook answers to a question, "" where it knows no such question."""
        name = repr((question, words))
        if name not in self.answers:
            given = plain(words)
            answer = self.site.ask(question, *given) if self.site else None
            self.answers[name] = digest(text_of(answer))
            if self.site:
                # It is asked for again if the page is rendered.
                self.site.found[question, tuple(given)] = answer
        return self.answers[name]

    def origin(self, question: str, words: list[Any]) -> str:
        """Give the digest of what the answer to a question is made of, "" where only the answer tells."""
        if not self.site or question not in self.site.with_origins:
            return ""
        name = repr(words)
        if name not in self.origins:
            own = self.site.origin(question, *plain(words))
            self.origins[name] = digest(self.common, text_of(own)) if own and self.common else ""
        return self.origins[name]

    @cached_property
    def common(self) -> str:
        """The digest of what all answers with an origin are made of, "" where it can't be known."""
        try:
            shared = self.site.common() if self.site else ()
            return digest(text_of(shared)) if shared else ""
        except Unknown:
            return ""


def plain(words: list[Any]) -> list[Any]:
    """Give the arguments of a question as they were before they were written as JSON: with tuples."""
    return [tuple(map(as_tuple, one)) if isinstance(one, list) else one for one in words]


def as_tuple(value: Any) -> Any:
    """Give a list as a tuple, and everything else as it is."""
    return tuple(value) if isinstance(value, list) else value
