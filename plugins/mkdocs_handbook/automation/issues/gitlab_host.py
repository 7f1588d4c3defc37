"""Issues on GitLab (`CI_API_V4_URL`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from mkdocs_handbook.automation.http_client import HttpClient
from mkdocs_handbook.automation.issues.issue_host import Filed, label_names
from mkdocs_handbook.automation.retries import Environment, HostError, token

API = "https://gitlab.com/api/v4"
COLOR = "#ededed"


@dataclass(frozen=True, slots=True)
class GitlabHost:
    """Issues of projects "group/name" on GitLab."""

    client: HttpClient

    def issues(self, repo: str, label: str, since: str) -> list[Filed]:
        """Return the issues, open and closed, that have a label (any for "") and changed since a moment; raise HostError."""
        query = {"updated_after": since, "order_by": "created_at", "sort": "asc", "scope": "all"}
        found = self.client.pages(f"{of(repo)}/issues", {**query, "labels": label} if label else query)
        return [*{issue.number: issue for issue in map(filed, found)}.values()]

    def create(self, repo: str, title: str, body: str, labels: Iterable[str], assignees: Iterable[str]) -> Filed:
        """File an issue and return it; raise LostResponseError where it may be filed or not, else HostError."""
        ids = [number for name in assignees if (number := self.user_id(name))]
        given = {"title": title, "description": body, "labels": ",".join(labels), "assignee_ids": ids}
        return filed(self.client.write("POST", f"{of(repo)}/issues", given).data)

    def close_duplicate(self, repo: str, number: int, original: int) -> None:
        """Close an issue that is filed twice, and say of which it is a duplicate; raise HostError."""
        path = f"{of(repo)}/issues/{number}"
        self.client.write("PUT", path, {"state_event": "close"})
        self.client.write("POST", f"{path}/notes", {"body": f"Duplicate of #{original}"})

    def labels(self, repo: str) -> list[str]:
        """Return the labels of a project, those of its groups, too; raise HostError."""
        return label_names(self.client.pages(f"{of(repo)}/labels", {"include_ancestor_groups": "true"}))

    def create_label(self, repo: str, label: str) -> None:
        """Make a label; raise HostError."""
        given = {"name": label, "color": COLOR, "description": "Filed by handbook issues"}
        try:
            self.client.write("POST", f"{of(repo)}/labels", given)
        except HostError:
            if label not in self.labels(repo):
                raise

    def can_assign(self, repo: str, name: str) -> bool:
        """Return whether an issue can be assigned to somebody; raise HostError."""
        del repo
        return self.user_id(name) != 0

    def user_id(self, name: str) -> int:
        """Return the number of a user, 0 for nobody; raise HostError."""
        found = self.client.get("/users", {"username": name}).data
        return int(found[0]["id"]) if isinstance(found, list) and found else 0


def of(repo: str) -> str:
    """Return the path of a project."""
    return f"/projects/{quote(repo, safe='')}"


def filed(one: Mapping[str, Any]) -> Filed:
    """Return an issue that GitLab describes; raise HostError where it describes none."""
    try:
        labels = tuple(map(str, one.get("labels") or ()))
        is_open, url = one.get("state") != "closed", str(one.get("web_url") or "")
        return Filed(int(one["iid"]), str(one["title"]), str(one.get("description") or ""), is_open, url, labels)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise HostError("the answer describes no issue") from None


def gitlab_host(environment: Environment) -> GitlabHost:
    """Return GitLab as the environment describes it; raise SetupError or HostError."""
    headers = {"PRIVATE-TOKEN": token(environment.variables, "GITLAB_TOKEN"), "User-Agent": "mkdocs-handbook"}
    base = environment.variables.get("CI_API_V4_URL") or API
    return GitlabHost(HttpClient(base, headers, environment.sleep, environment.now))
