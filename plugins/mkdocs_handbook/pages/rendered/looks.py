"""Looks: what sees the elements of a page, and may change them, while Python-Markdown renders it.

They are no processors of Python-Markdown themselves, which takes long to import: most pages are read without it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

# Priorities: right before "inline" (20), which turns links into elements.
BEFORE_INLINE = 21
# Where tables of the handbook come into a page: before "toc" (5), which gives headings the ids that are left.
AT_TABLES = 7.5


class Look(ABC):
    """Something that sees the elements of a page: the higher its priority, the earlier."""

    name = "handbook-look"
    priority: float = BEFORE_INLINE

    @abstractmethod
    def see(self, root: Element, md: Markdown) -> None:
        """Look at the elements below the root of a page."""
