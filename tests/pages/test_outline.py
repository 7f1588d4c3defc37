"""The line scanner finds the headings that Python-Markdown makes: it is asked for each case."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.treeprocessors import Treeprocessor

from mkdocs_handbook.pages import outline

EXTENSIONS = ["admonition", "attr_list", "tables", "toc", "pymdownx.superfences"]
CASES = {
    "plain": "# A\n\ntext\n\n## B\n\n### C\n",
    "no blank lines": "text\n# A\ntext\n## B\nmore\n",
    "no space behind the mark": "#channel\n\n##B\n",
    "closing marks and attributes": "# A #\n\n## B ## {#b .c}\n\n### C {: #c }\n",
    "seven marks": "####### A\n",
    "indented is none": "   # A\n\n\t# B\n\n    # C\n",
    "setext": "A\n=\n\nB\n---\n\nC\nD\n---\n\nE\n\n---\n\nF\n",
    "setext behind a heading": "# A\nB\n---\n",
    "fences": "```\n# A\n```\n\n~~~ text\n# B\n~~~\n\n# C\n",
    "fence never closed": "```\n# A\n\n# B\n",
    "fence with a longer one inside": "````\n```\n# A\n```\n````\n\n# B\n",
    "fence with other words": "```shell script\n# A\n```\n\n# B\n",
    "fence with options": '```python title="x" linenums="1"\n# A\n```\n\n# B\n',
    "fence with attributes": "``` { .python }\n# A\n```\n\n# B\n",
    "fence with a language and attributes": "```py {#id}\n# A\n```\n\n# B\n",
    "fence with an indented one inside": "```\n# A\n  ```\n# B\n```\n\n# C\n",
    "fence whose code is indented less": "- a\n\n  ```\n# A\n  ```\n\n# B\n",
    "fence in a quote with a line outside": "> ```\n# A\n> ```\n\n# B\n",
    "fence that begins an item": "- ```\n# A\n- ```\n\n# B\n",
    "fence in a list": "- a\n\n    ```\n    # A\n    ```\n\n# B\n",
    "comment": "<!--\n# A\n-->\n\n# B\n\n<!-- # C -->\n\n# D\n",
    "comment on one line with text behind": "<!-- c -->\n# A\n",
    "raw HTML": "<div>\n# A\n</div>\n\n# B\n",
    "nested raw HTML": "<div>\n<div>\n# A\n</div>\n# B\n</div>\n\n# C\n",
    "void raw HTML": '<meta name="x" value="y">\n\n# A\n\n<hr>\n\n# B\n',
    "inline HTML": "<b>x</b>\n\n# A <b>x</b>\n",
    "list and quote": "- a\n- b\n\n# A\n\n> text\n\n# B\n",
    "table": "| # A | b |\n|---|---|\n| # c | d |\n\n# B\n",
    "carriage returns": "# A\r\n\r\ntext\r\n\r\n## B\r\n\r\nC\r\n---\r\n",
    "emoji and other alphabets": "# \U0001f680 Über\n\n## 概要\n\n### `code` *x*\n",
    "empty": "#\n\n## \n\ntext\n",
    "links": "# [A](b.md)\n\n[x]: y.md\n\n# B\n",
    "no final newline": "# A",
}


class Headings(Treeprocessor):
    levels: tuple[int, ...] = ()

    def run(self, root: Element) -> None:
        self.levels = tuple(
            int(element.tag[1]) for element in root if element.tag in {f"h{level}" for level in range(1, 7)}
        )


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_headings_are_those_of_python_markdown(text: str) -> None:
    md = markdown.Markdown(extensions=EXTENSIONS)
    asked = Headings(md)
    md.treeprocessors.register(asked, "headings", 50)
    md.convert(text)
    assert tuple(heading.level for heading in outline.headings(text)) == asked.levels


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Rituals", "rituals"),
        ("\U0001f389 Rituals ##", "rituals"),
        ("Slack  channels {#slack .x}", "slack channels"),
        ("SLACK-Kanäle \U0001f4ac", "slack kanäle"),
        (":rocket: Project boards", "project boards"),
        ("[Rituals](x.md)", "rituals"),
        ("**Rituals** & `more`", "rituals more"),
        ("1️⃣ Rituals", "rituals"),
        ("Rituals 2", "rituals 2"),
    ],
)
def test_titles_compare_without_decoration(title: str, plain: str) -> None:
    assert outline.plain_title(title) == plain


@pytest.mark.parametrize(
    ("title", "shown"), [("`a_b` and *c*", "a_b and c"), ("[x](y.md) {#z}", "x"), ("snake_case __x__", "snake_case x")]
)
def test_titles_are_shown_without_marks(title: str, shown: str) -> None:
    assert outline.shown_title(title) == shown


@given(
    st.lists(
        st.sampled_from(
            ["# One #", "## Two", "Text", "===", "```", "<div>", "<!--", "-->", "", "  ", "    # Code", "\t"]
        )
    )
)
def test_the_main_title_is_the_first_heading_of_level_1(lines: list[str]) -> None:
    for text in ("\n".join(lines), "\r\n".join(lines)):
        expected = next((one.title for one in outline.headings(text) if one.level == 1), "")
        assert outline.main_title(text) == expected
