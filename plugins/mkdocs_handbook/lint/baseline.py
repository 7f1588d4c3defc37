"""The baseline: a file of known findings, which are not shown; an entry without a finding is a finding itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from mkdocs_handbook.lint.finding_identity import exact, fingerprint, statement
from mkdocs_handbook.model import Finding, Source, Span
from mkdocs_handbook.util.escaping import json_text

NAME = "handbook-baseline.json"
VERSION = 1
ANEW = "write the file anew with --write-baseline"
KEYS = {"file": str, "code": str, "message": str, "fingerprint": str, "count": int}


class BaselineError(ValueError):
    """A baseline that can't be used."""


@dataclass(frozen=True, slots=True, order=True)
class BaselineEntry:
    """Findings of a rule in a file that are the same but for their place: what identifies them, and how many there are."""

    file: str
    code: str
    message: str
    fingerprint: str
    count: int


def entries(findings: Iterable[Finding]) -> list[BaselineEntry]:
    """Return the entries of findings, in order of file and rule."""
    known: dict[str, Finding] = {}
    counts: Counter[str] = Counter()
    for finding in findings:
        mark = fingerprint(finding)
        known.setdefault(mark, finding)
        counts[mark] += 1
    return sorted(
        BaselineEntry(one.source.path, one.code, statement(one), mark, counts[mark]) for mark, one in known.items()
    )


def to_json(known: Iterable[BaselineEntry]) -> str:
    """Return the text of a baseline, a line for each entry, so that a diff shows what came and went."""
    lines = [json_text({key: getattr(one, key) for key in KEYS}).rstrip("\n") for one in sorted(known)]
    listed = "".join(f"\n    {line}," for line in lines).rstrip(",") + ("\n  " if lines else "")
    return f'{{\n  "version": {VERSION},\n  "findings": [{listed}]\n}}\n'


def parse(source: Source) -> list[BaselineEntry]:
    """Return the entries of a baseline; raise BaselineError if it is none."""
    try:
        found = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{source.path}: not JSON: {error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("findings"), list):
        raise BaselineError(f'{source.path}: no baseline: an object with "version" and "findings" belongs here')
    if found.get("version") != VERSION:
        raise BaselineError(f"{source.path}: version {json.dumps(found.get('version'))} is unknown, {ANEW}")
    return [entry(source.path, number, one) for number, one in enumerate(found["findings"], 1)]


def entry(path: str, number: int, given: Any) -> BaselineEntry:
    """Return an entry from its JSON; raise BaselineError if it is none."""
    for key, kind in KEYS.items():
        if not isinstance(given, dict) or type(given.get(key)) is not kind:
            raise BaselineError(f'{path}: entry {number} has no "{key}", {ANEW}')
    return BaselineEntry(**{key: given[key] for key in KEYS})


def merge(old: Iterable[BaselineEntry], new: Iterable[BaselineEntry], codes: Collection[str]) -> list[BaselineEntry]:
    """Return the entries to write: the new ones, and the old ones of rules that did not run."""
    return [*(one for one in old if one.code not in codes), *new]


def apply(findings: Iterable[Finding], source: Source, codes: Collection[str]) -> list[Finding]:
    """Return the findings that a baseline does not know, and one for each of its entries that no longer applies.

    Raises BaselineError if the source is no baseline.
    """
    known = parse(source)
    left = Counter({one.fingerprint: one.count for one in known})
    new = []
    for finding in findings:
        mark = fingerprint(finding)
        if left[mark] > 0:
            left[mark] -= 1
        else:
            new.append(finding)
    gone = [
        stale_entry(one, source, left[one.fingerprint]) for one in known if left[one.fingerprint] and one.code in codes
    ]
    every = [*new, *(gone if "HB233" in codes else ())]
    return sorted(every, key=exact)


def stale_entry(one: BaselineEntry, source: Source, number: int) -> Finding:
    """Return the finding of an entry of which a number of findings are gone."""
    start = max(0, source.text.find(f'"{one.fingerprint}"'))
    row = source.position(start).row
    line = source.line(row)
    at = start - source.position(start).column + 1 + len(line) - len(line.lstrip())
    many = f" ({number} of {one.count})" if one.count > 1 else ""
    message = f'{one.code} in "{one.file}" is gone{many}, run handbook lint --write-baseline: {one.message}'
    return Finding("HB233", source, Span(at, at + len(line.strip().rstrip(","))), message)
