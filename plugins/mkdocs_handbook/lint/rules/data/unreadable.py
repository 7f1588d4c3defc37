"""Rules of files, names and schemas that cannot be read (HB101, HB102, HB104 to HB106, HB117 to HB119, HB121, HB137)."""

from __future__ import annotations

from mkdocs_handbook.lint.rules.registry import loading

RULES = (
    loading(
        "HB101",
        "yaml-syntax",
        """
        A data file is valid YAML: one document, and no tabs in the indentation.

        Nothing in a file with a syntax error can be read, so every table that shows the file is empty. The finding
        marks the line that has to change, where trying shows which one that is, else the place at which the reading
        stopped. The cause may then be on the line above.

        Bad:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          description: Before you ask: search
        ```

        ```markdown handbook/engineering/README.md
        # Engineering

        ## Slack channels

        [Channels](../../rituals/engineering.channels.yml)
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
          description: "Before you ask: search"
        ```

        Fix: safe if a line has one reading: a dash or a colon of another kind or without its space, indentation that is a
        space or two off or has tabs in it, text that needs quotes. Unsafe if a quote or a list is not closed: it ends with
        its line then, and if lines fit only under a key that is missing, such as `overrides:`. Nothing else is changed.
        """,
    ),
    loading(
        "HB102",
        "not-utf-8",
        """
        Every page and data file is encoded in UTF-8.

        In another encoding, letters such as é or ü come out as other letters or not at all, depending on who reads the
        file. Save the file as UTF-8; every editor can do that.

        Fix: none. The encoding of a file cannot be detected reliably.
        """,
    ),
    loading(
        "HB104",
        "duplicate-key",
        """
        A key occurs only once in a mapping.

        Most YAML parsers silently keep one of the two values, so editing the other one changes nothing. If the first
        key of an item occurs again, the `- ` that starts a new item is usually missing.

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

        Fix: unsafe. Adds the missing `- ` where the next item seems to start. Other duplicate keys are not removed.
        """,
    ),
    loading(
        "HB105",
        "yaml-extras",
        """
        Data files have no YAML tags, no merge keys, no deep nesting and no aliases that multiply.

        You should not need to know the finer points of YAML to edit the handbook, and a tag or an alias of aliases can
        harm a program that reads the file. An item that takes its keys from another one (`<<: *other`) changes with that one,
        and nobody who reads it sees what it says. A few simple aliases are fine.

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
        Text that YAML would read as something else is in quotes.

        Without quotes, `#` starts a comment, so the name of a channel is silently lost. Characters such as `@`, `*` and
        `[` make the whole file unreadable.

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

        Fix: safe. Puts text in quotes that was lost as a comment, or for which the file cannot be read; a person's handle
        loses its `@`.
        """,
    ),
    loading(
        "HB117",
        "unknown-kind",
        """
        The kind in the name of a data file has a schema.

        The schema defines the keys of an item and the columns of the table. Without it, the file can be neither checked
        nor shown. Either the name is misspelled, or the kind is new and needs a schema in `schemas/`.

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

        Fix: none for a new kind. Unsafe if the name is near to that of a known one: renames the file, as HB118 does.
        """,
    ),
    loading(
        "HB118",
        "file-name",
        """
        A data file is called `<group>.<kind>.yml`, `people.yml` or `stubs.yml`.

        The name says which group the data belongs to and how to read it. A file with any other name is neither checked
        nor shown, nor is one that stands beside pages and not in the folder of data. This is about names and content that look like data; other files are of other tools
        ([HB137](rules.md#hb137)).

        Bad:

        ```yaml rituals/engineering.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        ```markdown handbook/engineering/README.md
        # Engineering

        ## Slack channels

        [Engineering channels](../../rituals/engineering.yml)
        ```

        Good:

        ```yaml rituals/engineering.channels.yml
        - channel: "#help-engineering"
          dri: ana
        ```

        ```yaml rituals/engineering.yml
        ```

        ```markdown handbook/engineering/README.md
        # Engineering

        ## Slack channels

        [Engineering channels](../../rituals/engineering.channels.yml)
        ```

        Fix: unsafe. Renames the file if group and kind are known and no file has that name, and changes the links of pages to
        it.
        """,
    ),
    loading(
        "HB137",
        "foreign-file",
        """
        Every YAML file in the data folder is data of the handbook.

        A file whose name and keys are not like those of data is probably of another tool, and stays as it is: it is neither
        checked nor shown. Lint notes that it is there, in one line, and lists such files where you select this rule.

        Bad:

        ```yaml rituals/labeler.yml
        documentation: ["**/*.md"]
        ```

        Good:

        ```yaml rituals/labeler.yml
        ```

        Fix: none. Move the file, or leave it.
        """,
        "warning",
        "asked",
    ),
    loading(
        "HB119",
        "bad-schema",
        """
        A schema is valid JSON Schema, needs no other file, and keeps what a built-in kind requires.

        Your own schema may add keys to a built-in kind. If it drops a required key or changes its type, it lets in data
        that tables, next dates and other rules cannot read. While a schema is wrong, files of its kind are checked
        against the built-in schema, or not at all.

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
        A file can be read, and is not a link to somewhere outside the handbook.

        Other people do not have the files outside the handbook, so every machine would build a different one, and you
        might publish something by accident. Links to folders are not followed either.

        Fix: none.
        """,
    ),
)
