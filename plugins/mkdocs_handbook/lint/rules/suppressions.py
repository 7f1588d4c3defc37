"""Rules of what hides findings: comments that suppress, and the baseline. Their findings arise from those of the others."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB231",
        "unused-suppression",
        """A comment that suppresses a rule stands where that rule finds something.

        Once the problem is gone, the comment would only hide the next one. Only rules that ran are doubted.

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

        Fix: safe. Removes the name, or the comment if no other is in it.
        """,
        "warning",
        "lint",
    ),
    loading(
        "HB232",
        "unknown-suppression",
        """A comment that suppresses names rules that there are.

        With a typing error in it, it suppresses nothing, and its author believes that it does.

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
    ),
    loading(
        "HB233",
        "stale-baseline",
        """An entry of the baseline stands for a finding that is still there.

        A debt that was paid leaves the baseline, so that it cannot be made again unseen.
        `handbook lint --write-baseline` writes the file anew.

        Fix: none.
        """,
        "warning",
        "lint",
    ),
)
