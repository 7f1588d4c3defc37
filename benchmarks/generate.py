"""A real handbook with made-up data: what the benchmarks measure.

    python benchmarks/generate.py CORPUS.tar.xz DIR [--groups 100] [--anchors]

unpacks the corpus below DIR and gives each of some of its pages a group with twenty rituals and eight channels, embedded
at the page's end. The same corpus and options always give the same files, which `handbook lint` finds nothing in.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import random
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mkdocs_handbook.pages import embeds, outline
from mkdocs_handbook.schedule import item_dates, recurrence

RITUALS, CHANNELS, PEOPLE = 20, 8, 60
# Without the directory and the files for machines, which the twin without the plugin cannot have.
PLUGINS, WITH_HANDBOOK = (
    "plugins: [search]",
    "plugins: [search, handbook: {directory: false, feeds: false, api: false}]",
)
CLOSING = ["project boards", "rituals", "slack channels", "stubs"]

# Texts of the vocabulary, by how often a handbook uses each compared with the others.
FREQUENCIES = {
    20: ("Weekly",),
    10: ("Weekly on Monday", "Biweekly", "Monthly"),
    6: ("Daily", "Weekdays", "Monthly on the first Tuesday", "Quarterly"),
    4: (
        "Weekly on Monday and Thursday",
        "Triweekly",
        "Monthly on the 15th",
        "Quarterly on the last Friday",
        "Annually",
    ),
    3: ("Biweekly on Wednesday", "Every 6 weeks", "Monthly on the last day", "Semiannually", "Each patch release"),
    2: ("Daily ⏰", "Every 2 weeks on Friday", "Bimonthly", "Annually on 1 March", "Each new hire"),
    1: ("Every 10 days", "Every two years"),
}
WEIGHTED = [text for weight, texts in FREQUENCIES.items() for text in texts * weight]
SUBJECTS = ("Release", "Backlog", "Budget", "Incident", "Roadmap", "Metrics", "Hiring", "Security", "Customer", "R&D")
MEETINGS = ("review", "planning", "sync", "report", "retrospective", "check")
DESCRIPTIONS = (
    "Discuss what is in progress and what is blocked.",
    "Go through everything that is older than two weeks, then close it or plan it.",
    "Prepare the numbers, send them to the team and keep a copy for the next quarter's review.",
    "Every member says what changed since the last time, in a sentence or two.",
    "Update the dashboard **before noon**, so that *everybody* sees the same numbers.",
    "Run `make report` and post what it prints; see [how we work]({page}) for the format.",
    "Read [what we agreed on]({page}), correct what is no longer true & tell the DRI of the other groups.",
    "Make sure that nothing waits; **urgent** questions come first, then those from `#help`.",
)
FIRST_NAMES = ("Ana", "Bo", "Chidi", "Dara", "Emre", "Fatima", "Gus", "Hana", "Ivo", "Jun", "Kaya", "Lena")
LAST_NAMES = ("Adler", "Brandt", "Castro", "Dubois", "Eriksen")
ROLES = ("Engineer", "Engineering manager", "Designer", "Product manager", "Support specialist")
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off)\Z)[A-Za-z0-9](?:[\w ./,;&()'-]|:(?=//))*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A handbook on disk: its root, its pages' folder, and the pages that have a group, by their group's name."""

    root: Path
    docs: Path
    groups: Mapping[str, str]


def make(archive: Path, folder: Path, count: int = 100, *, anchors: bool = False) -> Corpus:
    """Return the handbook of an archive with groups; with `anchors`, links in data lead to headings where they can."""
    root = unpack(archive, folder)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    docs = re.search(r"^docs_dir: (\S+)$", text, re.MULTILINE)
    assert docs, "the corpus says where its pages are"
    assert PLUGINS in text, f"the corpus has the line {PLUGINS!r}"
    config.write_text(text.replace(PLUGINS, WITH_HANDBOOK), encoding="utf-8")
    pages = dict(texts(root / docs[1]))
    targets = [address(uri, text, anchors=anchors) for uri, text in pages.items() if " " not in uri]
    picked = dict(enumerate(spread([uri for uri, text in pages.items() if fits(text)], count), 1))
    corpus = Corpus(root, root / docs[1], {f"team-{number:03}": uri for number, uri in picked.items()})
    write_data(corpus, targets)
    for group, uri in corpus.groups.items():
        (corpus.docs / uri).write_bytes(with_group(pages[uri], group, embed_folder(corpus, uri)).encode())
    return corpus


def unpack(archive: Path, folder: Path) -> Path:
    """Return the root of the handbook that an archive holds, unpacked below a folder."""
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return next(path.parent for path in sorted(folder.glob("*/mkdocs.yml")))


# --- Pages ---


def texts(docs: Path) -> Iterator[tuple[str, str]]:
    """Yield the pages that are UTF-8 by their path, in its order."""
    for path in sorted(docs.rglob("*.md")):
        try:
            yield path.relative_to(docs).as_posix(), path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue


def fits(text: str) -> bool:
    """Return whether a page has no data and no closing section yet, and its end is open for sections of level 2."""
    if "\r" in text or text.startswith("\ufeff") or embeds.is_suspect(text):
        return False
    titles = [outline.plain_title(one.title) for one in outline.headings(f"{text}\n\n## Rituals\n")]
    return [one for one in titles if one in CLOSING] == ["rituals"]


def spread(uris: list[str], count: int) -> list[str]:
    """Return some pages of all, at even distances."""
    assert len(uris) >= count, f"the corpus has {len(uris)} pages that can have a group"
    return [uris[index * len(uris) // count] for index in range(count)]


def address(uri: str, text: str, *, anchors: bool) -> str:
    """Return an address of a page for data: that of its first plain heading of level 2, where that is asked for."""
    heading = re.search(r"^## ([A-Za-z]+(?: [A-Za-z]+)*)$", text, re.MULTILINE) if anchors and fits(text) else None
    is_first = heading and text.lower().find(f"# {heading[1].lower()}") == heading.start() + 1
    return f"{uri}#{heading[1].lower().replace(' ', '-')}" if heading and is_first else uri


def embed_folder(corpus: Corpus, uri: str) -> str:
    """Return the way from a page to the data."""
    return posixpath.relpath("rituals", posixpath.dirname(f"{corpus.docs.name}/{uri}"))


def with_group(text: str, group: str, data: str) -> str:
    """Return a page's text with the name of its group, and with closing sections that show the group's data."""
    body = f"---\ngroup: {group}\n{text[4:]}" if text.startswith("---\n") else f"---\ngroup: {group}\n---\n\n{text}"
    rituals = f"## Rituals\n\n[Rituals of {group}]({data}/{group}.rituals.yml)"
    channels = f"## Slack channels\n\n[Channels of {group}]({data}/{group}.channels.yml)"
    return f"{body.rstrip()}\n\n{rituals}\n\n{channels}\n"


# --- Data ---


def write_data(corpus: Corpus, targets: list[str]) -> None:
    """Write the data of all groups and of the people below the corpus."""
    people = dict(persons())
    folder = corpus.root / "rituals"
    folder.mkdir()
    blocks = ["".join([f"{handle}:\n", *lines(person)]) for handle, person in people.items()]
    (folder / "people.yml").write_text("\n".join(blocks), encoding="utf-8")
    for group in corpus.groups:
        chance = random.Random(group)  # noqa: S311 (reproducible, nothing secret)
        made = {
            "rituals": rituals(chance, list(people), targets, group),
            "channels": channels(chance, list(people), group),
        }
        for kind, items in made.items():
            blocks = [f"- {''.join(lines(item))[2:]}" for item in items]
            (folder / f"{group}.{kind}.yml").write_text("\n".join(blocks), encoding="utf-8")


def lines(item: Mapping[str, object]) -> Iterator[str]:
    """Yield an item's lines of YAML, as a person writes them: quotes only where they are needed."""
    for key, value in item.items():
        if isinstance(value, list):
            yield f"  {key}: [{', '.join(map(scalar, value))}]\n"
        else:
            yield f"  {key}: {scalar(value)}\n"


def scalar(value: object) -> str:
    """Return a value as YAML."""
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def persons() -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the people by handle; four of five are on GitHub."""
    names = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    for index, (first, last) in enumerate(names[:PEOPLE]):
        handle = f"{first}{last}".lower()
        github = {"github": f"{first}-{last}".lower()} if index % 5 else {}
        zone = {"timezone": ZONES[index % len(ZONES)]} if index % 3 == 0 else {}
        yield handle, {"name": f"{first} {last}", "role": ROLES[index % len(ROLES)], **github, **zone}


def rituals(chance: random.Random, people: list[str], targets: list[str], group: str) -> Iterator[dict[str, object]]:
    """Yield the rituals of a group."""
    tasks = [f"{subject} {meeting}" for subject in SUBJECTS for meeting in MEETINGS]
    for task in chance.sample(tasks, RITUALS):
        frequency = chance.choice(WEIGHTED)
        started = start(chance, frequency)
        # A ritual that two groups have by chance has one DRI.
        dri = random.Random(f"{task} {started}").choice(people)  # noqa: S311 (reproducible, nothing secret)
        yield {
            "task": task,
            "startedOn": started,
            "frequency": frequency,
            "description": chance.choice(DESCRIPTIONS).format(page=chance.choice(targets)),
            "dri": dri,
            **extras(chance, [one for one in people if one != dri], targets, group),
        }


def start(chance: random.Random, frequency: str) -> date:
    """Return a day of the last years on which a frequency occurs."""
    some = date(2023, 1, 1) + timedelta(chance.randrange(1400))
    return recurrence.first_occurrence(item_dates.valid_frequency(frequency), some)


def extras(chance: random.Random, people: list[str], targets: list[str], group: str) -> dict[str, object]:
    """Return the keys that some rituals have."""
    found: dict[str, object] = {}
    if chance.random() < 0.35:
        found["moreInfoUrl"] = chance.choice([chance.choice(targets), "https://example.com/how-we-work"])
    if chance.random() < 0.2:
        found |= {"backup": chance.choice(people), "channel": f"#help-{group}"}
    if chance.random() < 0.2:
        found |= {"time": "14:30", "timezone": chance.choice(ZONES), "duration": chance.choice((15, 30, 60))}
    if chance.random() < 0.2:
        found["participants"] = chance.sample(("Everybody", "The DRI", "Managers", "Guests"), 2)
    return found


def channels(chance: random.Random, people: list[str], group: str) -> Iterator[dict[str, object]]:
    """Yield the Slack channels of a group; the last one is a wildcard."""
    for prefix in ("help", "g", "announce", "proj-alpha", "proj-beta", "feed", "social", "at")[:CHANNELS]:
        name = f"#{prefix}-{group}" + ("-*" if prefix == "at" else "")
        described = {"description": chance.choice(DESCRIPTIONS[:4])} if chance.random() < 0.7 else {}
        yield {"channel": name, "dri": chance.choice(people), **described}


def main() -> None:
    """Make the handbook that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a handbook for benchmarks.")
    parser.add_argument("corpus", type=Path, metavar="CORPUS.tar.xz")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--groups", type=int, default=100)
    parser.add_argument("--anchors", action="store_true", help="links in data lead to headings, not only to pages")
    given = parser.parse_args()
    print(make(given.corpus, given.folder, given.groups, anchors=given.anchors).root)


if __name__ == "__main__":
    main()
