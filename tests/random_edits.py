"""A small handbook that changes at random, for comparing builds: every step leaves it as somebody could have."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from handbooks import contents

CONFIG = """\
site_name: {name}
site_url: https://example.com/handbook/
repo_url: https://github.com/example/handbook
edit_uri: edit/main/handbook/
docs_dir: handbook
use_directory_urls: {slashes}
theme:
  name: material
  font: false
  custom_dir: theme
  features: [{features}]
plugins:
  - search
  - handbook: {{timezone: {zone}, shifts: {shifts}, order: 'off', link_mentions: {mentions}}}
markdown_extensions:
  - admonition
  - attr_list
  - toc: {{permalink: {permalink}}}
  - pymdownx.superfences
  - pymdownx.snippets: {{base_path: [snippets]}}
{more}validation: {{links: {{not_found: warn, anchors: {anchors}, absolute_links: warn, unrecognized_links: warn}}}}
"""
RITUAL = """\
- task: {task}
  startedOn: 2026-01-07
  frequency: {frequency}
  description: "{description}"
  dri: {dri}
"""
PEOPLE = "ana: {{name: {ana}, github: ana-a}}\nbo: {{name: Bo}}\n"
FEATURES = (
    "navigation.prune",
    "navigation.indexes",
    "navigation.tabs",
    "navigation.sections",
    "navigation.footer",
    "toc.integrate",
)
WORDS = ("release", "Budget *review*", "on-call", "Ärger", "R&D <x>", "data", "hiring", "`code`", "A Very Long Title")
DIRS = ("", "engineering/", "sales/", "sales/emea/")
# Files of a theme that are no templates: one of its own, and one in place of Material's.
FILES = ("own/notes.txt", "assets/images/favicon.png")
PACKAGED = ("handbook/moved.html", "handbook/table.html")
HOOK = "def on_page_markdown(markdown, **_):\n    return markdown.replace('data', {word!r})\n"
ENV_HOOK = "def on_env(env, **_):\n    env.globals['site_word'] = {word!r}\n    return env\n"
MAIN = "{{% extends 'base.html' %}}{{% block announce %}}{word} {{{{ {expression} }}}}{{% endblock %}}\n"
EXPRESSIONS = (
    "page.title",
    "nav.items | length",
    "page.previous_page.title if page.previous_page",
    "pages | length",
    "config.site_name",
    "nav.pages | map(attribute='title') | join('|')",
    "page.meta.description",
    "build_date_utc",
    "page.update_date",
    "config.nav | tojson",
    "pages[0].page.content | length if pages[0].page",
    "site_word",
    "page.toc | length",
    "page.ancestors | map(attribute='title') | join('/')",
)


class Handbook:
    """A handbook on disk, its random changes, and a few of its states before."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random = root, random.Random(seed)  # noqa: S311 (chance, no secret)
        self.history: list[dict[str, bytes]] = []
        self.day = 0
        self.options = {
            "name": "Test",
            "slashes": "true",
            "features": "navigation.prune",
            "zone": "UTC",
            "shifts": 3,
            "mentions": "true",
            "permalink": "true",
            "anchors": "warn",
            "more": "",
        }
        self.files = {
            "handbook/index.md": "# Home\n\n[Engineering](engineering/README.md)\n",
            "handbook/engineering/README.md": "# Engineering\n\n[Rituals](../../rituals/engineering.rituals.yml)\n",
            "handbook/engineering/on-call.md": "# On-call\n\nSee [rituals](README.md#ritual-sync) and [x](missing.md).\n",
            "rituals/engineering.rituals.yml": self.ritual("Sync"),
            "rituals/people.yml": PEOPLE.format(ana="Ana"),
            "snippets/note.md": "A note.\n",
            "theme/.keep": "",
        }
        for name, text in self.files.items():
            self.write(name, text)
        self.configure()

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def configure(self) -> None:
        self.write("mkdocs.yml", CONFIG.format(**self.options))

    def pages(self) -> list[Path]:
        return sorted((self.root / "handbook").rglob("*.md"))

    def some(self) -> Path:
        return self.random.choice(self.pages())

    def ritual(self, task: str) -> str:
        return RITUAL.format(
            task=task,
            frequency=self.random.choice(("Weekly", "Daily", "Monthly on the 15th", "Each release")),
            description=self.random.choice(("Talk.", "See [home](index.md).", "**Now** & then <b>.")),
            dri=self.random.choice(("ana", "bo")),
        )

    def word(self) -> str:
        return self.random.choice(WORDS)

    def link(self, start: Path) -> str:
        """Return a link to another page, to a heading, to an image, or to nothing."""
        target = self.random.choice(
            [*self.pages(), self.root / "handbook" / "gone.md", self.root / "handbook" / "a.png"]
        )
        address = Path(os.path.relpath(target, start.parent)).as_posix()
        return f"[{self.word()}]({address}{self.random.choice(('', '', '#release', '#data'))})"

    # --- Changes: each gives nothing and leaves the handbook so that it may not even build ---

    def edit_text(self) -> None:
        page = self.some()
        page.write_text(
            f"{page.read_text(encoding='utf-8')}\n\n## {self.word()}\n\nMore {self.word()}, {self.link(page)}.\n",
            encoding="utf-8",
        )

    def edit_title(self) -> None:
        page = self.some()
        lines = page.read_text(encoding="utf-8").split("\n")
        at = next((index for index, line in enumerate(lines) if line.startswith("# ")), None)
        if at is not None:
            lines[at] = f"# {self.word()} {self.random.randint(0, 9)}"
        page.write_text("\n".join(lines), encoding="utf-8")

    def front_matter(self) -> None:
        page = self.some()
        text = page.read_text(encoding="utf-8")
        if text.startswith("---\n"):
            text = text.split("---\n", 2)[-1].lstrip("\n")
        key = self.random.choice(
            (
                "title: T1",
                "title: T2",
                "description: d",
                "icon: material/cat",
                "template: other.html",
                "search: {exclude: true}",
                "status: new",
                "hide: [toc]",
                "tags: [a, 1]",
                "subtitle: s",
            )
        )
        page.write_text(f"---\n{key}\n---\n\n{text}", encoding="utf-8")

    def truncate(self) -> None:
        page = self.some()
        page.write_text(f"# {page.stem}\n\nShort. {self.link(page)}\n", encoding="utf-8")

    def add_page(self) -> None:
        name = f"{self.random.choice(DIRS)}{self.random.choice(('index', 'a', 'b', 'c', 'README'))}.md"
        self.write(f"handbook/{name}", f"# {self.word()}\n\n## data\n\n{self.word()}\n")

    def rename_page(self) -> None:
        page = self.some()
        target = self.root / "handbook" / f"{self.random.choice(DIRS)}{self.random.choice(('moved', 'a', 'd'))}.md"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            page.rename(target)

    def delete_page(self) -> None:
        if len(self.pages()) > 2:
            self.some().unlink()

    def include(self) -> None:
        page = self.some()
        name = self.random.choice(("note.md", "late.md"))
        page.write_text(f'{page.read_text(encoding="utf-8")}\n--8<-- "{name}"\n', encoding="utf-8")

    def snippet(self) -> None:
        name = self.random.choice(("note.md", "late.md"))
        path = self.root / "snippets" / name
        if path.exists() and self.random.random() < 0.3:
            path.unlink()
        else:
            self.write(f"snippets/{name}", f"Snippet {self.word()} {self.random.random()}\n\n### data\n")

    def static(self) -> None:
        name = self.random.choice(("a.png", "b.txt", "404.html", "sales/x.json"))
        path = self.root / "handbook" / name
        if path.exists() and self.random.random() < 0.4:
            path.unlink()
        else:
            self.write(f"handbook/{name}", f"content {self.random.randint(0, 3)}")

    def data(self) -> None:
        tasks = self.random.sample(("Sync", "Release", "Retro", "Data"), self.random.randint(0, 3))
        self.write(
            f"rituals/{self.random.choice(('engineering', 'sales'))}.rituals.yml",
            "".join(map(self.ritual, tasks)) or "[]\n",
        )

    def broken_data(self) -> None:
        self.write("rituals/sales.rituals.yml", "- task: [\n")

    def people(self) -> None:
        self.write("rituals/people.yml", PEOPLE.format(ana=self.random.choice(("Ana", "Ana A.", '"<A>"'))))

    def rotation(self) -> None:
        members = self.random.sample(["ana", "bo"], 2)
        self.write(
            "rituals/engineering.rotations.yml",
            f"- rotation: Support\n  startsOn: 2026-11-02\n  every: 1 day\n  members: [{', '.join(members)}]\n",
        )

    def embed(self) -> None:
        page = self.some()
        name = self.random.choice(("engineering.rituals", "sales.rituals", "people", "engineering.rotations"))
        address = Path(os.path.relpath(self.root / f"rituals/{name}.yml", page.parent)).as_posix()
        form = self.random.choice(
            (
                "\n[{0}]({1})\n",
                "See [{0}]({1}) there.\n",
                '\n[{0}]({1}){{ columns="task dri" }}\n',
                '\n[{0}]({1}){{ columns="task group next" }}\n',
                '\n[{0}]({1}){{ where="dri=ana" }}\n',
            )
        )
        page.write_text(page.read_text(encoding="utf-8") + "\n" + form.format(name, address), encoding="utf-8")

    def stubs(self) -> None:
        page = Path(os.path.relpath(self.some(), self.root / "handbook")).as_posix()
        lines = (f"old-{self.random.randint(0, 2)}.md: {page}", f"{page}#old: index.md", "gone/: gone", "")
        self.write(
            "rituals/stubs.yml", "\n".join(self.random.sample(lines, self.random.randint(0, 3))) + "\n" or "{}\n"
        )

    def nav(self) -> None:
        config = (self.root / "mkdocs.yml").read_text(encoding="utf-8").split("nav:\n")[0]
        pages = [page.relative_to(self.root / "handbook").as_posix() for page in self.pages()]
        chosen = self.random.sample(pages, self.random.randint(1, len(pages)))
        cut = self.random.randint(0, len(chosen))
        lines = [f"  - {name}" for name in chosen[:cut]]
        lines += (
            ["  - Part:", *(f"      - Title {index}: {name}" for index, name in enumerate(chosen[cut:]))]
            if chosen[cut:]
            else []
        )
        has_nav = self.random.random() < 0.7
        self.write("mkdocs.yml", config + ("nav:\n" + "\n".join(lines) + "\n" if has_nav else ""))

    def option(self) -> None:
        choices: dict[str, tuple[object, ...]] = {
            "name": ("Test", "Other"),
            "slashes": ("true", "false"),
            "features": tuple(", ".join(self.random.sample(FEATURES, self.random.randint(0, 3))) for _ in range(2)),
            "zone": ("UTC", "Asia/Tokyo"),
            "shifts": (1, 3),
            "mentions": ("true", "false"),
            "permalink": ("true", "false"),
            "anchors": ("info", "warn"),
            "more": (
                "",
                "hooks: [hook.py]\n",
                "extra_css: [a.css]\n",
                "draft_docs: 'a.md'\n",
                "exclude_docs: 'b.md'\n",
                "hooks: [env_hook.py]\n",
                "copyright: Us\n",
                "extra: {status: {new: fresh}}\n",
                "strict: false\n",
            ),
        }
        name = self.random.choice(tuple(choices))
        self.options[name] = self.random.choice(choices[name])
        self.configure()

    def hook(self) -> None:
        self.write("hook.py", HOOK.format(word=self.word()))
        self.write("env_hook.py", ENV_HOOK.format(word=self.word()))

    def override(self) -> None:
        name = self.random.choice(
            ("main.html", "main.html", "other.html", "partials/copyright.html", *PACKAGED, *FILES)
        )
        path = self.root / "theme" / name
        if name.startswith("handbook"):
            packaged = Path(__file__).parents[1] / "plugins/mkdocs_handbook/templates" / name
            self.write(
                f"theme/{name}",
                packaged.read_text(encoding="utf-8").replace('">', f'" data-x="{self.random.randint(0, 9)}">', 1),
            )
        elif path.exists() and self.random.random() < 0.4:
            path.unlink()
        elif name in ("partials/copyright.html", *FILES):
            self.write(f"theme/{name}", f"By {self.word()}")
        else:
            text = MAIN.format(word=self.random.randint(0, 9), expression=self.random.choice(EXPRESSIONS))
            self.write(f"theme/{name}", text)

    def tomorrow(self) -> None:
        self.day += self.random.randint(1, 3)

    def tamper(self) -> None:
        """Change the built site by hand."""
        files = sorted(path for path in (self.root / "site").rglob("*") if path.is_file())
        if not files:
            return
        path = self.random.choice(files)
        match self.random.randint(0, 3):
            case 0:
                path.unlink()
            case 1:
                path.write_bytes(path.read_bytes()[::-1])
            case 2:
                (path.parent / "stale.html").write_text("stale", encoding="utf-8")
            case _:
                shutil.rmtree(self.root / "site")

    def lose_cache(self) -> None:
        cache = self.root / ".cache/handbook"
        for path in sorted(cache.glob("pages.sqlite*")):
            match self.random.randint(0, 2):
                case 0:
                    path.unlink()
                case 1:
                    path.write_bytes(b"no database" * 100)

    def go_back(self) -> None:
        """Restore a state of before, whatever it is."""
        if self.history:
            self.restore(self.random.choice(self.history))

    def snapshot(self) -> dict[str, bytes]:
        return contents(self.root, {"site", ".cache", "__pycache__"})

    def restore(self, state: dict[str, bytes]) -> None:
        for name in self.snapshot().keys() - state.keys():
            (self.root / name).unlink()
        for name, content in state.items():
            if not (self.root / name).exists() or (self.root / name).read_bytes() != content:
                self.write(name, content)

    CHANGES: tuple[Callable[..., None], ...] = (
        edit_text, edit_text, edit_text, edit_title, edit_title, front_matter, front_matter, truncate, add_page, add_page,
        rename_page, delete_page, include, snippet, snippet, static, data, data, data, broken_data, people, rotation, embed,
        embed, stubs, stubs, nav, nav, option, option, hook, override, override, override, tomorrow, tamper, lose_cache, go_back,
    )  # fmt: skip

    def change(self) -> str:
        """Make one to three random changes; give their names."""
        names = []
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            change = self.random.choice(self.CHANGES)
            change(self)
            names.append(change.__name__)
        return "+".join(names)

    def keep(self) -> None:
        """Note the state as one to go back to."""
        self.history = [*self.history, self.snapshot()][-8:]
