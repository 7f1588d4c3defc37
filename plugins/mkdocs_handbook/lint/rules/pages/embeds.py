"""Rules of embeds: data files that a page has to show, and embeds that show nothing (HB203, HB211, HB212)."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator

from mkdocs_handbook.data import data_files
from mkdocs_handbook.data.mistakes import file_names
from mkdocs_handbook.links import item_urls
from mkdocs_handbook.lint.rules.pages import meant_sections, near_misses
from mkdocs_handbook.lint.rules.registry import MISNAMED, rule
from mkdocs_handbook.model import DataFile, Edit, Embed, Finding, Handbook, Page, Span
from mkdocs_handbook.pages import closing_order, embeds, group_pages, outline
from mkdocs_handbook.pages.embed_options import option_problems
from mkdocs_handbook.util.wording import did_you_mean, guess_hint, listed, nearest, shortened


@rule("HB203", "missing-closing-section", cost="style")
def missing_closing_section(handbook: Handbook) -> Iterator[Finding]:
    """A group's page has the closing section of each of the group's boards, rituals and channels files, with the table
    in it.

    Data that readers do not see goes out of date unnoticed. Readers who know one group's page know where to look on
    every other one. If the page has an embed for a file of that kind and it shows nothing, only the embed is reported.

    Bad:

    ```markdown handbook/engineering/README.md
    # Engineering

    We build the product.
    ```

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:

    ```markdown handbook/engineering/README.md
    # Engineering

    We build the product.

    ## Slack channels

    [Engineering channels](../../rituals/engineering.channels.yml)
    ```

    Fix: none where the section is missing, the finding contains the line to copy. Unsafe where its title is only misspelled and
    no link leads there: writes the title.
    """
    titles = closing_order.titles(handbook.settings)
    own = group_pages.pages(handbook)
    wanted = [(own[file.group], file) for file in handbook.files if file.group in own and file.kind.name in titles]
    lacking = [(page, file) for page, file in wanted if not is_in_closing_section(handbook, page, file)]
    attempted = {uri: attempted_kinds(handbook, page) for uri, page in {page.uri: page for page, _ in lacking}.items()}
    for page, file in lacking:
        # The finding of the dead embed says why the table is missing.
        if file.kind.name not in attempted[page.uri]:
            yield missing_table(handbook, page, file)


def is_in_closing_section(handbook: Handbook, page: Page, file: DataFile) -> bool:
    """Return whether a page shows a file inside the closing section of its kind."""
    tables = item_urls.tables(handbook, file.source.path)
    shows = [embed.span.start for place, embed in tables if place is page]
    kind = file.kind.name
    levels = [
        heading.level for heading, name in closing_order.closing_headings(page, handbook.settings) if name == kind
    ]
    parts = closing_order.cut(page, handbook.settings, levels[0]) if levels and shows else []
    return any(part.span.start <= at < part.span.end for part in parts if part.kind == kind for at in shows)


def missing_table(handbook: Handbook, page: Page, file: DataFile) -> Finding:
    """Return the finding that a group's page does not show a file in its closing section."""
    # Imported here: it is the only part of what renders tables that lint needs, and where something is missing alone.
    from mkdocs_handbook.rendering.tables import default_caption

    folder = embeds.folder_of(handbook.settings, page.uri)
    line = f"[{default_caption(file)}]({posixpath.relpath(file.source.path, folder)})"
    for heading, kind in closing_order.closing_headings(page, handbook.settings):
        if kind == file.kind.name:
            message = f'section "{heading.title}" lacks its table, a paragraph of its own with only this: {line}'
            return Finding("HB203", page.source, heading.span, message)
    wanted = closing_order.titles(handbook.settings)[file.kind.name][0]
    headings = outline.headings(page.source.text, page.body)
    span = headings[0].span if headings else Span(page.body, page.body)
    kinds = meant_sections.meant_kinds(handbook, page)
    guess = next((heading for heading, kind in kinds.items() if kind == file.kind.name), None)
    hint = f', did you mean it by "{guess.title}"? Rename it then' if guess else f" with {line}"
    message = f'group "{file.group}" has "{file.source.path}", its page needs a section "{wanted}"{hint}'
    edits = meant_sections.new_title(handbook, page, guess, wanted) if guess else ()
    return Finding("HB203", page.source, guess.span if guess else span, message, edits, is_safe=False)


@rule("HB211", "dead-embed", cost="dead for readers")
def dead_embed(handbook: Handbook) -> Iterator[Finding]:
    """An embedded data file exists.

    A paragraph that is only a link to a data file becomes its table. If the file does not exist, readers get a dead
    link instead of the table, or see the tag as text.

    Bad:

    ```markdown handbook/engineering/help.md
    # Help

    [Our channels](../../rituals/enginering.channels.yml)
    ```

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:

    ```markdown handbook/engineering/help.md
    # Help

    [Our channels](../../rituals/engineering.channels.yml)
    ```

    Fix: safe if only the way to a file of that name is wrong, as in a `../` too few; unsafe if a data file has a similar
    name.
    """
    for page in handbook.checked:
        for embed in page.embeds:
            if message := why_dead(handbook, page, embed):
                target, is_safe = other_target(handbook, page, embed)
                edits = target_edits(page, embed, target) if target else ()
                yield Finding("HB211", page.source, embed.span, message, edits, is_safe, embed.target if edits else "")
    yield from findings_of_near_misses(handbook, "HB211")


def why_dead(handbook: Handbook, page: Page, embed: Embed) -> str:
    """Return why an embed shows nothing; "" if it shows a file, or one that has findings of its own."""
    settings, names = handbook.settings, map(posixpath.basename, handbook.data_paths)
    if embed.is_tag:
        matches = [path for path in sorted(handbook.data_paths) if posixpath.basename(path) == embed.target]
        if len(matches) > 1:
            return f'{listed(matches)} are both called "{embed.target}", embed one of them by a link'
        return "" if matches else f'no data file is called "{embed.target}"{did_you_mean(embed.target, names)}'
    path = embed.path
    if embed.is_wildcard:
        patterns = sorted({f"*.{file.kind.name}.yml" for file in handbook.files if file.group})
        name = posixpath.basename(path)
        is_there = fnmatch.filter(handbook.data_paths, path)
        return "" if is_there else f'no data file is called "{name}"{did_you_mean(name, patterns)}'
    if path in handbook.data_paths:
        is_stubs = posixpath.basename(path) == "stubs.yml"
        return "stubs.yml has no table, link to it inside a sentence" if is_stubs else ""
    if not path.startswith(f"{settings.data_dir}/") and posixpath.basename(path) not in names:
        return ""
    if path in misnamed_files(handbook):
        return ""
    hint = guess_hint(other_target(handbook, page, embed)[0])
    return f'"{shortened(embed.target)}" leads to no data file{hint}'


def other_target(handbook: Handbook, page: Page, embed: Embed) -> tuple[str, bool]:
    """Return the link to the data file that a link was probably meant for ("" if none is near), and whether that is certain.

    It is if only the way to a file of that name is wrong.
    """
    if embed.is_tag or embed.is_wildcard:
        return "", False
    folder = embeds.folder_of(handbook.settings, page.uri)
    readable = {posixpath.relpath(file.source.path, folder): file.source.path for file in handbook.files}
    name = posixpath.basename(embed.target)
    same = [target for target, path in readable.items() if posixpath.basename(path) == name]
    kind = next((kind for kind in handbook.kinds if name.endswith(f".{kind}.yml")), "")
    # A file of another kind shows something else.
    likely = [target for target in readable if target.endswith(f".{kind}.yml")] if kind else readable
    return (same[0], True) if len(same) == 1 else (nearest(embed.target, likely), False)


def target_edits(page: Page, embed: Embed, target: str) -> tuple[Edit, ...]:
    """Return the edit of the address of an embed, none where it stands elsewhere or more than once."""
    written = page.source.text[embed.span.start : embed.span.end]
    at = written.find(f"({embed.target}")
    if at < 0 or written.count(embed.target) > 1:
        return ()
    start = embed.span.start + at + 1
    return (Edit(page.source.path, Span(start, start + len(embed.target)), target),)


def misnamed_files(handbook: Handbook) -> set[str]:
    """Return the paths that files would have if their names or their folders were right: their findings say so."""
    named = (data_files.group_and_kind(source, handbook.kinds) for source in handbook.data_texts)
    wrong = {one.source.path for one in named if isinstance(one, Finding) and one.code in MISNAMED}
    names = {path: file_names.right_name(posixpath.basename(path), handbook.kinds) for path in wrong}
    others = (f"{handbook.settings.docs_dir}/{uri}" for uri in handbook.other_files)
    misplaced = data_files.misplaced_files(others, handbook.settings.data_dir, handbook.kinds)
    return {
        *misplaced.values(),
        *(posixpath.join(posixpath.dirname(path), name) for path, name in names.items() if name),
    }


def attempted_kinds(handbook: Handbook, page: Page) -> set[str]:
    """Return the kinds of the data files for which a page has an embed that shows nothing."""
    dead = [embed for embed in page.embeds if why_dead(handbook, page, embed)]
    targets = [target for embed in dead for target in (embed.target, other_target(handbook, page, embed)[0])]
    missed = [page.source.text[span.start : span.end] for _, _, span in near_misses.near_misses(page, handbook.kinds)]
    return {kind for text in (*targets, *missed) for kind in re.findall(r"\.([a-z0-9-]+)\.ya?ml", text)}


@rule("HB212", "embed-options")
def embed_options(handbook: Handbook) -> Iterator[Finding]:
    """The options of an embed name columns and keys that its kind has.

    The options are `columns="task frequency"`, `where="frequency=Weekly, dri=ana"` and, for rotations, `shifts="4"`. If
    you misspell one, the table lacks a column or has no rows, as if there were nothing to show. Write the options
    directly after the link; after a space, they are text.

    Bad:

    ```markdown handbook/engineering/help.md
    # Help

    [Our channels](../../rituals/engineering.channels.yml){ columns="chanel dri" }
    ```

    ```yaml rituals/engineering.channels.yml
    - channel: "#help-engineering"
      dri: ana
    ```

    Good:

    ```markdown handbook/engineering/help.md
    # Help

    [Our channels](../../rituals/engineering.channels.yml){ columns="channel dri" }
    ```

    Fix: none. The finding names the most similar column or key.
    """
    for page in handbook.checked:
        for embed in page.embeds:
            file = next(iter(embeds.data_files(handbook, embed)), None)
            for message in option_problems(file.kind, embed) if file else ():
                yield Finding("HB212", page.source, embed.span, message)
    yield from findings_of_near_misses(handbook, "HB212")


def findings_of_near_misses(handbook: Handbook, code: str) -> Iterator[Finding]:
    """Yield the findings of a rule for text that was meant to be an embed."""
    for page in handbook.checked:
        for rule_code, message, span in near_misses.near_misses(page, handbook.kinds):
            if rule_code == code:
                yield Finding(code, page.source, span, message)


RULES = (missing_closing_section, dead_embed, embed_options)
