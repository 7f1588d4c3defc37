"""Requests to a host's API: with a token that nobody sees, retried where that helps, and within the host's limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request

from mkdocs_handbook.automation.retries import (
    MOST_PAGES,
    HostError,
    LimitError,
    LostResponseError,
    check_base,
    opener,
    pause,
    repeated,
)
from mkdocs_handbook.util.wording import shortened

TIMEOUT = 30
# Seconds: what GitHub asks for between requests that write.
BETWEEN_WRITES = 1.0
LARGEST = 50_000_000
SECRET = ("Authorization", "PRIVATE-TOKEN")


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to a request: its status, its headers in lower case, and what its JSON says."""

    status: int
    headers: Mapping[str, str]
    data: Any


@dataclass(slots=True)
class HttpClient:
    """A client of one API: its address, the headers of all requests, which hold the token, and how to wait and tell time."""

    base: str
    headers: Mapping[str, str] = field(repr=False)
    sleep: Callable[[float], None]
    now: Callable[[], float]
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        """Raise HostError for an address to which no token may be sent."""
        check_base(self.base)

    def pages(self, path: str, query: Mapping[str, str]) -> Iterator[Any]:
        """Yield the entries of all pages of a list; raise HostError, also for one that has no end."""
        for number in range(1, MOST_PAGES + 1):
            answer = self.get(path, {**query, "per_page": "100", "page": str(number)})
            if not (isinstance(answer.data, list) and all(isinstance(one, dict) for one in answer.data)):
                raise HostError(f"GET {path}: the answer is no list of what was asked for")
            yield from answer.data
            if 'rel="next"' not in answer.headers.get("link", ""):
                return
        raise HostError(f"GET {path}: the list has more than {MOST_PAGES} pages")

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Response:
        """Return the answer to a question, asked again where that may help; raise HostError."""
        return repeated(lambda: self._checked("GET", path, query=query), self.sleep, if_lost=True)

    def write(self, method: str, path: str, body: Mapping[str, Any]) -> Response:
        """Return the answer to a request that changes something; raise LostResponseError if that may have happened, HostError if not.

        It is sent again only where the host says that it was not carried out.
        """
        self.sleep(BETWEEN_WRITES)
        return repeated(lambda: self._checked(method, path, body=body), self.sleep, if_lost=False)

    def wait(self, attempt: int) -> None:
        """Wait before the next attempt, twice as long each time."""
        self.sleep(pause(attempt))

    def _checked(
        self, method: str, path: str, query: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> Response:
        """Return the answer to one request; raise LimitError, LostResponseError or HostError unless it is good."""
        answer = self._sent(method, path, query, body)
        if answer.status < 300:
            return answer
        what = self._without_token(f"{method} {path}: {answer.status} {words(answer.data)}".rstrip())
        if seconds := waiting_time(answer, self.now()):
            raise LimitError(what, answer.status, seconds)
        if answer.status >= 500:
            raise LostResponseError(what, answer.status)
        raise HostError(what, answer.status)

    def _without_token(self, text: str) -> str:
        """Return a text of a host without what it may have got from the request."""
        for secret in (self.headers[name].rpartition(" ")[2] for name in SECRET if name in self.headers):
            text = text.replace(secret, "***")
        return text

    def _sent(
        self, method: str, path: str, query: Mapping[str, str] | None, body: Mapping[str, Any] | None
    ) -> Response:
        """Return whatever a host answers to one request; raise LostResponseError if nothing."""
        url = f"{self.base.rstrip('/')}{path}{f'?{urlencode(query)}' if query else ''}"
        data = None if body is None else json.dumps(body).encode()
        headers = {**self.headers, "Content-Type": "application/json"} if data else dict(self.headers)
        try:
            request = Request(url, data=data, headers=headers, method=method)  # noqa: S310 (the scheme is checked)
            with opener().open(request, timeout=self.timeout) as answer:
                content = answer.read(LARGEST)
                received = {name.lower(): value for name, value in answer.headers.items()}
                status = int(answer.status)
        except (OSError, HTTPException) as error:
            # No text of the error: it may quote the request.
            reason = getattr(error, "reason", error)
            raise LostResponseError(f"{method} {path}: no answer ({type(reason).__name__})") from None
        try:
            return Response(status, received, json.loads(content) if content.strip() else None)
        except (ValueError, RecursionError):
            if status < 300:
                raise LostResponseError(f"{method} {path}: the answer is no JSON", status) from None
            return Response(status, received, None)


def waiting_time(answer: Response, now: float) -> float:
    """Return the seconds after which a host takes the next request, 0 if it did not refuse this one for their number."""
    if answer.status not in (403, 429):
        return 0
    headers = answer.headers
    if (after := headers.get("retry-after", "")).isdigit():
        return max(float(after), 1)
    left = headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining", ""))
    reset = headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", ""))
    if left == "0" and reset.isdigit():
        return max(float(reset) - now, 0) + 1
    # GitHub's secondary limit may come without a time: it asks for a minute then.
    return 60.0 if answer.status == 429 or "rate limit" in words(answer.data) else 0


def words(data: Any) -> str:
    """Return what a host says of an error, on one line."""
    if not isinstance(data, dict):
        return ""
    said = data.get("message") or data.get("error") or ""
    more = [
        " ".join(str(error[key]) for key in ("field", "code", "message") if key in error)
        for error in (data["errors"] if isinstance(data.get("errors"), list) else ())
        if isinstance(error, dict)
    ]
    listed = f" ({', '.join(more)})" if more else ""
    text = f"{said}{listed}"
    return shortened(" ".join(text.split()), 300)
