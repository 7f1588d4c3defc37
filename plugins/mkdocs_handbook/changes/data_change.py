"""A change of the handbook's data: new texts of files, what it does in words, and which findings it brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_handbook.data.people.responsibilities import left_on, responsibilities_of, spelled
from mkdocs_handbook.forms import form_files
from mkdocs_handbook.lint import finding_identity, linter, report
from mkdocs_handbook.lint.rules.registry import UNREAD
from mkdocs_handbook.model import Edit, Finding, Handbook, Source
from mkdocs_handbook.project import paths
from mkdocs_handbook.project.workspace import Workspace
from mkdocs_handbook.util.wording import short_day

# Findings of what others wrote, which only now is known to be about a new item, and that nothing names a new person yet.
OF_OTHERS = ("HB5", "HB131")
# Said in a note of its own.
LEAVES = "HB604"


@dataclass(frozen=True, slots=True)
class Success:
    """What a change has brought about, where that stands (no path for several files), and what follows from it."""

    what: str
    path: str = ""
    row: int = 0
    follows: str = ""

    def sentence(self, prefix: str = "") -> str:
        """Return it as a line; the prefix leads from the top of the repository to the handbook."""
        place = f" ({prefix}{self.path}{f':{self.row}' if self.row else ''})" if self.path else ""
        return f"{self.what}{place}.{f' {self.follows}' if self.follows else ''}"


@dataclass(frozen=True, slots=True)
class Change:
    """New texts of files by their paths, a line for each thing that changes, and notes on what stays unexpectedly.

    `success` is what is said of it once it is written, also where nothing had to change.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    summary: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    success: tuple[Success, ...] = ()

    @property
    def contents(self) -> dict[str, bytes]:
        """The new bytes of the files."""
        return {
            path: (b"\xef\xbb\xbf" if text.bom else b"") + text.text.encode() for path, text in self.sources.items()
        }


def with_forms(before: Workspace, change: Change) -> tuple[Change, Workspace]:
    """Return a change that also has the forms of a repository offer what there is then, and the state after it."""
    if not change.sources:
        return change, before
    after = before.with_contents(change.contents)
    # What was out of date before is another matter.
    known = {source.path for source in form_files.outdated(before.handbook)}
    wanted = {source: form for source in after.handbook.forms if (form := form_files.form_of(source.path))}
    texts = {source: form_files.text(after.handbook, form) for source, form in wanted.items()}
    new = {
        source.path: replace(source, text=text)
        for source, text in texts.items()
        if source.path not in known and text != source.text
    }
    whole = replace(change, sources={**change.sources, **new})
    return whole, before.with_contents(whole.contents) if new else after


def new_findings(before: Workspace, after: Workspace) -> list[Finding]:
    """Return the findings that a change brings, with paths as seen from the top of the repository."""
    if after is before:
        return []
    known = map(finding_identity.in_file, linter.check(before))
    found = (finding for finding in linter.check(after) if finding.code != LEAVES)
    new = finding_identity.new_findings(found, known)
    return report.below(new, paths.prefix(before.project.root))


def last_days(before: Workspace, after: Workspace) -> list[str]:
    """Return a line for each person whose last day is known and who is responsible for more after it than before a change."""
    was, handbook = posts_of_leavers(before.handbook), after.handbook
    more = (handle for handle, posts in posts_of_leavers(handbook).items() if posts > was[handle])
    return [
        f"{handbook.people[handle].text('name') or handle} leaves on {short_day(day, handbook.today)}"
        for handle in more
        if handbook.people and (day := left_on(handbook.people[handle]))
    ]


def posts_of_leavers(handbook: Handbook) -> Counter[str]:
    """Return for how much each person who leaves on a known day to come is responsible after it."""
    days = {handle: day for handle, person in (handbook.people or {}).items() if (day := left_on(person))}
    leaving = {handle: day for handle, day in days.items() if day > handbook.today}
    posts = responsibilities_of(handbook) if leaving else ()
    named = ((spelled(handbook, post.person.text), post) for post in posts)
    return Counter(handle for handle, post in named if handle in leaving and not post.is_over(leaving[handle]))


def objections(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings for which something new is not written."""
    return [finding for finding in findings if not finding.code.startswith(OF_OTHERS)]


def row_of(edit: Edit, after: Source) -> int:
    """Return the line on which the text of an edit stands once it is made."""
    lead = len(edit.text) - len(edit.text.lstrip("\r\n"))
    return after.position(edit.span.start + lead).row


def unreadable(workspace: Workspace) -> list[str]:
    """Return the paths of the files that cannot be read, which may name people that no command sees."""
    return sorted({finding.source.path for finding in workspace.problems if finding.code in UNREAD})
