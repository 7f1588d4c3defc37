"""A runner of GitHub Actions, as far as action.yml needs one: it runs the steps that are scripts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
# What the machine that runs the tests says of itself is not what the runner would say.
OURS = re.compile(r"^(GITHUB_|GIT_|RUNNER_|CI$|BASE$|CONFIG$|ARGUMENTS$|VERSION$|PACKAGES$)")


@dataclass(slots=True)
class Runner:
    """A runner with a checkout in its workspace; `event` and `outputs` are what expressions can name."""

    workspace: Path
    temp: Path
    variables: Mapping[str, str]
    event: Mapping[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """What the steps wrote into the job's summary."""
        path = self.temp / "summary.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def script(self, index: int, inputs: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a step of the action, and take its outputs."""
        step = STEPS[index]
        context = {f"inputs.{name}": str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        context |= {f"inputs.{name}": value for name, value in inputs.items()}
        context |= {f"github.event.{name}": value for name, value in self.event.items()} | self.outputs
        given, output = self.temp / "step.sh", self.temp / "output"
        given.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md")}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(given)],
            cwd=self.workspace / evaluated(step["working-directory"], context),
            env=self.environment | files | {key: evaluated(value, context) for key, value in step["env"].items()},
            capture_output=True,
            text=True,
            check=False,
        )
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value
        return done

    @property
    def environment(self) -> dict[str, str]:
        """The variables that every step has."""
        return {
            **{key: value for key, value in os.environ.items() if not OURS.match(key)},
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
            # Nothing that the user of this machine has configured.
            "GIT_CONFIG_GLOBAL": os.devnull,
            **self.variables,
        }


def evaluated(text: str, context: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced: names, which are empty where they are unknown, and `||`."""
    return EXPRESSION.sub(lambda found: next(filter(None, map(context.get, found[1].split(" || "))), ""), text)


def command(folder: Path) -> str:
    """Write the command `handbook` of this interpreter into a folder for the path, and give that folder."""
    folder.mkdir(parents=True)
    path = folder / "handbook"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mkdocs_handbook.cli "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(folder)
