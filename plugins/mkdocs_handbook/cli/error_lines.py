"""The end of a command: whatever goes wrong is one line on standard error and exit code 2; an interrupt is exit code 130.

What writes that line is imported where something goes wrong. Each command has imported it by then; `--version` needs none.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import click

from mkdocs_handbook.cli.options import Wrong

# As shells count: 128, and the number of the signal.
INTERRUPTED = 130
VARIABLE = "HANDBOOK_TRACEBACK"
LONGEST = 300
STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def silence_warnings() -> None:
    """Make Python print no warning of our code or of libraries, unless somebody has asked for them."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def open_streams() -> None:
    """Open what takes the place of closed standard streams, and let all of them write any text in any encoding.

    Otherwise the next file that is opened would be the standard output of this process, or of git.
    """
    for name, mode in STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 (open to the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def one_line(ctx: click.Context | None = None) -> Iterator[None]:
    """Make any error of the block one of Click's, whose message is a line that names the command of the context.

    Its traceback is printed first if somebody asked for that.
    """
    try:
        yield
    except click.ClickException as error:
        from mkdocs_handbook.util.escaping import terminal_lines

        # Each kind of error adds to its message when it is shown, so only the message itself can be replaced.
        error.message = terminal_lines(error.message)  # type: ignore[misc]
        raise
    except (click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Nobody reads what is printed, so that there is nobody to be told either.
        for stream in (sys.stdout, sys.stderr):
            discard(stream)
        sys.exit(Wrong.exit_code)
    except Exception as error:
        from mkdocs_handbook.util.escaping import terminal, terminal_lines
        from mkdocs_handbook.util.terminal_output import show

        if ctx.params.get("traceback") if ctx else os.environ.get(VARIABLE):
            show(terminal_lines(traceback.format_exc()), err=True)
        name = (ctx and ctx.invoked_subcommand) or ""
        raise Wrong(terminal(message(error, f"handbook {name}".strip()))) from None


@contextmanager
def shown() -> Iterator[None]:
    """Show the errors that are left where Click itself fails, as it does to complete words or to print."""
    try:
        with one_line():
            yield
    except Wrong as wrong:
        with suppress(OSError):
            wrong.show()
            sys.stderr.flush()
            sys.exit(wrong.exit_code)
        discard(sys.stderr)
        sys.exit(wrong.exit_code)


def message(error: Exception, command: str) -> str:
    """Return one line about an error: of the system what and where, of anything else also that it is to be reported."""
    if isinstance(error, OSError):
        return system_message(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    from mkdocs_handbook.util.wording import shortened

    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(place.filename)}:{place.lineno}"  # noqa: PTH119
    told = shortened(f"{type(error).__name__}: {error}", LONGEST)
    hint = command.replace("handbook", "handbook --traceback", 1)
    return f'"{command}" failed unexpectedly at {where}: {told}; please report this with what "{hint}" shows'


def system_message(error: OSError) -> str:
    """Return one line about an error of the system."""
    reason = (error.strerror or str(error)).lower()
    if is_lost():
        return "the folder in which this command was started is gone, go to your handbook"
    printing = click.echo.__name__  # noqa: TID251 (its name, by which Click itself prints as well)
    if any(frame.name == printing for frame in traceback.extract_tb(error.__traceback__)):
        discard(sys.stdout)
        return f"standard output cannot be written: {reason}"
    from mkdocs_handbook.util.wording import shortened

    # Of a copy, the second is the file that was to be written.
    path = error.filename2 or error.filename
    named = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    return f'"{shortened(named, LONGEST)}": {reason}' if named else f"a file cannot be read or written: {reason}"


def is_lost() -> bool:
    """Return whether the current folder was removed."""
    try:
        return not os.getcwd()  # noqa: PTH109 (as a path it would say no more)
    except OSError:
        return True


def discard(stream: TextIO) -> None:
    """Write a stream to nowhere from now on: at its end, Python would try again to write what is left."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
