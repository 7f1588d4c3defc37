"""Rules of the handbook's part of CODEOWNERS: it depends on who has left by today, so only if you select them (HB701, HB702)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook


@rule("HB701", "outdated-codeowners", "warning", "asked")
def outdated_codeowners(handbook: Handbook) -> Iterator[Finding]:
    """The handbook's part of CODEOWNERS says what maintainers and data say.

    GitHub asks whom CODEOWNERS names. If a page has a new maintainer and CODEOWNERS the old one, the wrong person is asked
    and nobody notices. A repository without such a part has no finding: `handbook codeowners` begins one, and its first
    line keeps the options.

    Bad:

    ```yaml rituals/people.yml
    ana: {name: Ana Example, github: ana-example}
    bo: {name: Bo Example, github: bo-example}
    ```

    ```markdown handbook/expenses.md
    ---
    maintainedBy: bo
    ---

    # Expenses
    ```

    ```text .github/CODEOWNERS
    # begin: handbook codeowners --by dri
    # Written from maintainedBy and data: change those, and run the command again.
    /handbook/expenses.md @ana-example
    # end: handbook codeowners
    ```

    Good:

    ```text .github/CODEOWNERS
    # begin: handbook codeowners --by dri
    # Written from maintainedBy and data: change those, and run the command again.
    /handbook/expenses.md @bo-example
    # end: handbook codeowners
    ```

    Fix: safe. Writes the part again, and nothing else of the file.
    """
    # Imported here: who does not ask for the rule need not wait for it.
    from mkdocs_handbook.automation.codeowners import codeowners_part

    planned = codeowners_part.plan(handbook)
    if planned.has_part and planned.finding:
        yield planned.finding


@rule("HB702", "unknown-reviewer", "warning", "asked")
def unknown_reviewer(handbook: Handbook) -> Iterator[Finding]:
    """Whoever maintains a page or is responsible for data can be asked for a review by GitHub.

    GitHub knows people by their names there. Whoever has none in `people.yml`, one that GitHub would refuse, or has left is
    not in CODEOWNERS, and a file without anybody else is reviewed by nobody. The same holds for the teams of groups with
    `--by group`. A repository without the handbook's part of CODEOWNERS has no finding.

    Bad:

    ```yaml rituals/people.yml
    ana: {name: Ana Example}
    ```

    ```markdown handbook/expenses.md
    ---
    maintainedBy: ana
    ---

    # Expenses
    ```

    ```text .github/CODEOWNERS
    # begin: handbook codeowners --by dri
    # Written from maintainedBy and data: change those, and run the command again.
    # end: handbook codeowners
    ```

    Good:

    ```yaml rituals/people.yml
    ana: {name: Ana Example, github: ana-example}
    ```

    Fix: none. Only people know their names on GitHub.
    """
    from mkdocs_handbook.automation.codeowners import codeowners_part

    planned = codeowners_part.plan(handbook)
    if planned.has_part:
        yield from planned.problems


RULES = (outdated_codeowners, unknown_reviewer)
