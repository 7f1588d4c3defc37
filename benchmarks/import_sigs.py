"""The meetings and channels of Kubernetes' groups as pages with tables, imported: what becomes of each spelling of a frequency.

    python benchmarks/import_sigs.py sigs.yaml [FOLDER]

sigs.yaml is the one of kubernetes/community (also as .xz). The handbook is written into FOLDER, or into one that is
removed afterwards.
"""

from __future__ import annotations

import lzma
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from mkdocs_handbook.importing import importer
from mkdocs_handbook.lint import linter
from mkdocs_handbook.project import atomic_write, mkdocs_yml, workspace

TODAY = date(2026, 11, 21)
CONFIG = "site_name: Groups\ndocs_dir: handbook\nplugins: [handbook]\nmarkdown_extensions: [attr_list, tables]\n"
RITUALS = "| Ritual | Day | Time | Time zone | Frequency | Description | DRI |\n|---|---|---|---|---|---|---|\n"
CHANNELS = "| Slack channel | Description | DRI |\n|---|---|---|\n"


def groups(path: Path) -> list[dict[str, Any]]:
    """Return the groups of the file that have someone to lead them."""
    content = path.read_bytes()
    data = yaml.safe_load(lzma.decompress(content) if path.suffix == ".xz" else content)
    return [one for kind in ("sigs", "workinggroups", "committees") for one in data[kind]]


def row(*cells: object) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(" ".join(str(cell or "").replace("|", "\\|").split()) for cell in cells) + " |\n"


def page(group: Mapping[str, Any]) -> str:
    """Return the page of a group, with its meetings and channels in tables."""
    leaders: list[dict[str, str]] = next(iter((group.get("leadership") or {}).values()), [])
    dri = f"[{leaders[0]['name']}](https://github.com/{leaders[0]['github']})" if leaders else ""
    rituals = "".join(meeting(group["name"], one, dri) for one in meetings(group))
    channels = "".join(row(f"`#{name}`", what, dri) for name, what in slack(group))
    parts = [f"# {group['name']}\n\n{' '.join((group.get('mission_statement') or '').split())}\n"]
    parts += [f"\n## Rituals\n\n{RITUALS}{rituals}"] if rituals else []
    parts += [f"\n## Slack channels\n\n{CHANNELS}{channels}"] if channels else []
    return "".join(parts)


def meetings(group: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the meetings of a group and of its parts."""
    return [one for part in (group, *(group.get("subprojects") or ())) for one in part.get("meetings") or ()]


def meeting(name: str, one: Mapping[str, Any], dri: str) -> str:
    """Return the row of a meeting; most groups call theirs the regular one."""
    notes = f"The [agenda and notes]({one['archive_url']})" if one.get("archive_url") else "A meeting of the group"
    clock, zone = one.get("time"), one.get("tz")
    return row(
        f"{name}: {one['description']}",
        one.get("day"),
        clock,
        zone if clock else "",
        one.get("frequency"),
        f"{notes} are public.",
        dri,
    )


def slack(group: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the channels of a group and of its parts, with what they are for."""
    if name := (group.get("contact") or {}).get("slack"):
        yield name, "The group itself."
    for part in group.get("subprojects") or ():
        if name := (part.get("contact") or {}).get("slack"):
            yield name, f"The subproject {part['name']}."


def main(path: Path, root: Path) -> None:
    """Write the handbook, import its pages, and print what became of each spelling."""
    found = groups(path)
    (root / "handbook").mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "handbook/index.md").write_text("# Groups\n", encoding="utf-8")
    for group in found:
        (root / f"handbook/{group['dir']}.md").write_text(page(group), encoding="utf-8")
    known = mkdocs_yml.read_project(root / "mkdocs.yml", root)
    outcome = importer.run(known, importer.ImportRequest(root, ("handbook",), TODAY))
    why = {
        (one.source.path, one.source.position(one.span.start).row): one.message
        for one in outcome.remarks
        if one.is_left
    }
    results: dict[str, Counter[str]] = defaultdict(Counter)
    for group in found:
        name = f"handbook/{group['dir']}.md"
        for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
            cells = line.split(" | ")
            if len(cells) == 7 and not line.startswith("| Ritual "):
                results[cells[4]][why.get((name, number), "understood")] += 1
    atomic_write.write(root, outcome.before, outcome.files)
    for spelling, counts in sorted(results.items(), key=lambda one: one[0].lower()):
        for message, number in counts.items():
            print(f"{number:3} {spelling:62} {message}")
    total = sum(map(sum, (counts.values() for counts in results.values())))
    understood = sum(counts["understood"] for counts in results.values())
    codes = Counter(one.code for one in linter.check(workspace.read(known, TODAY)))
    print(
        f"{len(results)} spellings of {total} meetings, {understood} understood, {total - understood} left and reported"
    )
    print(f"{len(outcome.files)} files written; lint then finds {dict(codes) or 'nothing'}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else folder))
