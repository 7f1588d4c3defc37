"""The documentation of rules as Markdown, for `handbook rule` and the reference page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_handbook.lint.rules import ALL
from mkdocs_handbook.lint.rules.registry import Rule
from mkdocs_handbook.util.wording import guess_hint, nearest

CODE = re.compile(r"HB\d{3}", re.IGNORECASE)
SCOPES = {
    "build": "lint and build",
    "told": "lint and build, which goes on all the same",
    "lint": "lint",
    "asked": "lint, only where it is selected",
}


def find(name: str) -> Rule | None:
    """Return the rule of a code or a name in any letter case, None if there is none."""
    return next((one for one in ALL.values() if name.casefold() in (one.code.casefold(), one.name)), None)


def hint(name: str) -> str:
    """Return what was probably meant by a code or name that no rule has, or where to look; a whole code is no misspelling."""
    known = (*ALL, *(one.name for one in ALL.values()))
    guess = "" if CODE.fullmatch(name) else nearest(name, known, cutoff=0.85)
    return guess_hint(guess) or ', "handbook rule" lists all of them'


def listing(prefix: str = "") -> str:
    """Return a line for each rule whose code begins so: code, name, what holds."""
    found = [one for one in ALL.values() if one.code.startswith(prefix.upper())]
    width = max((len(one.name) for one in found), default=0)
    return "".join(f"{one.code}  {one.name:{width}}  {one.summary}\n" for one in found)


def body(rule: Rule) -> str:
    """Return a rule's documentation as Markdown without its title."""
    parts = [
        rule.summary,
        rule.why,
        examples("Bad", rule.bad),
        examples("Good", rule.good),
        f"Fix: {rule.fix}",
        f"Severity: {rule.severity}. Checked by: {SCOPES[rule.scope]}.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def examples(lead: str, files: Mapping[str, str]) -> str:
    """Return the files of an example, each behind its path; one that is empty is gone."""
    leads = [f"{lead},", *["and"] * len(files)]
    return "\n\n".join(
        f"{lead} in `{path}`:\n\n```{language(path)}\n{text}```" if text else f"{lead} without `{path}`."
        for lead, (path, text) in zip(leads, files.items(), strict=False)
    )


def language(path: str) -> str:
    """Return the name of a file's language, as fences have it."""
    return {"md": "markdown", "yml": "yaml", "json": "json"}.get(path.rpartition(".")[2], "text")
