"""Texts of people who want more than to be read, and handbooks that have them wherever a text can stand."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs_handbook.data import kinds

# The name of elements, attributes and commands that nobody but these texts writes.
MARK = "zzz"
SCRIPT = "window.zzzRan=(window.zzzRan||0)+1"
# What no line of a terminal may hold beside a tab: it moves the cursor, ends a line or turns what follows.
HIDDEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

# What no file in UTF-8 holds, and no escape of YAML makes.
SURROGATE = re.compile("[\ud800-\udfff]")
PAYLOADS = (
    f"<script>{SCRIPT}</script>",
    f'"><img src=x onerror={SCRIPT}>',
    f"' onmouseover='{SCRIPT}' {MARK}='",
    f"</title></script></style></textarea><{MARK}>",
    f"--><{MARK}>]]><{MARK}>",
    f"<!-- {MARK}",
    f"<![CDATA[ {MARK}",
    f"<?{MARK}",
    f"<{MARK}",
    f"&lt;{MARK}&gt; &#60;{MARK}&#62; &amp;lt;{MARK}&amp;gt;",
    f"&quot; {MARK}=&quot;",
    f"a\r\n::stop-commands::{MARK}\r\nb",
    f"::stop-commands::{MARK}",
    f"\t ::set-output name=a::{MARK}",
    f"a ##[add-mask]{MARK}",
    f"a%0A::error::{MARK}%0D%250A",
    f"a:b,c=d,title={MARK}::{MARK}",
    f"a\n\n# {MARK}\n\n- [x] b\n1. c\n> d\n---\n| e | f |\n",
    f"\r{MARK}\x0b\x0c\x1c\x85\u2028\u2029{MARK}",
    f"nul\0bel\x07esc\x1b[2J\x1b]8;;https://{MARK}.example\x07link\x1b]8;;\x07\x9b31m\x7f",
    f"[{MARK}](javascript:{SCRIPT}) ![{MARK}](https://{MARK}.example/x.png)",
    f"[{MARK}]: https://{MARK}.example 'x'",
    f"`{MARK}` ``{MARK}`` *{MARK}* __{MARK}__ ~~{MARK}~~ ${MARK}$ | {MARK} | <https://{MARK}.example>",
    f"@{MARK} #123 https://{MARK}.example www.{MARK}.example {MARK}@example.com",
    f"\\](x) {{: .{MARK} onclick=\"{SCRIPT}\" }}",
    f"{{{{ {MARK} }}}} {{% raw %}} ${{{{ {MARK} }}}}",
    f"---\n{MARK}: &a !!python/object:os.system 'x'\n... # {MARK}",
    f"x\r\nATTACH:https://{MARK}.example\r\n X\nEND:VEVENT;,\\n\\;",
    f"$(touch {MARK}) `touch {MARK}` ; touch {MARK} && \"x\" 'y'",
    f"/* https://{MARK}.example/:splat 200! # *",
    f"../../{MARK}/..\\{MARK}",
    "\ud800 \udfff \udc80",
    "\u202eevil\u202c \u2066x\u2069 \u200b\ufeff\u00ad",
    "=1+1", "-a", "- a", "1. a", "    a", "#", "a" * 300, "CON", "::", ":", "##[", "",
)  # fmt: skip


def yaml(value: Any) -> str:
    """Return a value as JSON, which is YAML; in it every character can be written."""
    return json.dumps(value)


def schema(kind: str) -> dict[str, Any]:
    """Return the schema of a built-in kind."""
    found: dict[str, Any] = json.loads((kinds.schemas_folder() / f"{kind}{kinds.SUFFIX}").read_text(encoding="utf-8"))
    return found


VALID: Mapping[str, Any] = {
    "frequency": "Weekly",
    "period": "1 week",
    "timezone": "Europe/London",
    "date": "2026-01-05",
    "uri-reference": "https://example.com/",
}


def value(rule: Mapping[str, Any], payload: str, *, is_valid: bool) -> Any:
    """Return a value of a property with a payload in each of its texts; where it must be valid, only where that may be."""
    if rule.get("type") == "array" or "items" in rule:
        return [value(rule.get("items", {}), payload, is_valid=is_valid)]
    if "properties" in rule:
        return entry(rule, payload, is_valid=is_valid)
    if rule.get("type") in ("integer", "number"):
        return 30 if is_valid else payload
    if is_valid and "enum" in rule:
        return rule["enum"][0]
    form = rule.get("format", "")
    if is_valid and ("pattern" in rule or form in VALID):
        return VALID.get(form) or rule["examples"][0]
    if is_valid and form == "channel":
        # Names that Slack has hold no payload; each is another one.
        raw = payload.encode(errors="replace")
        return f"#{re.sub(r'[^a-z0-9-]', '', raw.decode().casefold())[:40]}-{zlib.crc32(raw):x}"
    return payload


def entry(rule: Mapping[str, Any], payload: str, *, is_valid: bool) -> dict[str, Any]:
    """Return an entry with all keys of its schema."""
    return {key: value(one, payload, is_valid=is_valid) for key, one in rule["properties"].items()}


def data(payloads: Iterable[str], *, is_valid: bool) -> dict[str, str]:
    """Return data files of all kinds of groups, and people, with each payload in each text."""
    given = [one for one in payloads if not SURROGATE.search(one) and (one.strip() or not is_valid)]
    files = {}
    for kind in ("rituals", "channels", "boards", "rotations"):
        rule = schema(kind)["items"]
        entries = [entry(rule, one, is_valid=is_valid) for one in given]
        for number, one in enumerate(entries):
            ONE_FORM.get(kind, lambda _entry, _number: None)(one, number) if is_valid else None
        files[f"rituals/eng.{kind}.yml"] = yaml(entries) + "\n"
    person = schema("people")["additionalProperties"]
    everybody = {one: entry(person, one, is_valid=is_valid) for one in given}
    for one in everybody.values() if is_valid else ():
        del one["leftOn"]
    files["rituals/people.yml"] = yaml(everybody) + "\n"
    return files


def one_ritual(found: dict[str, Any], _number: int) -> None:
    found |= {"endsOn": "2030-01-01", "reviewOn": "2030-01-01", "time": "12:30"}


def one_channel(found: dict[str, Any], _number: int) -> None:
    del found["renamedTo"]


def one_rotation(found: dict[str, Any], number: int) -> None:
    """A rotation is regular or a list of shifts."""
    dri = found["members"][0]
    for key in ("every", "members") if number % 2 else ("shifts",):
        del found[key]
    if "shifts" in found:
        found["shifts"] = [{"from": "2026-11-02", "dri": dri}, {"from": "2026-12-02", "dri": dri}]
    found |= {
        "startsOn": "2026-11-02",
        "endsOn": "2027-11-02",
        "handoff": {"time": "09:00", "timezone": "Europe/London"},
    }
    found["overrides"] = [{**found["overrides"][0], "from": "2026-11-16", "to": "2026-11-17"}]


ONE_FORM = {"rituals": one_ritual, "channels": one_channel, "rotations": one_rotation}
PAGE = """\
# Engineering

## Rotations

[Rotations](../rituals/eng.rotations.yml)

## Project boards

[Boards](../rituals/eng.boards.yml)

## Rituals

[Rituals](../rituals/eng.rituals.yml)

## Slack channels

[Channels](../rituals/eng.channels.yml)
"""


def stubs(payloads: Iterable[str]) -> dict[str, str]:
    """Return stubs of pages and headings with payloads in each of their texts, as far as addresses may have them."""
    found = {}
    for number, one in enumerate(payloads):
        if SURROGATE.search(one):
            continue
        name = re.sub(r"[/#?:%*\\]|\.\.|[^ -~]", "", one)[:100]
        found[f"old/{number} {name}.md"] = "eng.md"
        found[f"file/{number} {name}.md"] = f"a.pdf#{one}"
        target = re.sub(r"[\s<>\"\x00-\x1f\\]", "", one)
        found[f"out/{number} {name}.md"] = f"https://example.com/{target}"
        # A blank would make it the text of a heading.
        found[f"eng.md#{'-'.join(f'{number} {name}'.split())}"] = "gone"
    return found


def file_name(text: str) -> str:
    """Return a text as the name of a file, as far as a disk takes it."""
    name = re.sub("[/\0\ud800-\udc7f\udd00-\udfff]", "", text)
    return os.fsencode(name)[:200].decode("utf-8", "surrogateescape")


def hostile(payloads: Iterable[str]) -> dict[str, str]:
    """Return a handbook with payloads wherever somebody can write one, valid or not."""
    files = {
        **data(payloads, is_valid=False),
        "rituals/ok.rituals.yml": data(payloads, is_valid=True)["rituals/eng.rituals.yml"],
    }
    for number, one in enumerate(payloads):
        name = file_name(one)
        text = f"---\nmaintainedBy: {yaml(one)}\nreviewOn: {yaml(one)}\n---\n# {one}\n\n## {one}\n\n[x](<{one}.md#{one}>)\n\n#zzz-{number}\n"
        files[f"handbook/{name}{number}.md"] = text
        files[f"handbook/{name}/{number}.md"] = text
        files[f"rituals/eng{number}.rituals.yml"] = f"- task: {yaml(one)}\n  dri: {yaml(one)}\n"
        files[f"rituals/{name}{number}.rituals.yml"] = f"- task: {one}\n"
        files[f"rituals/{name}{number}/stubs.yml"] = f"{yaml(one)}: {yaml(one)}\n"
    return files
