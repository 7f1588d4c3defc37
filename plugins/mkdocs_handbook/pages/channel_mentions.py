"""What a mention of a channel looks like in prose."""

from __future__ import annotations

import re

# These begin with their mark and look back from there, which finds it faster than looking back everywhere.
# No issue of a repository (`owner/repo#12`), no anchor (`page.md#anchor`), no character reference (`&#39;`).
CHANNEL = re.compile(r"#(?<![^\W_]#)(?<![#&/=.;@\])-]#)(?P<name>(?:\\?_)*[^\W_](?:[\w-]|\\_)*)")
# Cheaper than the whole truth: most of what begins with "#" marks headings, or is the target of a link.
LIKELY = re.compile(r"#(?<![^\W_]#)(?<![#&/=.;@\])-]#)(?<!\]\(#)(?:\\?_)*[^\W_]")


def mentioned_name(match: re.Match[str]) -> tuple[str, int]:
    """Return the name that a match mentions and where it ends; "" where it is a pattern of names (`#at-*`) or a number."""
    written, end = match["name"], match.end()
    if written.endswith("_") and not written.endswith("\\_"):
        # The end of an emphasis.
        end -= len(written) - len(written.rstrip("_"))
        written = written.rstrip("_")
    if written.endswith("-") or not re.search(r"[^\W\d_]", written):
        return "", end
    return written.replace("\\_", "_"), end
