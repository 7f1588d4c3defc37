"""What a rule is, and how one is made from a documented function.

The documentation of a rule has fixed parts: a sentence that says what holds, paragraphs that say why, files that break
the rule behind `Bad:` and the same mended behind `Good:` (fences whose info string ends in the file's path; a file that is
not repeated stays as it is, one that is empty there is gone), and a last paragraph that begins with `Fix:` and tells what `--fix` does.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from mkdocs_handbook.model import Finding, Handbook, Severity

Check = Callable[[Handbook], Iterable[Finding]]
# Who runs a rule: every build and lint, lint and builds that only tell (what comes with a day is no reason to publish
# nothing), lint alone, or lint where somebody asks for it.
Scope = Literal["build", "told", "lint", "asked"]
# What a finding costs: readers find nothing where something should be, what they read is wrong, or neither.
Cost = Literal["dead for readers", "wrong data", "style"]
# Findings behind which nothing of a file is known: its text is no YAML that can be read, which fixes may mend, or for another
# reason; its name says nothing that is known; an item of it is as if it were not there.
UNPARSED = ("HB101", "HB106")
UNREAD = (*UNPARSED, "HB102", "HB105", "HB121")
MISNAMED = ("HB117", "HB118")
UNREAD_ITEM = ("HB103", "HB107", "HB109", "HB110", "HB111")
PART = re.compile(r"^(Bad|Good|Fix): ?", re.MULTILINE)
FENCE = re.compile(r"^```\w* (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, kebab-case name and severity, its documentation, and its check if loading does not make it."""

    code: str
    name: str
    severity: Severity
    doc: str
    check: Check | None = None
    scope: Scope = "build"
    cost: Cost = "wrong data"

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.doc.split("\n\n", 1)[0].replace("\n", " ")

    @property
    def why(self) -> str:
        """What the documentation says between the first sentence and the examples."""
        return self._parts()["Why"].partition("\n\n")[2].strip()

    @property
    def bad(self) -> dict[str, str]:
        """The files of the example that breaks the rule, by path."""
        return dict(FENCE.findall(self._parts().get("Bad", "")))

    @property
    def good(self) -> dict[str, str]:
        """The files of the bad example that are mended, by path; one that is empty is gone."""
        return dict(FENCE.findall(self._parts().get("Good", "")))

    @property
    def fix(self) -> str:
        """What `--fix` does about it, and how safe that is."""
        return self._parts().get("Fix", "").strip()

    def _parts(self) -> dict[str, str]:
        first, *rest = PART.split(self.doc)
        return {"Why": first, **dict(zip(rest[::2], rest[1::2], strict=True))}


def rule(
    code: str, name: str, severity: Severity = "error", scope: Scope = "build", *, cost: Cost = "wrong data"
) -> Callable[[Check], Rule]:
    """Make a rule of a function; its docstring is the rule's documentation."""

    def make(check: Check) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(check) or "", check, scope, cost)

    return make


def loading(
    code: str,
    name: str,
    doc: str,
    severity: Severity = "error",
    scope: Scope = "build",
    *,
    cost: Cost = "wrong data",
) -> Rule:
    """Make a rule whose findings arise while files are read, or from what others found."""
    return Rule(code, name, severity, inspect.cleandoc(doc), scope=scope, cost=cost)
