"""What a host answers if it answers at all: errors without secrets, and requests that are sent again where that helps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler

from mkdocs_handbook.links.address_parts import split_address
from mkdocs_handbook.util.wording import shortened

T = TypeVar("T")
ATTEMPTS = 5
# Seconds: what a run waits at most for one request.
LONGEST_WAIT = 900.0
# Pages of a list: one that goes on has no end.
MOST_PAGES = 1_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SetupError(ValueError):
    """An environment that lacks something: the message names the variable."""


class HostError(Exception):
    """What a host refused, or an answer that never came: the message has the host's words, and no token."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class LostResponseError(HostError):
    """A request that may have been carried out: nobody knows before it is looked for."""


class LimitError(HostError):
    """A request that was refused because there were too many: after so many seconds it may be sent again."""

    def __init__(self, message: str, status: int, seconds: float) -> None:
        super().__init__(message, status)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Environment:
    """What a host needs of the process: variables, and how to wait and to tell the time."""

    variables: Mapping[str, str]
    sleep: Callable[[float], None]
    now: Callable[[], float]


def token(variables: Mapping[str, str], *names: str) -> str:
    """Return the token of the first variable that has one; raise SetupError."""
    found = next((value for name in names if (value := variables.get(name, "").strip())), "")
    if not found:
        raise SetupError(f"{names[0]} has no token, set it: the guide says what it has to be allowed")
    if not (found.isascii() and found.isprintable() and " " not in found):
        raise SetupError(f"{names[0]} is no token, since it has characters that no token has")
    return found


def check_base(base: str) -> None:
    """Raise HostError for an address to which no token may be sent."""
    parts = split_address(base)
    is_here = parts is not None and parts.scheme == "http" and parts.hostname in LOOPBACK
    is_safe = parts is not None and bool(parts.hostname) and (is_here or parts.scheme == "https")
    if not (is_safe and base.isascii() and base.isprintable()):
        shown = re.sub(r"//[^/]*@", "//***@", base)
        raise HostError(f'"{shortened(shown)}" is no address that begins with https://')


def opener() -> OpenerDirector:
    """Return what opens addresses: through the proxies of the environment, and nowhere else if it is told to go there.

    A redirect would take the token with it.
    """
    made = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
        made.add_handler(handler)
    return made


def repeated(request: Callable[[], T], sleep: Callable[[float], None], *, if_lost: bool) -> T:
    """Return what a request answers, sent again where that may help; one that may have been carried out, only `if_lost`.

    Raise HostError.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return request()
        except LimitError as error:
            if error.seconds > LONGEST_WAIT:
                raise
            sleep(error.seconds)
        except LostResponseError:
            if not if_lost:
                raise
            sleep(pause(attempt))
    return request()


def pause(attempt: int) -> float:
    """Return the seconds to wait after an attempt, twice as many each time."""
    return 2.0**attempt
