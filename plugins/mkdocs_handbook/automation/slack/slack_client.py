"""Requests to Slack by Slack's own library: with a token that nobody sees, repeated where that helps, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from logging import CRITICAL, Logger
from typing import Any
from urllib.request import build_opener, install_opener

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse, WebClient

from mkdocs_handbook.automation import retries
from mkdocs_handbook.automation.retries import Environment, HostError, LimitError, LostResponseError
from mkdocs_handbook.util.wording import shortened

API = "https://slack.com/api/"
TIMEOUT = 30
PAGE = 200
# Slack says so of what it may have done in part, and of what took it too long.
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
UNSURE = ("fatal_error", "internal_error", "request_timeout", "service_unavailable")
LIMITED = ("ratelimited", "rate_limited")
# What to do about what Slack refuses.
HINTS = {
    "account_inactive": "install the app again",
    "invalid_auth": "set a token of the app",
    "invalid_users": "Slack has no such member, or it is a guest or an app",
    "not_in_channel": "invite the app to the channel",
    "permission_denied": "let the app change user groups in the settings of the workspace",
    "token_revoked": "install the app again",
}
# Where Slack does not say how long to wait, it counts by the minute.
MINUTE = 60.0


class SlackError(HostError):
    """What Slack refused, with its name for the reason."""

    def __init__(self, message: str, status: int, reason: str) -> None:
        super().__init__(message, status)
        self.reason = reason


@dataclass(slots=True)
class SlackClient:
    """A client of one workspace: its token, how to wait, and the address of the API."""

    token: str = field(repr=False)
    sleep: Callable[[float], None]
    base: str = API
    timeout: int = TIMEOUT
    web: WebClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raise HostError for an address to which no token may be sent."""
        retries.check_base(self.base)
        # It repeats nothing by itself, since it does not know what must not be done twice, and logs nothing.
        quiet = Logger("slack", CRITICAL)
        self.web = WebClient(self.token, self.base, self.timeout, logger=quiet, retry_handlers=[])
        # Our own opener asks the environment for proxies.
        self.web.proxy = None

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Return the answer to what may be asked or done any number of times; raise HostError."""
        return retries.repeated(lambda: self._sent(method, {"params": given}), self.sleep, if_lost=True)

    def do(self, method: str, **given: Any) -> dict[str, Any]:
        """Return the answer to what must not be done twice; raise LostResponseError if it may have been, HostError if not."""
        return retries.repeated(lambda: self._sent(method, {"json": given}), self.sleep, if_lost=False)

    def pages(self, method: str, key: str, **given: Any) -> Iterator[dict[str, Any]]:
        """Yield the entries of all pages of a list; raise HostError."""
        cursor = ""
        for _ in range(retries.MOST_PAGES):
            answer = self.ask(method, **given, limit=PAGE, **({"cursor": cursor} if cursor else {}))
            yield from entries(answer, key, method)
            more = answer.get("response_metadata")
            before, cursor = cursor, str(more.get("next_cursor") or "") if isinstance(more, dict) else ""
            if not cursor or cursor == before:
                return
        raise HostError(f"{method}: the list has more than {retries.MOST_PAGES} pages")

    def _sent(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to one request; raise HostError."""
        # The library opens addresses as the process does. It would follow a redirect, with the token.
        install_opener(retries.opener())
        try:
            data = self.web.api_call(method, **given).data
        except SlackApiError as error:
            raise refusal(method, error.response, self.token) from None
        except AttributeError:
            # The library asks what it was answered for keys, whatever that is.
            raise LostResponseError(f"{method}: the answer is no object of JSON") from None
        except (OSError, HTTPException, SlackClientError, ValueError) as error:
            # No text of the error: it may quote the request.
            reason = getattr(error, "reason", error)
            raise LostResponseError(f"{method}: no answer ({type(reason).__name__})") from None
        finally:
            install_opener(build_opener())
        if not isinstance(data, dict):
            raise LostResponseError(f"{method}: the answer is no JSON")
        return data


def entries(answer: Mapping[str, Any], key: str, method: str) -> list[dict[str, Any]]:
    """Return the entries of a list in an answer; raise HostError where there is none."""
    found = answer.get(key)
    if not isinstance(found, list):
        raise HostError(f"{method}: the answer has no {key}")
    return [one for one in found if isinstance(one, dict)]


def refusal(method: str, answer: SlackResponse, token: str) -> HostError:
    """Return the error that an answer is."""
    data = answer.data if isinstance(answer.data, dict) else {}
    reason = str(data.get("error") or "")
    needed = f', the token needs the scope "{data["needed"]}"' if data.get("needed") else ""
    status = answer.status_code
    hint = f", {HINTS[reason]}" if reason in HINTS else ""
    words = shortened(f"{reason}{hint}{needed}", 300).replace(token, "***")
    message = f"{method}: {status if status != 200 else ''} {words}".replace(":  ", ": ").rstrip(": ")
    if status == 429 or reason in LIMITED:
        return LimitError(message, status, waiting_time(answer.headers))
    # What has no name of a reason is no answer of Slack.
    if status >= 500 or reason in UNSURE or (status == 200 and not is_name(reason)):
        return LostResponseError(message, status)
    return SlackError(message, status, reason)


def is_name(reason: str) -> bool:
    """Return whether a text is a name that Slack gives to a reason."""
    return reason.replace("_", "").isalnum()


def waiting_time(headers: Mapping[str, str]) -> float:
    """Return the seconds after which Slack takes the next request."""
    after = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return max(float(after), 1) if after.isdigit() else MINUTE


def slack_client(environment: Environment) -> SlackClient:
    """Return the client that the environment describes; raise SetupError or HostError."""
    secret = retries.token(environment.variables, "SLACK_BOT_TOKEN", "SLACK_TOKEN")
    return SlackClient(secret, environment.sleep, environment.variables.get("SLACK_API_URL") or API)
