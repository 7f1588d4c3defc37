"""The answers to requests, as Markdown for a pull request or an issue, in which no text of the request is markup."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_handbook.changes import diff_report
from mkdocs_handbook.changes.data_change import Change
from mkdocs_handbook.changes.requests.issue_body import RequestError
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.util.escaping import MarkdownText, TerminalText, markdown


def done(change: Change, before: Handbook, after: Handbook, prefix: str = "") -> MarkdownText:
    """Return what a change has brought about, and what it means."""
    said = "".join(f"{markdown(success.sentence(prefix))}\n\n" for success in change.success)
    notes = "".join(f"Note: {markdown(note)}\n\n" for note in change.notes)
    meaning = diff_report.markdown(diff_report.compare(before, after, ())) if change.sources else ""
    return MarkdownText(TerminalText(said + notes + meaning))


def misfit(error: RequestError) -> MarkdownText:
    """Return why a request does not fit."""
    about = f"**{markdown(error.label)}**: " if error.label else ""
    return refusal([f"{about}{markdown(str(error))}"])


def refused(findings: Sequence[Finding]) -> MarkdownText:
    """Return the findings for which a request is not made."""
    return refusal([f"{markdown(finding.message)} ({markdown(finding.code)})" for finding in findings])


def refusal(reasons: Sequence[str]) -> MarkdownText:
    """Return the reasons, which are Markdown, for which a request is not made, and what to do."""
    lines = "".join(f"- {reason}\n" for reason in reasons)
    text = f"Nothing was changed, since something does not fit:\n\n{lines}\nEdit the text of this issue, and it is read again.\n"
    return MarkdownText(TerminalText(text))
