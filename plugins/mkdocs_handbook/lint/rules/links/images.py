"""The rule of images that do not exist (HB308)."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_handbook.links.broken_links import in_state
from mkdocs_handbook.lint.rules.links.dead_links import left_out_message
from mkdocs_handbook.lint.rules.registry import rule
from mkdocs_handbook.model import Finding, Handbook
from mkdocs_handbook.util.wording import shortened


@rule("HB308", "dead-image", scope="lint", cost="dead for readers")
def dead_image(handbook: Handbook) -> Iterator[Finding]:
    """The file of an image exists.

    Readers see a broken picture, or only its description.

    Bad:

    ```markdown handbook/a.md
    # A

    ![Map of our offices](map.png)
    ```

    Good:

    ```markdown handbook/a.md
    # A

    Our offices are in Berlin and Lisbon.
    ```

    Fix: none.
    """
    for image in in_state(handbook, "no-page", images=True):
        url, reason = image.located.reference.url, image.outcome.left_out
        message = left_out_message(url, reason) if reason else f'no image stands at "{shortened(url)}"'
        yield image.finding("HB308", message)


RULES = (dead_image,)
