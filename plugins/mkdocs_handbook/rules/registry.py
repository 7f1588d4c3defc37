"""What a rule is, and how one is made from a documented function."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdocs_handbook.model import Finding, Handbook, Severity

Check = Callable[[Handbook], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, kebab-case name and severity, its documentation, and its check if loading does not make it."""

    code: str
    name: str
    severity: Severity
    doc: str
    check: Check | None = None

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.doc.split("\n\n", 1)[0].replace("\n", " ")


def rule(code: str, name: str, severity: Severity = "error") -> Callable[[Check], Rule]:
    """Make a rule of a function; its docstring is the rule's documentation."""

    def make(check: Check) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(check) or "", check)

    return make


def loading(code: str, name: str, doc: str, severity: Severity = "error") -> Rule:
    """Make a rule whose findings arise while files are read."""
    return Rule(code, name, severity, inspect.cleandoc(doc))
