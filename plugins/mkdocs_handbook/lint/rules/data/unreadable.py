"""Rules whose findings arise while files are read: their names, their text, and schemas."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB101",
        "yaml-syntax",
        """
        A data file is YAML that can be read: one document, no tabs in the indentation.

        Nothing of a file that cannot be read gets into the handbook, so every table that shows it would be empty. The
        finding stands where the reading stopped; the cause may be on the line above.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          description: Before you ask: search
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          description: "Before you ask: search"
        ```

        Fix: none. What was meant by YAML that cannot be read, only its author knows.
        """,
    ),
    loading(
        "HB102",
        "not-utf-8",
        """
        Every page and data file is UTF-8.

        In another encoding, letters such as é or ü turn into others, or into none, depending on who reads the file. Save
        it as UTF-8: every editor offers that.

        Fix: none. Which encoding it is cannot be told for certain.
        """,
    ),
    loading(
        "HB104",
        "duplicate-key",
        """
        A key stands once in a mapping.

        Most readers of YAML keep one of the two values without a word, so the editor who changes the other one changes
        nothing. Where the first key of an item stands again, the `- ` that begins a new item is missing as a rule.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          channel: "#help-oncall"
          dri: bo
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
        - channel: "#help-oncall"
          dri: bo
        ```

        Fix: unsafe. Writes the missing `- ` where the next item seems to begin; of other keys nothing is removed.
        """,
    ),
    loading(
        "HB105",
        "yaml-extras",
        """
        Tags, deep nesting and aliases that multiply have no place in a handbook's data.

        Whoever edits the handbook need not know YAML's finer points, and a tag or aliases of aliases can harm a program
        that reads the file. A few plain aliases are fine.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: !person ana
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        Fix: none.
        """,
    ),
    loading(
        "HB106",
        "unquoted-text",
        """
        Text that YAML would take for something else stands in quotes.

        Without quotes, `#` begins a comment, so that the name of a channel is lost without a word, and `@`, `*`, `[` and
        their like make the whole file unreadable.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: #help-engineering
          dri: ana
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        Fix: safe. Puts text that was lost as a comment in quotes; where the file cannot be read, nothing is changed.
        """,
    ),
    loading(
        "HB117",
        "unknown-kind",
        """
        The kind in a data file's name has a schema.

        The schema says which keys an item has and which columns the table. Without one, the file cannot be checked or
        shown. It is a misspelled name, or a new kind that needs its schema in `schemas/`.

        Bad:

        ```yaml rituals/engineering.risks.yml
        - risk: One person alone can renew the certificate
        ```

        Good:

        ```json schemas/risks.schema.json
        {
          "type": "array",
          "items": {"type": "object", "required": ["risk"], "properties": {"risk": {"type": "string"}}}
        }
        ```

        Fix: none.
        """,
    ),
    loading(
        "HB118",
        "file-name",
        """
        A data file is called `<group>.<kind>.yml`, `people.yml` or `stubs.yml`.

        The name tells whose data it is and how to read it. From any other name neither can be known, so nothing in the
        file is checked or shown.

        Bad:

        ```yaml rituals/engineering.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        ```yaml rituals/engineering.yml
        ```

        Fix: none. No file is renamed, other files may link to it.
        """,
    ),
    loading(
        "HB119",
        "bad-schema",
        """
        A schema is JSON Schema, needs no other file, and keeps what a built-in kind requires.

        A schema of your own may add keys to a built-in kind. One that drops a required key, or changes its type, would
        let data through that tables, next dates and other rules can't read. While a schema is wrong, files of its kind
        are not checked, or only by the built-in one.

        Bad:

        ```json schemas/channels.schema.json
        {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["channel"],
            "properties": {
              "channel": {"type": "string", "format": "channel"},
              "topic": {"type": "string"}
            }
          }
        }
        ```

        Good:

        ```json schemas/channels.schema.json
        {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["channel", "dri"],
            "properties": {
              "channel": {"type": "string", "format": "channel"},
              "dri": {"type": "string", "format": "person"},
              "topic": {"type": "string"}
            }
          }
        }
        ```

        Fix: none.
        """,
    ),
    loading(
        "HB121",
        "unreadable-file",
        """
        A file can be read, and is no link that leads out of the handbook.

        What stands outside is on nobody else's disk: the handbook would be another one wherever it is built, and could
        publish what nobody meant to. Links to folders are not followed either.

        Fix: none.
        """,
    ),
)
