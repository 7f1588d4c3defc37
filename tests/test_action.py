"""The action, its steps run as a runner of GitHub would run them, on what actions/checkout leaves there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import action_runner
from action_runner import ACTION, ROOT, STEPS, Runner
from handbooks import write

windows_has_another_bash = pytest.mark.skipif(sys.platform == "win32", reason="bash may be that of another system")
INSTALL, LINT = 1, 2
FREQUENCY = "- task: T\n  startedOn: 2026-01-05\n  frequency: {}\n  description: D.\n  dri: ana\n"
DATA, PAGE = "rituals/team.rituals.yml", "handbook/team/README.md"
TEAM = "# Team\n\n## Rituals\n\n[Rituals](../../rituals/team.rituals.yml)\n"
DEBT = {"handbook/index.md": "# Home\n\n[Team](team/README.md) [old](dead.md)\n", PAGE: TEAM}
START = {**DEBT, DATA: FREQUENCY.format("Weekly")}
OLD = "::error file=handbook/index.md,line=3,endLine=3,title=HB301 dead-link,col="
NEW = "::error file=rituals/team.rituals.yml,line=3,endLine=3,title=HB103 frequency,col="


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "core.autocrlf=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path, files: Mapping[str, str | None]) -> str:
    """Commit files, without those that have no content, and give the commit."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_text(content, encoding="utf-8", newline="\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "A change")
    return git(root, "rev-parse", "HEAD")


@dataclass(frozen=True, slots=True)
class Forge:
    """A repository at GitHub: a bare one, and where somebody works on it."""

    folder: Path

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def origin(self) -> str:
        return (self.folder / "origin.git").as_uri()

    def pull_request(
        self, files: Mapping[str, str | None], *, merged: Mapping[str, str | None] | None = None, commits: int = 1
    ) -> None:
        """Open pull request 7, after whose beginning something else was merged."""
        git(self.work, "switch", "--quiet", "--create", "change")
        for _ in range(commits):
            git(self.work, "commit", "--quiet", "--allow-empty", "--message", "On the way")
        commit(self.work, files)
        git(self.work, "switch", "--quiet", "main")
        commit(self.work, merged or {"handbook/later.md": "# Later\n\n[Dead](later-dead.md)\n"})
        git(self.work, "push", "--quiet", self.origin, "main", "change")
        git(self.work, "switch", "--quiet", "--detach")
        git(self.work, "merge", "--quiet", "--no-ff", "--message", "Merge", "change")
        git(self.work, "push", "--quiet", self.origin, "HEAD:refs/pull/7/merge", "change:refs/pull/7/head")

    def runner(self, ref: str, variables: Mapping[str, str], *, depth: int = 1, head: str = "") -> Runner:
        """Return a runner with what actions/checkout leaves: one commit, or as many as `fetch-depth` says."""
        workspace = self.folder / "workspace"
        git(self.folder, "init", "--quiet", str(workspace))
        git(workspace, "remote", "add", "origin", self.origin)
        options = ["--quiet", "--prune", "--no-recurse-submodules"]
        sha = head or git(self.work, "ls-remote", self.origin, ref).split()[0]
        local = ref.replace("refs/heads/", "refs/remotes/origin/").replace("refs/pull/", "refs/remotes/pull/")
        if depth:
            git(workspace, "fetch", "--no-tags", *options, f"--depth={depth}", "origin", f"+{sha}:{local}")
        else:
            git(
                workspace,
                "fetch",
                *options,
                "origin",
                "+refs/heads/*:refs/remotes/origin/*",
                "+refs/tags/*:refs/tags/*",
            )
            git(workspace, "fetch", *options, "origin", f"+{sha}:{local}")
        git(workspace, "checkout", "--quiet", "--force", local)
        temp = self.folder / "temp"
        temp.mkdir()
        found = Runner(workspace, temp, {"GITHUB_REF": ref, "GITHUB_SHA": sha, **variables})
        found.outputs["steps.install.outputs.scripts"] = action_runner.command(self.folder / "scripts")
        return found


PULL_REQUEST = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main", "GITHUB_HEAD_REF": "change"}
PUSH = {"GITHUB_EVENT_NAME": "push", "GITHUB_BASE_REF": "", "GITHUB_HEAD_REF": ""}
MERGE = "refs/pull/7/merge"


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A forge with a handbook that has one finding."""
    made = Forge(tmp_path)
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", "origin.git")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", "work")
    write(made.work, START)
    commit(made.work, {})
    git(made.work, "push", "--quiet", made.origin, "main")
    return made


def lint(here: Runner, **inputs: str) -> tuple[int, list[str]]:
    """Return the exit code of the action's lint, and the commands that it prints for the runner."""
    done = here.script(LINT, {name.replace("_", "-"): value for name, value in inputs.items()})
    commands = done.stdout.splitlines()
    assert all(line.startswith("::") for line in commands), done
    assert "fatal" not in done.stderr or done.returncode == 2, done
    assert "Traceback" not in done.stderr
    return done.returncode, commands


def begins(lines: list[str], *starts: str) -> bool:
    return len(lines) == len(starts) and all(map(str.startswith, lines, starts))


@pytest.mark.slow
@windows_has_another_bash
@pytest.mark.parametrize("depth", [0, 1, 2, 4])
def test_a_pull_request_shows_what_it_adds(forge: Forge, depth: int) -> None:
    forge.pull_request({DATA: FREQUENCY.format("Wekly")})
    here = forge.runner(MERGE, PULL_REQUEST, depth=depth)
    code, lines = lint(here)
    assert code == 1
    assert begins(lines, NEW)
    assert lines[0].endswith('::unknown frequency "Wekly", did you mean "Weekly"?')
    assert here.summary.startswith("### Handbook: 1 finding\n")
    # A complete clone stays one, and no history is fetched beyond what it takes.
    assert git(here.workspace, "rev-parse", "--is-shallow-repository") == str(depth in (1, 2)).lower()


@pytest.mark.slow
@windows_has_another_bash
def test_a_pull_request_that_adds_no_finding(forge: Forge) -> None:
    forge.pull_request({DATA: FREQUENCY.format("Monthly")})
    here = forge.runner(MERGE, PULL_REQUEST)
    assert lint(here) == (0, [])
    found, _, meaning = here.summary.partition("\n\n### What this changes\n\n")
    assert found == "### Handbook\n\nNo findings."
    # What was merged meanwhile is no part of it.
    assert meaning.startswith("**Rituals**\n\n- frequency of *T* (team): Weekly → Monthly, next 2")
    assert meaning.count("\n- ") == 1


@pytest.mark.slow
@windows_has_another_bash
def test_a_push_has_no_meaning_of_its_own(forge: Forge) -> None:
    here = forge.runner("refs/heads/main", PUSH)
    lint(here)
    assert "What this changes" not in here.summary


@pytest.mark.slow
@windows_has_another_bash
def test_a_pull_request_whose_base_went_on_is_compared_with_what_it_is_merged_into(forge: Forge) -> None:
    forge.pull_request({"handbook/new.md": "# New\n"}, merged={PAGE: f"{TEAM}\n[Dead](dead.md)\n"})
    here = forge.runner(MERGE, PULL_REQUEST)
    git(forge.work, "switch", "--quiet", "main")
    commit(forge.work, {PAGE: TEAM})
    git(forge.work, "push", "--quiet", forge.origin, "main")
    assert lint(here) == (0, [])


@pytest.mark.slow
@windows_has_another_bash
def test_an_address_that_vanishes(forge: Forge) -> None:
    forge.pull_request({PAGE: None, "handbook/crew/README.md": TEAM, "handbook/index.md": "# Home\n"})
    code, lines = lint(forge.runner(MERGE, PULL_REQUEST), arguments="--select HB401")
    assert code == 1
    assert {line.split("::")[1].partition("title=")[2].partition(",")[0] for line in lines} == {
        "HB401 vanished-address"
    }
    assert any("add to stubs.yml: team/README.md: crew/README.md" in line for line in lines)


@pytest.mark.slow
@windows_has_another_bash
@pytest.mark.parametrize(("depth", "commits"), [(0, 1), (1, 1), (1, 30)])
def test_a_pull_request_of_which_the_head_is_checked_out(forge: Forge, depth: int, commits: int) -> None:
    # What is merged meanwhile, "later.md", would seem to vanish if this were compared with the end of main.
    forge.pull_request({DATA: FREQUENCY.format("Wekly")}, commits=commits)
    here = forge.runner(MERGE, PULL_REQUEST, depth=depth, head=git(forge.work, "rev-parse", "change"))
    here.variables = {**here.variables, "GITHUB_SHA": git(forge.work, "rev-parse", "HEAD")}
    code, lines = lint(here)
    assert code == 1
    assert begins(lines, NEW)


@pytest.mark.slow
@windows_has_another_bash
@pytest.mark.parametrize(
    ("depth", "base", "expected"),
    [
        (2, "HEAD~1", [NEW]),
        (0, "v1", [NEW]),
        (1, "v1", [NEW]),
        (1, "origin/old", [NEW]),
        (1, "commit", [NEW]),
        (1, "0" * 40, [OLD, NEW]),
        (0, "", [OLD, NEW]),
    ],
)
def test_a_push_shows_everything_unless_it_has_a_base(forge: Forge, depth: int, base: str, expected: list[str]) -> None:
    before = git(forge.work, "rev-parse", "main")
    git(forge.work, "tag", "--annotate", "--message", "One", "v1")
    commit(forge.work, {DATA: FREQUENCY.format("Wekly")})
    git(forge.work, "push", "--quiet", forge.origin, "main", "v1", "v1^{}:refs/heads/old")
    here = forge.runner("refs/heads/main", PUSH, depth=depth)
    code, lines = lint(here, base=before if base == "commit" else base)
    assert code == 1
    assert begins(lines, *expected)


@pytest.mark.slow
@windows_has_another_bash
def test_a_complete_clone_stays_one(forge: Forge) -> None:
    for _ in range(25):
        git(forge.work, "commit", "--quiet", "--allow-empty", "--message", "On the way")
    git(forge.work, "push", "--quiet", forge.origin, "main")
    here = forge.runner("refs/heads/main", PUSH, depth=0)
    git(forge.work, "switch", "--quiet", "--create", "later")
    commit(forge.work, {"handbook/later.md": "# Later\n"})
    git(forge.work, "push", "--quiet", forge.origin, "later")
    assert lint(here, base="later") == (0, [])
    assert git(here.workspace, "rev-parse", "--is-shallow-repository") == "false"


@pytest.mark.slow
@windows_has_another_bash
def test_a_merge_queue_is_compared_with_what_it_merges_into(forge: Forge) -> None:
    before = git(forge.work, "rev-parse", "main")
    ref = "refs/heads/gh-readonly-queue/main/pr-7"
    commit(forge.work, {DATA: FREQUENCY.format("Wekly")})
    git(forge.work, "push", "--quiet", forge.origin, f"main:{ref}")
    here = forge.runner(ref, {**PUSH, "GITHUB_EVENT_NAME": "merge_group"})
    here.event = {"merge_group.base_sha": before}
    code, lines = lint(here)
    assert code == 1
    assert begins(lines, NEW)


@pytest.mark.slow
@windows_has_another_bash
@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("nope", 'cannot fetch "nope"; with "fetch-depth: 0", actions/checkout gets all branches'),
        ("HEAD~9", 'git knows no revision "HEAD~9" here; with "fetch-depth: 0", actions/checkout gets all of them'),
        ("--upload-pack=touch x", 'git knows no revision "--upload-pack=touch x" here; '),
        ("+main:refs/heads/x", 'git knows no revision "+main:refs/heads/x" here; '),
        ("a\n::error::b%", 'git knows no revision "a%0A::error::b%25" here; '),
    ],
)
def test_a_base_that_cannot_be_had(forge: Forge, base: str, message: str) -> None:
    here = forge.runner("refs/heads/main", PUSH)
    code, lines = lint(here, base=base)
    assert code == 2
    assert begins(lines, f"::error title=handbook lint::{message}")
    assert here.summary == ""


@pytest.mark.slow
@windows_has_another_bash
def test_an_origin_that_does_not_answer(forge: Forge) -> None:
    forge.pull_request({DATA: FREQUENCY.format("Wekly")})
    here = forge.runner(MERGE, PULL_REQUEST)
    git(here.workspace, "remote", "set-url", "origin", (forge.folder / "none").as_uri())
    code, lines = lint(here)
    assert code == 2
    assert begins(lines, "::error title=handbook lint::cannot fetch what this pull request is merged into; ")


@pytest.mark.slow
@windows_has_another_bash
def test_a_handbook_in_a_folder(forge: Forge) -> None:
    write(forge.work / "our docs", START)
    (forge.work / "our docs/mkdocs.yml").rename(forge.work / "our docs/site config.yml")
    commit(forge.work, {})
    forge.pull_request({f"our docs/{DATA}": FREQUENCY.format("Wekly")})
    here = forge.runner(MERGE, PULL_REQUEST)
    code, lines = lint(
        here, working_directory="our docs", config="site config.yml", arguments="--ignore  HB301\nrituals"
    )
    assert code == 1
    assert begins(lines, NEW.replace("file=", "file=our docs/"))


@pytest.mark.slow
@windows_has_another_bash
def test_inputs_are_no_commands(forge: Forge) -> None:
    here = forge.runner("refs/heads/main", PUSH)
    evil = "$(touch made) `touch made` ;touch made * ' \""
    assert (
        lint(here, arguments="*")[0]
        == lint(here, arguments=evil)[0]
        == lint(here, config=evil)[0]
        == lint(here, base=evil)[0]
        == 2
    )
    assert not list(here.workspace.rglob("made"))


@pytest.mark.slow
@windows_has_another_bash
def test_what_is_installed_is_what_lints(forge: Forge) -> None:
    forge.pull_request({DATA: FREQUENCY.format("Wekly")})
    here = forge.runner(MERGE, PULL_REQUEST)
    here.outputs = {"steps.python.outputs.python-path": sys.executable}
    here.variables = {**here.variables, "PYTHONPATH": ""}
    done = here.script(INSTALL, {"packages": "types-Markdown  types-PyYAML"})
    assert done.returncode == 0, done
    scripts = Path(here.outputs["steps.install.outputs.scripts"])
    assert scripts.is_relative_to(here.temp)
    assert {"markdown-stubs", "yaml-stubs"} <= {path.name for path in scripts.parent.rglob("*-stubs")}
    code, lines = lint(here)
    assert code == 1
    assert begins(lines, NEW)


# --- action.yml ---


def test_what_comes_from_outside_is_never_part_of_a_script() -> None:
    scripts = [step for step in STEPS if "run" in step]
    assert [STEPS.index(step) for step in scripts] == [INSTALL, LINT]
    for step in scripts:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        for script in re.findall(r"\$GITHUB_ACTION_PATH/([\w./-]+)", step["run"]):
            assert (ROOT / script).is_file()
            read = set(re.findall(r"\$\{?([A-Z_]+)", (ROOT / script).read_text(encoding="utf-8") + step["run"]))
            assert set(step["env"]) == {name for name in read if not name.startswith(("GITHUB_", "RUNNER_", "PATH"))}


def test_every_input_is_described_and_used_and_no_other() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"\binputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert all(one["description"].endswith(".") and "default" in one for one in ACTION["inputs"].values())
    outputs = set(re.findall(r"steps\.(\w+)\.outputs", text))
    assert outputs == {step["id"] for step in STEPS if "id" in step}


def test_the_guide_names_inputs_that_there_are() -> None:
    guide = (ROOT / "handbook/guide/ci.md").read_text(encoding="utf-8")
    steps = [
        step
        for fence in re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
        if "uses:" in fence
        for job in yaml.safe_load(fence)["jobs"].values()
        for step in job["steps"]
        if "mkdocs-handbook" in step["uses"]
    ]
    assert steps
    assert all(set(step.get("with", {})) <= set(ACTION["inputs"]) for step in steps)
    table = guide.partition("| Input |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == set(ACTION["inputs"])
