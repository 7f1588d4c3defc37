"""What `handbook rule` and the reference page say of rules, from their documentation."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_handbook.rules import ALL
from mkdocs_handbook.rules.registry import Rule

SCOPES = {"build": "lint and build", "lint": "lint", "asked": "lint, only where it is selected"}


def listing() -> str:
    """Give a line for each rule: code, name, what holds."""
    width = max(len(one.name) for one in ALL.values())
    return "".join(f"{one.code}  {one.name:{width}}  {one.summary}\n" for one in ALL.values())


def explanation(rule: Rule) -> str:
    """Give a rule's documentation as Markdown that reads well in a terminal."""
    return f"# {rule.code} {rule.name}\n\n{body(rule)}"


def body(rule: Rule) -> str:
    """Give a rule's documentation as Markdown without its title."""
    parts = [
        rule.summary,
        rule.why,
        examples("Instead of", rule.bad),
        examples("write", rule.good),
        f"Fix: {rule.fix}",
        f"Severity: {rule.severity}. Checked by: {SCOPES[rule.scope]}.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def examples(lead: str, files: Mapping[str, str]) -> str:
    """Give the files of an example, each behind its path."""
    fences = (f"{lead} in `{path}`\n\n```{language(path)}\n{text}```" for path, text in files.items() if text)
    return "\n\n".join(fences)


def language(path: str) -> str:
    """Give the name of a file's language, as fences have it."""
    return {"md": "markdown", "yml": "yaml", "json": "json"}.get(path.rpartition(".")[2], "text")
