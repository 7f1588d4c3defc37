"""Issues on GitHub, or on a GitHub Enterprise Server (`GITHUB_API_URL`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from mkdocs_handbook.automation.http_client import HttpClient
from mkdocs_handbook.automation.issues.issue_host import Filed, is_missing, label_names
from mkdocs_handbook.automation.retries import Environment, HostError, token

API = "https://api.github.com"
COLOR = "ededed"


@dataclass(frozen=True, slots=True)
class GithubHost:
    """Issues of repositories "owner/name" on GitHub."""

    client: HttpClient

    def issues(self, repo: str, label: str, since: str) -> list[Filed]:
        """Return the issues, open and closed, that have a label (any for "") and changed since a moment; raise HostError."""
        query = {"state": "all", "since": since, "sort": "created", "direction": "asc"}
        found = self.client.pages(f"{of(repo)}/issues", {**query, "labels": label} if label else query)
        # A page may shift while it is read.
        return [*{issue.number: issue for issue in (filed(one) for one in found if "pull_request" not in one)}.values()]

    def create(self, repo: str, title: str, body: str, labels: Iterable[str], assignees: Iterable[str]) -> Filed:
        """File an issue and return it; raise LostResponseError where it may be filed or not, else HostError."""
        given = {"title": title, "body": body, "labels": [*labels], "assignees": [*assignees]}
        return filed(self.client.write("POST", f"{of(repo)}/issues", given).data)

    def close_duplicate(self, repo: str, number: int, original: int) -> None:
        """Close an issue that is filed twice, and say of which it is a duplicate; raise HostError."""
        path = f"{of(repo)}/issues/{number}"
        self.client.write("PATCH", path, {"state": "closed", "state_reason": "not_planned"})
        self.client.write("POST", f"{path}/comments", {"body": f"Duplicate of #{original}"})

    def labels(self, repo: str) -> list[str]:
        """Return the labels of a repository; raise HostError."""
        return label_names(self.client.pages(f"{of(repo)}/labels", {}))

    def create_label(self, repo: str, label: str) -> None:
        """Make a label; raise HostError."""
        given = {"name": label, "color": COLOR, "description": "Filed by handbook issues"}
        try:
            self.client.write("POST", f"{of(repo)}/labels", given)
        except HostError as error:
            # Another run, or a request whose answer was lost, has made it.
            if error.status != 422 and label not in self.labels(repo):
                raise

    def can_assign(self, repo: str, name: str) -> bool:
        """Return whether an issue can be assigned to somebody; raise HostError."""
        try:
            self.client.get(f"{of(repo)}/assignees/{quote(name, safe='')}")
        except HostError as error:
            if not is_missing(error):
                raise
            return False
        return True


def of(repo: str) -> str:
    """Return the path of a repository."""
    owner, _, name = repo.partition("/")
    return f"/repos/{quote(owner, safe='')}/{quote(name, safe='')}"


def filed(one: Mapping[str, Any]) -> Filed:
    """Return an issue that GitHub describes; raise HostError where it describes none."""
    try:
        labels = tuple(str(label["name"] if isinstance(label, dict) else label) for label in one.get("labels") or ())
        is_open, url = one.get("state") != "closed", str(one.get("html_url") or "")
        return Filed(int(one["number"]), str(one["title"]), str(one.get("body") or ""), is_open, url, labels)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise HostError("the answer describes no issue") from None


def github_host(environment: Environment) -> GithubHost:
    """Return GitHub as the environment describes it; raise SetupError or HostError."""
    secret = token(environment.variables, "GITHUB_TOKEN", "GH_TOKEN")
    headers = {
        "Authorization": f"Bearer {secret}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "mkdocs-handbook",
    }
    base = environment.variables.get("GITHUB_API_URL") or API
    return GithubHost(HttpClient(base, headers, environment.sleep, environment.now))
