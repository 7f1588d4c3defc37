"""Templates of others, rendered without trust: only plain ones, whose output is about as long as they are, and in a sandbox.

Jinja's sandbox keeps a template from everything but its values, yet not from a loop that never ends or a text that never
fits. What is plain has no way to either: it joins, compares and shows values, and loops over them, but not in loops.
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError, nodes

from mkdocs_handbook.util import templates

# Characters. The packaged ones have less than a tenth.
LONGEST = 20_000
PLAIN = (
    *(
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.Const,
        nodes.Name,
        nodes.Keyword,
        nodes.Assign,
        nodes.Call,
    ),
    *(nodes.If, nodes.For, nodes.Tuple, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or),
    *(nodes.Concat, nodes.Getattr, nodes.Filter, nodes.Test),
)
FILTERS = frozenset(
    (*("plain", "tojson", "urlencode", "escape", "e", "safe", "trim", "string", "default", "d"),
     *("upper", "lower", "title", "capitalize", "length", "count", "first", "last"))
)  # fmt: skip
# What may be called: the methods of this value. These look through a whole handbook each time.
CALLABLE, DEAR = "directory", ("has", "groups")
# Filters of filters, each of which may double a text; texts that are joined; parts of loops; calls that take long.
MOST_FILTERS, MOST_JOINED, MOST_LOOPED, MOST_DEAR = 3, 100, 300, 20


def environment(sources: Mapping[str, str]) -> Environment:
    """Return the environment of the packaged templates and of plain ones that replace some, by their names."""
    found = templates.Sandbox(
        loader=ChoiceLoader([DictLoader(dict(sources)), FileSystemLoader(templates.FOLDER)]),
        autoescape=templates.is_html,
        undefined=StrictUndefined,
        **templates.LAYOUT,
    )
    return templates.with_filters(found)


def is_plain(source: str) -> bool:
    """Return whether a template is plain; one with an error in it is."""
    if len(source) > LONGEST:
        return False
    try:
        tree = Environment(autoescape=True, **templates.LAYOUT).parse(source)
    except TemplateError:
        return True
    except RecursionError:
        return False
    loops = list(tree.find_all(nodes.For))
    values = {one.node for one in tree.find_all(nodes.Assign)}
    assigned = {name.name for one in tree.find_all(nodes.Assign) for name in one.target.find_all(nodes.Name)}
    assigned |= {one.target.name for one in tree.find_all(nodes.Assign) if isinstance(one.target, nodes.Name)}
    return (
        all(is_plain_node(node) for node in tree.find_all(nodes.Node))
        and is_short(tree)
        and not any(next(loop.find_all(nodes.For), None) or loop.recursive for loop in loops)
        # Texts that are made of each other double each time.
        and not any(
            name.name in assigned
            for value in values
            for name in (value, *value.find_all(nodes.Name))
            if isinstance(name, nodes.Name)
        )
    )


def is_short(tree: nodes.Template) -> bool:
    """Return whether a template makes neither much of a value nor much work of a loop."""
    looped = [
        node for loop in tree.find_all(nodes.For) for part in loop.body for node in (part, *part.find_all(nodes.Node))
    ]
    return (
        all(len(list(one.find_all(nodes.Filter))) < MOST_FILTERS for one in tree.find_all(nodes.Filter))
        and sum(len(one.nodes) for one in tree.find_all(nodes.Concat)) <= MOST_JOINED
        and len(looped) <= MOST_LOOPED
        and not any(map(is_dear, looped))
        and sum(map(is_dear, tree.find_all(nodes.Getattr))) <= MOST_DEAR
    )


def is_dear(node: nodes.Node) -> bool:
    """Return whether a part of a template is a method that looks through the whole handbook."""
    return isinstance(node, nodes.Getattr) and node.attr in DEAR


def is_plain_node(node: nodes.Node) -> bool:
    """Return whether a part of a template is plain, apart from what is in it."""
    match node:
        case nodes.Call():
            owner = node.node.node if isinstance(node.node, nodes.Getattr) else None
            is_method = isinstance(owner, nodes.Name) and owner.name == CALLABLE
            return is_method and not (node.dyn_args or node.dyn_kwargs)
        case nodes.Filter():
            return node.name in FILTERS and not (node.dyn_args or node.dyn_kwargs)
        case nodes.Tuple():
            return node.ctx == "store"
        case nodes.Getattr():
            return not node.attr.startswith("_")
    return isinstance(node, PLAIN)
