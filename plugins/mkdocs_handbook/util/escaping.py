"""Escaping: text of a handbook made inert for each place where it is written, and the types of what is inert there.

Writers ask for these types, and only this module makes them, so a type checker sees text that was not escaped. HTML is
escaped by the templates themselves (`util/templates.py`); what makes a text inert twice leaves it as it is after once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NewType
from urllib.parse import quote

from mkdocs_handbook.util.patterns.late_patterns import late_pattern
from mkdocs_handbook.util.wording import shortened

# A page, or a part of one, in which no text is markup.
Html = NewType("Html", str)
# Lines that command neither a terminal nor a runner of workflows that reads them as a log.
TerminalText = NewType("TerminalText", str)
JsonText = NewType("JsonText", TerminalText)
MarkdownText = NewType("MarkdownText", TerminalText)
WorkflowCommand = NewType("WorkflowCommand", TerminalText)
SarifText = NewType("SarifText", str)
# Lines of `_redirects`.
RedirectRules = NewType("RedirectRules", str)
# A line of a chat that mentions nobody, as plain text, as Slack reads a message's text, and as Markdown of Discord.
ChatText = NewType("ChatText", TerminalText)
SlackText = NewType("SlackText", ChatText)
DiscordText = NewType("DiscordText", ChatText)
# A pattern of CODEOWNERS.
CodeownersPattern = NewType("CodeownersPattern", str)
# The value of a property of a calendar, before the library escapes what ends values.
CalendarText = NewType("CalendarText", str)
CalendarUrl = NewType("CalendarUrl", str)
# A calendar, or a part of one.
CalendarFile = NewType("CalendarFile", str)

UNSEEN = "\ufffd"
# What XML and Python-Markdown's placeholders can't hold: it would break the page, and nobody sees it anyway.
CONTROL = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What moves a cursor, ends a line, turns the direction of what follows, or is no text in UTF-8.
HIDDEN = "\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
COMMANDS = late_pattern(f"[\x00-\x08\x0a-\x1f{HIDDEN}]")
# How a runner of GitHub knows a command: "::" at the beginning, behind what it takes for white space or does not see, and
# "##[" anywhere. An invisible character between the marks would not do, since its comparison looks past those.
COMMAND_START = late_pattern(r"([\s\u00ad\u200b-\u200f\u2060\ufeff]*):(?=:|\Z)")
OLD_COMMAND = "##["
# A line break of any alphabet.
LINE_BREAK = late_pattern("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def printable(text: str) -> str:
    """Return a text without the characters that no page can hold."""
    return CONTROL.sub(UNSEEN, text)


# --- Terminals and logs ---


def terminal(text: str) -> TerminalText:
    """Return a text as one line of a terminal or a log."""
    line = COMMANDS.sub(UNSEEN, text).replace(OLD_COMMAND, f"#{UNSEEN}[")
    return TerminalText(COMMAND_START.sub(rf"\1{UNSEEN}", line, count=1) if COMMAND_START.match(line) else line)


def one_line(text: str) -> TerminalText:
    """Return a text as one line of a terminal or a log, with single spaces for all white space."""
    return terminal(" ".join(text.split()))


def terminal_lines(text: str) -> TerminalText:
    """Return a text of lines as lines of a terminal or a log."""
    return TerminalText("\n".join(map(terminal, text.split("\n"))))


def workflow_command(name: str, message: str, properties: Mapping[str, str]) -> WorkflowCommand:
    """Return a command for a runner of GitHub, such as `error`, with values that end neither it nor each other."""
    values = ",".join(f"{key}={_command_value(value, ':,')}" for key, value in properties.items())
    return WorkflowCommand(TerminalText(f"::{name} {values}::{_command_value(message)}"))


def _command_value(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return COMMANDS.sub(UNSEEN, text).replace(OLD_COMMAND, f"#{UNSEEN}[")


# --- JSON ---

IN_JSON = late_pattern(f"[{HIDDEN}]|#(?=#\\[)")


def json_text(value: Any, *, indent: int | None = None, default: Callable[[Any], Any] | None = None) -> JsonText:
    """Return a value as JSON and a line end, which any reader, terminal or log takes for nothing else."""
    text = json.dumps(value, indent=indent, ensure_ascii=False, default=default)
    return JsonText(TerminalText(IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"))


def sarif_text(text: str) -> SarifText:
    """Return a text as a message of SARIF, in which brackets could be a link (section 3.11.6 of the standard)."""
    return SarifText(re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text)


# --- Markdown ---

# What GitHub makes a link of after it has read Markdown, broken by a character that nobody sees.
AUTOLINK = late_pattern(r"@(?=\w)|#(?=\d)|\b(?:https?|ftp|mailto|xmpp):(?=\S)|\bwww(?=\.)", re.IGNORECASE)
JOINER = "\u2060"
MARKS = str.maketrans({**{char: f"\\{char}" for char in "\\`*_[]#|~"}, **{char: f"&#{ord(char)};" for char in "<>@&$"}})
# What begins a list, a heading or code at the beginning of a line.
BLOCK_START = late_pattern(r"(?P<mark>[-+=])|(?P<number>\d+)(?=[.)])|(?P<space>\s)")


def markdown(text: str) -> MarkdownText:
    """Return a text as one line that Markdown shows as it is, on GitHub and elsewhere, also at the beginning of a line."""
    line = AUTOLINK.sub(rf"\g<0>{JOINER}", terminal(text)).translate(MARKS)
    return MarkdownText(
        TerminalText(BLOCK_START.sub(_without_block, line, count=1) if BLOCK_START.match(line) else line)
    )


def marked_up(text: str) -> MarkdownText:
    """Return a text as one line of Markdown, with single spaces for all white space."""
    return markdown(" ".join(text.split()))


def _without_block(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match["number"] else f"&#{ord(match[0])};"


def markdown_code(text: str) -> MarkdownText:
    """Return a text as a span of code in Markdown."""
    line = terminal(text)
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    pad = " " if "`" in line[:1] + line[-1:] or not line.strip() else ""
    return MarkdownText(TerminalText(f"{fence}{pad}{line}{pad}{fence}"))


def markdown_link(text: str, url: str) -> MarkdownText:
    """Return a link in Markdown."""
    return MarkdownText(TerminalText(f"[{marked_up(text)}]({address(url, LINK_ADDRESS)})"))


# A name of a person on GitHub; behind an underscore is the short name of a company that manages its accounts.
USER = late_pattern(r"(?=.{1,39}\Z)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]+)?")
MENTION = late_pattern(r"@(?=(?P<name>[\w-]*(?:/[\w.-]+)?))")


def issue_markdown(text: str, known: frozenset[str]) -> MarkdownText:
    """Return lines of Markdown for an issue, which hide nothing in a comment, and mention nobody but known names."""
    lines = "\n".join(map(terminal, LINE_BREAK.sub("\n", text).split("\n"))).replace("<!", "&lt;!")
    return MarkdownText(
        TerminalText(
            MENTION.sub(
                lambda found: "@" if found["name"].casefold() in known or not found["name"] else f"@{JOINER}", lines
            )
        )
    )


# What means something to Markdown inside of a line of a page; entities do what backslashes can't.
PAGE_MARKS = late_pattern(r"[\\`*_{}\[\]]")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", "$": "&#36;"})


def page_markdown(text: str) -> str:
    """Return a text as Markdown of a generated page that shows exactly it, on one line."""
    return embed_label(text).translate(ENTITIES)


def embed_label(text: str) -> str:
    """Return a text on one line without meaning for Markdown, where HTML has none."""
    return PAGE_MARKS.sub(r"\\\g<0>", " ".join(printable(text).split()))


def front_matter(text: object) -> str:
    """Return a text as a value of a generated page's front matter, which themes put into HTML as it is."""
    return json_text(escape(" ".join(printable(str(text)).split()))).rstrip("\n")


# --- Addresses ---

# What RFC 3986 lets stand in an address, and what is encoded already; in the old address of a rule ":" and "*" would
# stand for any text, and in Markdown brackets end a link.
ADDRESS = "!$&'()*+,;=:@/?#[]%~"
LINK_ADDRESS = "!$&'*+,;=:@/?#%~"
OLD_ADDRESS = "!$&'()+,;=@/%~"


def address(text: str, safe: str = ADDRESS) -> str:
    """Return an address with everything encoded that can't stand in one."""
    return quote(text, safe=safe, errors="surrogatepass")


def redirect_rule(old: str, new: str) -> RedirectRules:
    """Return a line of `_redirects`: old and new address without white space, and the status of what moved for good."""
    # Behind two slashes, a host would stand.
    old, new = (re.sub(r"\A/+", "/", one) for one in (old, new))
    return RedirectRules(f"{address(old, OLD_ADDRESS)} {address(new)} 301\n")


# --- Chats ---

# What calls people or a channel, or is a template for what takes messages in, broken by a character that nobody sees.
CALL = late_pattern(r"@(?=\w)|<(?=[!@#])|[{$](?=\{)")
DISCORD_MARKS = late_pattern(r"[\\`*_{}\[\]()<>#~|+.:!-]")


def chat(text: str, limit: int) -> ChatText:
    """Return a text as one line of a chat that takes no markup, cut to a length."""
    line = shortened(terminal(" ".join(text.split())), limit)
    return ChatText(TerminalText(CALL.sub(rf"\g<0>{JOINER}", line)))


def slack(text: ChatText) -> SlackText:
    """Return a line as Slack reads the text of a message, in which it knows three characters."""
    return SlackText(ChatText(TerminalText(escape(text, quote=False))))


def discord(text: ChatText) -> DiscordText:
    """Return a line as Markdown of Discord that shows exactly it."""
    return DiscordText(ChatText(TerminalText(DISCORD_MARKS.sub(r"\\\g<0>", text))))


# --- CODEOWNERS ---

# Its lines end, and its words are divided, at more than a blank; readers differ in whether those can be escaped.
NO_PATTERN = late_pattern(rf"[^\S ]|\\|{CONTROL.pattern}|[{HIDDEN}]")


def codeowners_pattern(path: str) -> CodeownersPattern | None:
    """Return a path of a repository as a pattern that matches only that, None for one that no pattern can hold."""
    if NO_PATTERN.search(path):
        return None
    return CodeownersPattern("/" + re.sub(r"[ *?\[\]#!]", r"\\\g<0>", path))


# --- Calendars ---


def calendar_text(text: str) -> CalendarText:
    """Return a text as the value of a calendar's property; its lines end with LF, as the library expects."""
    return CalendarText(printable(LINE_BREAK.sub("\n", text)))


def calendar_url(text: str) -> CalendarUrl:
    """Return an address as the value of a calendar's property."""
    return CalendarUrl(address(text))
