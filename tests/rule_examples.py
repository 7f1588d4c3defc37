"""The rules whose documentation has an example, as parameters of tests."""

from __future__ import annotations

import pytest

from mkdocs_handbook.lint import rules

# What no example in the text of a page can show: bytes that are no text, links on the disk, an older state, what Slack has.
WITHOUT_EXAMPLE = {"HB102", "HB121", "HB233", "HB401", "HB801", "HB802"}


EXAMPLES = [pytest.param(one, id=one.code) for one in rules.ALL.values() if one.code not in WITHOUT_EXAMPLE]
