"""The comparison of a handbook with an older state: which findings are new, and which addresses vanished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_handbook.data.yaml.quoting import yaml_scalar
from mkdocs_handbook.lint.finding_identity import StableIdentity, new_findings, on_line
from mkdocs_handbook.lint.rules.registry import MISNAMED, UNREAD
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.stubs import stub_writer
from mkdocs_handbook.stubs.vanished import VanishedAddress, VanishedSearch
from mkdocs_handbook.util.wording import shortened


@dataclass(slots=True)
class Comparison:
    """What a handbook is compared with.

    `old` is the handbook as it was, None where it could not be read; `findings` gives those it had of some rules;
    `renames` gives for an old path the new one and how much of the text stayed (of pages that git does not know yet, once
    `vanished` has found them); `notes` say what could not be seen.
    """

    old: Handbook | None = None
    findings: Callable[[frozenset[str]], Sequence[Finding]] = lambda _: ()
    renames: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def new_findings(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Return the findings that were not there before: not with this message, about this line, in this file.

        So a finding is new where its line changed, and where a change elsewhere caused it.
        """
        # What vanished since cannot have been found before.
        codes = frozenset(finding.code for finding in findings) - {"HB401"}
        before = self.findings(codes) if codes else ()
        return new_findings(findings, map(self.renamed, before), on_line)

    def renamed(self, finding: Finding) -> StableIdentity:
        """Return the identity that a finding of the old handbook has under the new path of its file."""
        old = on_line(finding)
        return old._replace(path=self.renames.get(old.path, (old.path, 1.0))[0])

    def vanished(self, handbook: Handbook, problems: Iterable[Finding]) -> list[VanishedAddress]:
        """Return the addresses that vanished; `problems` are what loading found."""
        unread = frozenset(one.source.path for one in problems if one.code in (*UNREAD, *MISNAMED))
        # Without the existing stubs, there is no telling what lacks one.
        if self.old is None or any(path.rpartition("/")[2] == "stubs.yml" for path in unread):
            return []
        search = VanishedSearch(self.old, handbook, self.renames, unread, self.notes.append)
        moved = {page.source.path: search.moves[page.dest] for page in self.old.pages if page.dest in search.moves}
        self.renames = {**{path: (one.place.source.path, 1.0) for path, one in moved.items()}, **self.renames}
        return list(search.run())

    def vanished_findings(self, handbook: Handbook, problems: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings of rule HB401."""
        found = sorted(self.vanished(handbook, problems), key=lambda one: (one.source.path, one.span, one.old))
        fixed = [one for one in found if one.old and one.new]
        first = next((one for one in fixed if one.is_safe), next(iter(fixed), None))
        for one in found:
            line = stub_writer.entry_line(one.old, one.new) if one.old and one.new else ""
            edit = stub_writer.add_line(handbook, line, is_first=one is first) if line else None
            edits = (edit,) if edit else ()
            yield Finding("HB401", one.source, one.span, message(one), edits, one.is_safe, one.old)


def message(one: VanishedAddress) -> str:
    """Return what vanished, and the stub that belongs."""
    name = shortened(one.page, 100)
    lost = f'old links to "{name}{f"#{shortened(one.anchor)}" if one.anchor else ""}" will break'
    if one.twin:
        like = f'"{shortened(one.twin, 100)}" differs from it only in letter case'
        return f"{lost}, and no stub can lead on, for {like}: give that another name, or its old one"
    if not one.old:
        return f"{lost}, and stubs.yml cannot name that address"
    if one.new:
        return f"{lost}, add to stubs.yml: {stub_writer.entry_line(one.old, one.new)}"
    old = yaml_scalar(one.old)
    return f'{lost}, add to stubs.yml where they lead now, "{old}: <new address>", or "{old}: gone"'


def stub_line(one: VanishedAddress) -> str:
    """Return the line of stubs.yml that a vanished address needs; one without a guess is a comment."""
    if not one.new:
        return f"# {stub_writer.entry_line(one.old, 'gone')}   # or the new address"
    return stub_writer.entry_line(one.old, one.new) + ("" if one.is_safe else "   # a guess, please check")
