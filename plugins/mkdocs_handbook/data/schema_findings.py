"""The schema validator: errors of jsonschema as findings with positions, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from jsonschema import Draft7Validator, FormatChecker, ValidationError
from jsonschema.exceptions import SchemaError, relevance
from referencing import Registry
from referencing.exceptions import Unresolvable

from mkdocs_handbook.data import formats, kinds
from mkdocs_handbook.data.mistakes import key_names, wrong_types
from mkdocs_handbook.data.mistakes.curly_quotes import CURLY
from mkdocs_handbook.data.schema_keywords import TooManyStepsError, is_unknown, validator_class
from mkdocs_handbook.data.yaml.edits import end_offset, replace_scalar
from mkdocs_handbook.data.yaml.parser import node_count
from mkdocs_handbook.data.yaml.quoting import double_quoted
from mkdocs_handbook.model import Edit, Finding, MappingNode, Node, ScalarNode, SequenceNode, Source, Span
from mkdocs_handbook.schedule.written_times import reading
from mkdocs_handbook.util.patterns.linear_patterns import compiled
from mkdocs_handbook.util.wording import guess_hint, is_slip, listed, shared_guesser, shortened

# Keywords that are looked at for a file, and for each of its values.
STEPS, STEPS_A_NODE = 100_000, 100
# Unknown keys of one mapping that are reported, and names that a message lists.
MOST_KEYS, MOST_NAMED = 100, 40


class Violation(NamedTuple):
    """An error of the validator: the keyword, what it asks for, the schema around it, the value, and the way to it.

    With the key that an item is known by, "" where the value is no item.
    """

    keyword: str
    wanted: Any
    schema: Mapping[str, Any]
    value: Any
    path: tuple[str | int, ...]
    cause: BaseException | None
    message: str
    own_key: str


def format_checker() -> FormatChecker:
    """Return the checker that jsonschema calls for the formats of `data.formats`, and for no other."""
    checker = FormatChecker(formats=())
    for name, check in formats.CHECKS.items():
        checker.checks(name, raises=formats.MisfitError)(formats.accepting(check))
    return checker


FORMATS = format_checker()


def validate(source: Source, node: Node, data: Any, schema: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the findings of data that does not fit a schema, each once, at the nodes it was read from."""
    findings: dict[tuple[str, Span, str], Finding] = {}
    # An empty registry: a schema never makes anybody fetch another one.
    most = STEPS + STEPS_A_NODE * node_count(node)
    validator = validator_class(most)(schema, registry=Registry(), format_checker=FORMATS)
    try:
        for error in validator.iter_errors(data):
            for finding in explain(source, node, violation(error, schema)):
                findings.setdefault((finding.code, finding.span, finding.message), finding)
    except RecursionError:
        yield Finding("HB119", source, Span(0, 0), "the schema of this file refers to itself without end")
    except TooManyStepsError:
        message = f"the schema of this file takes more than {most} steps for it, it needs fewer combinations"
        yield Finding("HB119", source, Span(0, 0), message)
    except Unresolvable as error:
        yield Finding(
            "HB119", source, Span(0, 0), f'the schema of this file refers to "{error.ref}", which is not in it'
        )
    yield from findings.values()


def violation(error: ValidationError, schema: Mapping[str, Any]) -> Violation:
    """Return the error that says most: behind anyOf and its like, that of the option that nearly fits."""
    while error.context:
        error = min(error.context, key=relevance)
    details: Any = error
    return Violation(
        str(details.validator),
        details.validator_value,
        details.schema if isinstance(details.schema, dict) else {},
        details.instance,
        tuple(details.absolute_path),
        details.cause,
        details.message,
        kinds.own_key(schema) if len(details.absolute_path) == 1 else "",
    )


def explain(source: Source, root: Node, error: Violation) -> Iterable[Finding]:
    """Yield the findings of one error."""
    node, key = locate(root, error.path)
    curly = CURLY.match(node.text) if isinstance(node, ScalarNode) else None
    if curly and isinstance(node, ScalarNode):
        code = error.cause.code if isinstance(error.cause, formats.MisfitError) else "HB110"
        edit = replace_scalar(source, node, curly["text"])
        message = f'"{shortened(node.text)}" is in curly quotes, type straight ones or none: {shortened(edit.text)}'
        yield Finding(code, source, node.span, message, (edit,))
    elif error.keyword == "required" and isinstance(node, MappingNode):
        yield from missing_keys(source, node, error)
    elif error.keyword == "additionalProperties" and isinstance(node, MappingNode):
        yield from unknown_keys(source, node, error)
    elif error.keyword == "format" and isinstance(error.cause, formats.MisfitError):
        misfit = error.cause
        fixes = (replace_scalar(source, node, misfit.fix),) if misfit.fix and isinstance(node, ScalarNode) else ()
        yield Finding(misfit.code, source, node.span, misfit.message, fixes, misfit.is_sure)
    elif error.keyword == "type":
        parent, _ = locate(root, error.path[:-1])
        yield from wrong_type(source, parent, node, key, error)
    else:
        yield keyword_finding(source, node, key, error)


def locate(root: Node, path: Iterable[str | int]) -> tuple[Node, str]:
    """Return the node to which an error's path leads, and the last key on the way ("" if none)."""
    node, key = root, ""
    for step in path:
        if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, MappingNode) and isinstance(step, str) and (child := node.get(step)):
            node, key = child, step
    return node, key


def start_of(node: Node) -> Span:
    """Return the place to point at: a scalar itself, the first line's beginning of anything larger."""
    if isinstance(node, ScalarNode):
        return node.span
    if isinstance(node, MappingNode) and node.pairs:
        return node.pairs[0][0].span
    return Span(node.span.start, min(node.span.start + 1, node.span.end))


def missing_keys(source: Source, node: MappingNode, error: Violation) -> Iterator[Finding]:
    """Yield the finding of keys that an item lacks, but for those that it has by another name."""
    is_closed = error.schema.get("additionalProperties") is False
    meant = {guess for _, guess, _ in other_names(node, error)} if is_closed else set()
    lacking = [key for key in error.wanted if key not in error.value and key not in meant]
    empty = [key for key in lacking if node.get(key) is not None]
    absent = [key for key in lacking if key not in empty]
    if not absent and empty and (key := node.key(empty[0])):
        yield Finding("HB108", source, key.span, f"{listed(empty)} {'has' if len(empty) == 1 else 'have'} no value")
    elif lacking:
        message = f"{listed(lacking)} {'is' if len(lacking) == 1 else 'are'} missing here"
        yield Finding("HB108", source, start_of(node), message)


def other_names(node: MappingNode, error: Violation) -> Iterator[tuple[ScalarNode, str, bool]]:
    """Yield the keys that a schema does not know, each with the one that was probably meant, and whether by another name."""
    known, there = tuple(error.schema.get("properties", ())), {key.text for key, _ in node.pairs}
    guess_key = shared_guesser(tuple(key for key in known if key not in there))
    below = {key for one in wrong_types.outdented_values(node, error.schema) for key, _ in one.below}
    for key, _ in node.pairs:
        if key not in below and is_unknown(key.text, error.schema):
            guess = guess_key(key.text)
            name = glued_key(key, known, there)
            if not name and not is_slip(key.text, guess):
                name = key_names.meant_key(key.text, known, there, error.own_key)
            there.add(name)
            yield key, name or guess, bool(name)


def glued_key(key: ScalarNode, known: Collection[str], there: Collection[str]) -> str:
    """Return the key before the colon in a key: where no space follows it, YAML ends the key at the next colon."""
    name, colon, _ = key.text.partition(":")
    return name if colon and name in known and name not in there else ""


def unknown_keys(source: Source, node: MappingNode, error: Violation) -> Iterator[Finding]:
    """Yield the findings of keys that a schema does not know, at each key, of many only the first ones."""
    for found in wrong_types.outdented_values(node, error.schema):
        repair = wrong_types.indent(source, found)
        yield Finding("HB107", source, repair.span or found.owner.span, repair.message, repair.edits)
    known = tuple(error.schema.get("properties", ()))
    flags = {one.span: one for one in wrong_types.flags(source, node, error.schema)}
    yield from flags.values()
    keys = [one for one in other_names(node, error) if one[0].text in error.value and one[0].span not in flags]
    for key, guess, is_name in keys[:MOST_KEYS]:
        if is_name and ":" in key.text:
            yield glued(source, node, key, guess)
            continue
        hint = guess_hint(guess) or f", known are {listed(known[:MOST_NAMED])}"
        fixes = (replace_scalar(source, key, guess),) if guess else ()
        message = f'unknown key "{shortened(key.text)}"{hint}'
        if is_name:
            message = f'"{shortened(key.text)}" is called "{guess}" here'
        yield Finding("HB107", source, key.span, message, fixes, is_name or is_slip(key.text, guess))
    if len(keys) > MOST_KEYS:
        message = f"{len(keys) - MOST_KEYS} more unknown keys stand in this mapping from here on"
        yield Finding("HB107", source, keys[MOST_KEYS][0].span, message)


def glued(source: Source, node: MappingNode, key: ScalarNode, name: str) -> Finding:
    """Return the finding of a key that holds the beginning of its value; only text in one line is moved."""
    value = node.get(key.text)
    message = f'put a space after the colon of "{name}:", and the text behind it in quotes'
    edits: tuple[Edit, ...] = ()
    if isinstance(value, ScalarNode):
        whole = Span(key.span.start, end_offset(source, value))
        if key.plain and value.plain and "\n" not in source.text[slice(*whole)]:
            written = f"{name}: {double_quoted(source.text[slice(*whole)].removeprefix(f'{name}:'))}"
            edits = (Edit(source.path, whole, written),)
    return Finding("HB107", source, key.span, message, edits)


def wrong_type(source: Source, parent: Node, node: Node, key: str, error: Violation) -> Iterator[Finding]:
    """Yield the finding of a value of another type than the schema asks for, once for all that one mistake has moved."""
    found = wrong_types.outdented(parent, key, error.schema) if error.wanted == "object" else None
    if found and found.owner.text != key:
        return
    repair = (
        wrong_types.indent(source, found)
        if found
        else wrong_types.repair(source, node, key, error.wanted, error.schema)
    )
    yield Finding("HB109", source, repair.span or start_of(node), repair.message, repair.edits, repair.is_sure)


BOUNDS: Mapping[str, Callable[[Any], str]] = {
    "minLength": lambda limit: f"is shorter than {limit} character{'s' if limit > 1 else ''}",
    "maxLength": lambda limit: f"is longer than {limit} characters",
    "minimum": lambda limit: f"is less than {limit}",
    "maximum": lambda limit: f"is more than {limit}",
    "exclusiveMinimum": lambda limit: f"is not more than {limit}",
    "exclusiveMaximum": lambda limit: f"is not less than {limit}",
    "multipleOf": lambda step: f"is no multiple of {step}",
    "minItems": lambda limit: f"has fewer than {limit} item{'s' if limit > 1 else ''}",
    "maxItems": lambda limit: f"has more than {limit} items",
    "uniqueItems": lambda _: "has the same item twice",
    "const": lambda value: f'is not "{shortened(str(value))}"',
}


def keyword_finding(source: Source, node: Node, key: str, error: Violation) -> Finding:
    """Return the finding of any other keyword: enumerations, patterns, bounds."""
    what = f'"{key}"' if key else "the value"
    there = f' "{shortened(node.text)}"' if isinstance(node, ScalarNode) else ""
    fixes: tuple[Edit, ...] = ()
    is_sure = True
    if error.keyword == "enum":
        values = [str(value) for value in error.wanted]
        guess = shared_guesser(tuple(values))(node.text) if isinstance(node, ScalarNode) else ""
        is_sure = isinstance(node, ScalarNode) and is_slip(node.text, guess)
        hint = guess_hint(guess) or f", {listed(values[:MOST_NAMED], 'or')} belongs there"
        fixes = (replace_scalar(source, node, guess),) if guess and isinstance(node, ScalarNode) else ()
        message = f"{what} cannot be{there or ' this value'}{hint}"
    elif error.keyword == "pattern":
        examples = error.schema.get("examples", ())
        meant = reading(node.text) if isinstance(node, ScalarNode) else ""
        if meant and isinstance(node, ScalarNode) and compiled(error.wanted).search(meant):
            return Finding(
                "HB110",
                source,
                start_of(node),
                f'{what} is{there}, write "{meant}"',
                (replace_scalar(source, node, meant),),
            )
        hint = (
            f", such as {listed(shortened(str(one)) for one in examples[:1])}"
            if examples
            else f" ({shortened(error.wanted)})"
        )
        message = f"{what} is{there} where another form belongs{hint}"
    elif error.keyword in BOUNDS:
        message = f"{what}{there} {BOUNDS[error.keyword](error.wanted)}"
    else:
        message = f"{what} does not fit the schema: {shortened(error.message, 120)}"
    return Finding("HB110", source, start_of(node), message, fixes, is_sure)


def schema_problem(schema: Any) -> str:
    """Return what is wrong with a JSON Schema, "" if nothing."""
    try:
        Draft7Validator.check_schema(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    except SchemaError as error:
        deepest: ValidationError | SchemaError = error
        while deepest.context:
            deepest = min(deepest.context, key=relevance)
        return f"not a JSON Schema: at {error.json_path}, {deepest.message}"
    except RecursionError:
        return "not a usable schema: nested too deeply"
    return ""
