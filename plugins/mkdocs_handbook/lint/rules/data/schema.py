"""Rules of values that a schema does not accept (HB103, HB107 to HB111); found while data is validated."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB103",
        "frequency",
        """
        A frequency uses the fixed vocabulary, so that everybody reads it the same way.

        The next date in a table is computed from the frequency, and words such as "Biweekly" or "Twice a month" must
        not mean different days to different people. Use `Daily`, `Weekdays`, `Weekly`, `Biweekly` (every two weeks),
        `Triweekly` (every three), `Monthly`, `Bimonthly` (every two months), `Quarterly`, `Semiannually`, `Annually`,
        or `Every <n>` with days, weeks, months or years. Add `on …` to be more specific: `Weekly on Monday and
        Thursday`, `Monthly on the last Friday`, `Annually on 1 March`. Use `Each <event>` for what no calendar knows.

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

        Fix: safe if the same words are only written in another way, as here, or in another letter case, or are one
        letter off, as in `Qurterly`, or are German; unsafe if more is misspelled, or if the words have two readings, as
        `Every second Tuesday` does, because the meaning is then a guess.
        """,
    ),
    loading(
        "HB107",
        "unknown-key",
        """
        An item has only keys that its schema defines.

        An unknown key is neither shown nor checked. If you misspell a key, readers never see its value.

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

        Fix: safe if the key differs from a known one only in letter case, hyphens, underscores or a slip of one letter, or
        is what people call it, such as `owner` for `dri`; unsafe if it is merely similar.
        """,
    ),
    loading(
        "HB108",
        "missing-key",
        """
        An item has a value for every key that its schema requires.

        A channel or duty without a DRI has no one who answers for it, and its row has a gap where readers look first.
        An empty value counts as missing.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        Fix: none. Only people know the missing fact.
        """,
    ),
    loading(
        "HB109",
        "wrong-type",
        """
        A value has the type that its schema requires, and a file holds the list or mapping of its kind.

        A list where a table expects text, or words where it expects a number, cannot be shown or calculated with. A
        file without items holds `[]`, which shows that nothing was lost.

        Bad:

        ```yaml rituals/engineering.rituals.yml
        - task: Retrospective
          startedOn: 2026-01-05
          frequency: Weekly
          description: What went well?
          dri: ana
          duration: 30 minutes
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

        Fix: safe if the value says what belongs there: words with commas for a list, one text in brackets for a text, a
        number in quotes or with its unit, keys that stand beside the one that they belong under. Unsafe if a list has more
        than words in it, or a name stands for all that an entry holds. Other values are not changed.
        """,
    ),
    loading(
        "HB110",
        "schema",
        """
        A value is one that its schema accepts: from its list, in its format, within its limits.

        Tables, filters and other rules look for the exact value. A filter for `archived` channels does not find one
        that is "archivd", and readers have to guess what it means.

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

        Fix: safe if the value differs from an accepted one only in letter case, hyphens, spaces or a slip of one
        letter, if a channel lacks its `#`, or if the quotes are curly; unsafe if it is merely similar. Other values are not changed.
        """,
    ),
    loading(
        "HB111",
        "date",
        """
        A date is written as YYYY-MM-DD, and the calendar has it.

        Some readers take 03/02/2026 for a day in March, others for one in February, and next dates and shifts are
        computed from it.

        Bad:

        ```yaml rituals/engineering.rituals.yml
        - task: Retrospective
          startedOn: 2026-3-2
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

        Fix: safe if the text can mean one day only, such as 2026-3-2, 23.11.2026 or 3. März 2026. Of 03/02/2026 only the
        author knows which day was meant.
        """,
    ),
)
