"""Fuzzing guided by coverage: `python tests/fuzz_handbook.py --seconds 600` mutates inputs, and keeps those that reach new lines.

With --runs, --seed and PYTHONHASHSEED, which must be set for the process, it tries the same inputs on every machine. What breaks a promise (see `fuzzing/runs.py`) is shrunk and written to a file, which `tests/test_fuzz.py` runs once it is in
`tests/fuzzing/corpus/`. With --grow, inputs that reach new lines are shrunk and written there. Own code, since atheris has
no builds for Windows, nor for some of the versions of Python that are tested.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from fuzzing import inputs, mutations, runs
from fuzzing.inputs import Input

MEMORY = 4 * 1024**3
# Seconds after which the process itself is ended, where it hangs in a call that no signal interrupts.
STUCK = 60
# Seconds of this process's time; what takes longer is run, and not mutated.
SLOW = 0.5


def main() -> int:
    """Fuzz for a time; return 1 if there is a fault."""
    options = parsed()
    source = random.Random(options.seed)  # noqa: S311
    os.environ.update(SOURCE_DATE_EPOCH=str(1795176000), NO_MKDOCS_2_WARNING="1")
    limit_memory()
    sys.dont_write_bytecode = True
    coverage, faults = runs.Coverage(), dict[str, Input]()
    start, count = time.monotonic(), 0
    pool = list(seeds())
    begun = source.sample(pool, len(pool))
    print(f"seed {options.seed}: {len(pool)} inputs to begin with", flush=True)
    while (spent := count / options.runs if options.runs else (time.monotonic() - start) / options.seconds) < 1:
        # What is there is run once, in a quarter of the time at most, so that lines are new to all of it.
        is_begun = begun and spent < 0.25
        given = begun.pop() if is_begun else mutations.mutated(chosen(pool, source), source, pool)
        options.current.write_bytes(inputs.dump(given))
        faulthandler.dump_traceback_later(STUCK, exit=True)
        begin = time.process_time()
        found = runs.fault(given, coverage)
        is_slow = not options.runs and time.process_time() - begin > SLOW
        faulthandler.cancel_dump_traceback_later()
        count += 1
        if found and signature(found) not in faults:
            faults[signature(found)] = report(given, found, options.found)
        elif is_begun and is_slow:
            pool.remove(given)
        elif not found and coverage.new and not is_begun and not is_slow:
            pool.append(given)
            if options.grow:
                grow(given, frozenset(coverage.new))
    options.current.unlink()
    print(f"{count} runs, {len(pool)} inputs, {len(coverage.lines)} lines reached, {len(faults)} faults", flush=True)
    return 1 if faults else 0


def limit_memory() -> None:
    """Let a run that needs far too much memory fail, where the system can do that."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def parsed() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--runs", type=int, help="A number of runs instead of seconds.")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--grow", action="store_true", help="Write inputs that reach new lines to the corpus.")
    parser.add_argument("--found", type=Path, default=Path(".cache/fuzzing"), help="The folder for inputs with faults.")
    options = parser.parse_args()
    options.found.mkdir(parents=True, exist_ok=True)
    # What ends this process is the input in this file.
    options.current = options.found / f"running-{os.getpid()}.input"
    options.found, options.current = options.found.resolve(), options.current.resolve()
    return options


def seeds() -> Iterator[Input]:
    """Yield the inputs to begin with: the golden cases, the corpus, and each command."""
    kept = inputs.corpus()
    yield from inputs.golden()
    yield from kept.values()
    for command in mutations.COMMANDS:
        yield {**kept["base.input"], inputs.ARGUMENTS: "\n".join(command).encode()}


def chosen(pool: list[Input], source: random.Random) -> Input:
    """Return an input of the pool, half of the time one of the newest."""
    return source.choice(pool[-50:] if source.random() < 0.5 else pool)


def signature(found: str) -> str:
    """Return what is the same about a fault where it is found again."""
    return found.partition(" outside of")[0][:60]


def report(given: Input, found: str, folder: Path) -> Input:
    """Write what is left of an input with a fault once it is shrunk, and return it."""
    smaller = shrunk(given, lambda one: signature(runs.fault(one)) == signature(found))
    path = folder / f"{sha256(inputs.dump(smaller)).hexdigest()[:12]}.input"
    path.write_bytes(inputs.dump(smaller))
    print(f"{path}: {found}", flush=True)
    return smaller


def shrunk(given: Input, is_same: Callable[[Input], bool]) -> Input:
    """Return an input without the parts and lines that do not matter, within some hundred runs."""
    budget = 300
    for name in list(given):
        smaller = {one: body for one, body in given.items() if one != name}
        budget -= 1
        if is_same(smaller):
            given = smaller
    for name in list(given):
        size = len(given[name].split(b"\n"))
        while size >= 1 and budget > 0:
            lines, at = given[name].split(b"\n"), 0
            while at < len(lines) and budget > 0:
                rest = lines[:at] + lines[at + size :]
                budget -= 1
                if is_same({**given, name: b"\n".join(rest)}):
                    lines, given = rest, {**given, name: b"\n".join(rest)}
                else:
                    at += size
            size //= 2
    return given


def grow(given: Input, new: frozenset[runs.Line]) -> None:
    """Write an input to the corpus, with only what reaches its new lines."""

    def reaches(one: Input) -> bool:
        again = runs.Coverage()
        return not runs.fault(one, again) and new <= again.lines

    if reaches(given):
        text = inputs.dump(shrunk(given, reaches))
        (inputs.CORPUS / f"{sha256(text).hexdigest()[:12]}.input").write_bytes(text)


if __name__ == "__main__":
    sys.exit(main())
