"""The report of issues: as text, as JSON, and for the summary of a job."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_handbook.automation.issues.issue_filer import Result
from mkdocs_handbook.model import Finding
from mkdocs_handbook.util import escaping
from mkdocs_handbook.util.escaping import JsonText, MarkdownText, TerminalText

VERBS = {"filed": "filed", "missing": "would file", "failed": "could not file"}


def as_text(results: Sequence[Result]) -> TerminalText:
    """Return a line for each issue that was filed or would be; what failed is a finding."""
    return TerminalText("".join(f"{line(result)}\n" for result in results if result.state != "failed"))


def line(result: Result) -> TerminalText:
    """Return what became of a draft in a line."""
    draft, issue = result.draft, result.issue
    number = f"#{issue.number}" if issue else ""
    late = " (late)" if draft.is_late else ""
    return escaping.terminal(f"{VERBS[result.state]} {draft.repo}{number} {draft.title}{late}")


def as_json(results: Sequence[Result]) -> JsonText:
    """Return an array of objects."""
    entries = [
        {
            "state": result.state,
            "repo": result.draft.repo,
            "number": result.issue.number if result.issue else None,
            "url": result.issue.url if result.issue else "",
            "title": result.draft.title,
            "group": result.draft.occurrence.group,
            "ritual": result.draft.occurrence.ritual,
            "date": result.draft.occurrence.date,
            "late": result.draft.is_late,
            "problem": result.problem,
        }
        for result in results
    ]
    return escaping.json_text(entries, indent=1)


def problems(results: Sequence[Result]) -> list[Finding]:
    """Return a finding for each draft of which something is to be said, at the place of its ritual."""
    return [result.draft.problem(f"{result.draft.title}: {result.problem}") for result in results if result.problem]


def summary(results: Sequence[Result], findings: Sequence[Finding]) -> MarkdownText:
    """Return what a job did as Markdown, "" if nothing."""
    if not results and not findings:
        return MarkdownText(TerminalText(""))
    done = [f"- {VERBS[one.state]} {linked(one)}\n" for one in results if one.state != "failed"]
    left = [
        f"- {escaping.markdown_code(f'{one.source.path}:{one.position.row}')} {escaping.markdown(one.message)}\n"
        for one in findings
    ]
    return MarkdownText(TerminalText(f"### Issues\n\n{''.join(done + left)}"))


def linked(result: Result) -> MarkdownText:
    """Return the title of an issue, linked where it is filed."""
    url = result.issue.url if result.issue else ""
    title = result.draft.title
    return escaping.markdown_link(title, url) if url.startswith("https://") else escaping.markdown(title)
