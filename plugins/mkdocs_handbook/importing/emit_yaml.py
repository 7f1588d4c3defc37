"""Data as YAML in block style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_handbook.data.yaml.quoting import scalar


def item(values: Mapping[str, Any], indent: str = "") -> str:
    """Give an item of a list as lines, each with its end."""
    body = "".join(lines(values, f"{indent}  "))
    return f"{indent}- {body[len(indent) + 2 :]}"


def lines(values: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Give a mapping as lines in block style."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{indent}{scalar(key)}:\n"
            yield from lines(value, f"{indent}  ")
        elif isinstance(value, list | tuple):
            yield f"{indent}{scalar(key)}:\n"
            for one in value:
                yield item(one, f"{indent}  ") if isinstance(one, Mapping) else f"{indent}  - {scalar(one)}\n"
        else:
            yield f"{indent}{scalar(key)}: {scalar(value)}\n"
