"""Rules whose findings arise while data is compared with its schema."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB103",
        "frequency",
        """
        A frequency is of the vocabulary, and means one thing to everybody who reads it.

        The next date in a table is computed from it, and two people who read "Biweekly" or "Twice a month" must not come
        to different days. It is `Daily`, `Weekdays`, `Weekly`, `Biweekly` (every two weeks), `Triweekly` (every three),
        `Monthly`, `Bimonthly` (every two months), `Quarterly`, `Semiannually`, `Annually`, or `Every <n>` and days,
        weeks, months or years. `on …` refines it: `Weekly on Monday and Thursday`, `Monthly on the last Friday`,
        `Annually on 1 March`. `Each <event>` is for what no calendar knows.

        Bad:

        ```yaml rituals/engineering.rituals.yml
        - task: Board review
          startedOn: 2026-01-06
          frequency: Quarterly (first Tuesday)
          description: Prepare the numbers.
          dri: ana
        ```

        Good:

        ```yaml rituals/engineering.rituals.yml
        - task: Board review
          startedOn: 2026-01-06
          frequency: Quarterly on the first Tuesday
          description: Prepare the numbers.
          dri: ana
        ```

        Fix: safe where the same words are only written another way, as here or in another letter case, or are one
        letter off, as `Qurterly` is; unsafe where more is misspelled, since what was meant is a guess.
        """,
    ),
    loading(
        "HB107",
        "unknown-key",
        """
        An item has only the keys of its schema.

        Nothing shows or checks a key that nobody knows, so a fact behind a misspelled key is lost for the reader, and the
        editor takes it for published.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          descripton: Ask engineering anything.
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          description: Ask engineering anything.
        ```

        Fix: safe where the key differs from a known one only in letter case, hyphens, underscores or a slip of one letter; unsafe where it is
        only near one.
        """,
    ),
    loading(
        "HB108",
        "missing-key",
        """
        An item has every key that its schema requires, with a value.

        A channel or a duty without a DRI has nobody who answers for it, and its row would have a hole where readers look
        first. An empty value counts as none.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        Fix: none. Only people know the fact that is missing.
        """,
    ),
    loading(
        "HB109",
        "wrong-type",
        """
        A value is of the type that the schema asks for, and a file holds what its kind is made of.

        A list where a table wants text, or words where it wants a number, can't be shown or computed with. A file without
        items holds `[]`, so that nobody has to ask whether something got lost.

        Bad:

        ```yaml rituals/engineering.rituals.yml
        - task: Retrospective
          startedOn: 2026-01-05
          frequency: Weekly
          description: What went well?
          dri: ana
          duration: half an hour
        ```

        Good:

        ```yaml rituals/engineering.rituals.yml
        - task: Retrospective
          startedOn: 2026-01-05
          frequency: Weekly
          description: What went well?
          dri: ana
          duration: 30
        ```

        Fix: none.
        """,
    ),
    loading(
        "HB110",
        "schema",
        """
        A value is what the schema accepts: of its list, of its form, within its bounds.

        Tables, filters and other rules look for the exact value: nothing that asks for `archived` channels finds one that
        is "archivd", and each reader has to guess what an odd value means.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          status: archivd
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          status: archived
        ```

        Fix: safe where the value differs from a known one only in letter case, hyphens, spaces or a slip of one letter, and where a channel
        lacks its `#`; unsafe where it is only near one. Other values are left alone.
        """,
    ),
    loading(
        "HB111",
        "date",
        """
        A date is written YYYY-MM-DD, and the calendar has it.

        03/02/2026 is in March for some readers and in February for others, and next dates and shifts are computed from
        it.

        Bad:

        ```yaml rituals/engineering.rituals.yml
        - task: Retrospective
          startedOn: 03/02/2026
          frequency: Weekly
          description: What went well?
          dri: ana
        ```

        Good:

        ```yaml rituals/engineering.rituals.yml
        - task: Retrospective
          startedOn: 2026-03-02
          frequency: Weekly
          description: What went well?
          dri: ana
        ```

        Fix: none. Which day was meant, only the author knows.
        """,
    ),
)
