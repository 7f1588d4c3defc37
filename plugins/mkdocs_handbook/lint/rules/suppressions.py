"""Rules of suppression comments and of the baseline (HB231 to HB233); found from the other rules' findings."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB231",
        "unused-suppression",
        """
        A suppression comment is where its rule finds something.

        Once the problem is gone, the comment would only hide the next one. Only rules that ran are considered.

        Bad:

        ```markdown handbook/a.md
        # A

        <!-- handbook: ignore section-order -->
        ## Rituals
        ```

        Good:

        ```markdown handbook/a.md
        # A

        ## Rituals
        ```

        Fix: safe. Removes the name of the rule, or the whole comment if it names no other.
        """,
        "warning",
        "lint",
        cost="style",
    ),
    loading(
        "HB232",
        "unknown-suppression",
        """
        A suppression comment names rules that exist.

        A comment with a misspelled name suppresses nothing, although its author believes that it does.

        Bad:

        ```yaml rituals/a.channels.yml
        - channel: "#a"
          dri: ana
          status: closed  # handbook: ignore schemma
        ```

        Good:

        ```yaml rituals/a.channels.yml
        - channel: "#a"
          dri: ana
          status: closed  # handbook: ignore schema
        ```

        Fix: unsafe. Writes the rule with the most similar code or name.
        """,
        "warning",
        "lint",
        cost="style",
    ),
    loading(
        "HB233",
        "stale-baseline",
        """
        An entry of the baseline matches a finding that still exists.

        Remove the entry of a solved problem, so that the problem cannot come back unnoticed. `handbook lint
        --write-baseline` writes the file again.

        Fix: none.
        """,
        "warning",
        "lint",
        cost="style",
    ),
)
