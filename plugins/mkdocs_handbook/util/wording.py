"""Wording of messages: "did you mean", quoted lists, shortened texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache, partial
from itertools import product

from mkdocs_handbook.util.patterns.late_patterns import late_pattern

WORD = late_pattern(r"[^\W\d_]+")
NUMBERS = late_pattern(r"\d+")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEGATIONS = late_pattern(
    r"(?<![^\W_])(?:(?:no|not|non|never|without|(?:do|does|did|is|are|can|wo)nt)(?![^\W_])|dis(?=able)|de(?=activate)|un(?=\w{4}))"
)
# Names that look alike and differ in one of these words mean something else, or in how it begins: "onboarding", "offboarding".
WORD_PAIRS = (
    "before after, first last, old new, start end, start stop, begin end, open close, opening closing, add remove, join leave, "
    "adding removing, joining leaving, buy sell, send receive, internal external, public private, junior senior, "
    "daily weekly, weekly monthly, monthly quarterly, quarterly yearly, quarterly annually, monthly annually, "
    "vor nach, erste letzte, intern extern, eintritt austritt"
)
OPPOSITES = frozenset(frozenset(pair.split()) for pair in WORD_PAIRS.split(", "))
OPPOSITE_STARTS = ("on off", "in out", "in ex", "im ex", "up down", "pre post", "under over", "ein aus")
# Returns what is known of a word, which is found out if nobody did so before.
Kept = Callable[[str, Callable[[], str]], str]
# Comparisons that a handbook in which nothing fits can afford, about a second; whoever mends some findings gets more.
AFFORDABLE = 100_000


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word that was probably meant, or ""; another letter case is the nearest of all."""
    return guesser(known, cutoff)(word)


@lru_cache(maxsize=256)
def shared_guesser(known: tuple[str, ...]) -> Callable[[str], str]:
    """Return the one guesser of some words, so that all who ask for them share what can be afforded."""
    return guesser(known)


def computed(_word: str, compare: Callable[[], str]) -> str:
    """Return what is found out of a word, of which nothing is kept."""
    return compare()


def guesser(known: Iterable[str], cutoff: float = 0.6, kept: Kept = computed) -> Callable[[str], str]:
    """Return a function that does what `nearest` does for many words, and gives "" when it has compared enough.

    What `kept` has of a word counts as compared: so what is found depends on what is asked for alone.
    """
    by_fold = {known_word.casefold(): known_word for known_word in sorted(known, reverse=True)}
    most = max(1, AFFORDABLE // max(1, len(by_fold)))
    guesses: dict[str, str] = {}

    def compare(word: str) -> str:
        return by_fold.get(close_match(word.casefold(), by_fold, cutoff), "")

    def guess(word: str) -> str:
        if word not in guesses:
            if len(word) > 200 or len(guesses) >= most:
                return ""
            guesses[word] = kept(word, partial(compare, word))
        return guesses[word]

    return guess


def close_match(word: str, known: Iterable[str], cutoff: float) -> str:
    """Return the first of what `difflib.get_close_matches` finds, "" where that is nothing.

    Most words have too few letters in common, which is counted much faster than they are compared.
    """
    likely = [one for one in known if most_alike(word, one) >= cutoff]
    return next(iter(get_close_matches(word, likely, 1, cutoff)), "") if likely else ""


def most_alike(word: str, other: str) -> float:
    """Return the most that the ratio of two words can be, of which difflib returns the exact one."""
    size = len(word) + len(other)
    both = min(len(word), len(other), sum(map({*other}.__contains__, word)))
    return 2.0 * both / size if size else 1.0


def is_respelled(word: str, known: str) -> bool:
    """Return whether two words differ only in letter case, hyphens, underscores and spaces."""
    return normalized(word) == normalized(known)


def contradict(word: str, other: str) -> bool:
    """Return whether two names that look alike mean different things: other numbers, a negation or the opposite of the other."""
    if NUMBERS.findall(word) != NUMBERS.findall(other) or negations(word) != negations(other):
        return True
    first, second = ({*WORD.findall(name.casefold())} for name in (word, other))
    return any(are_opposites(*pair) for pair in product(first - second, second - first))


def are_opposites(word: str, other: str) -> bool:
    """Return whether two words mean the opposite of each other."""
    if frozenset((word, other)) in OPPOSITES:
        return True
    pairs = [(*starts.split(), *starts.split()[::-1]) for starts in OPPOSITE_STARTS]
    return any(
        word.startswith(one) and other.startswith(two) and word.removeprefix(one) == other.removeprefix(two)
        for pair in pairs
        for one, two in (pair[:2], pair[2:])
    )


def negations(word: str) -> set[str]:
    """Return the parts of a name that turn its meaning around."""
    return set(NEGATIONS.findall(word.casefold()))


def is_slip(word: str, known: str) -> bool:
    """Return whether a word is a known one but for its spelling, or but for one letter: missing, twice over or changed places.

    Another letter in its place may be another word, and in short words any letter may be.
    """
    one, other = normalized(word), normalized(known)
    if one == other:
        return True
    at = next(
        (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    if min(len(one), len(other)) < 6:
        return False
    is_swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return is_swapped or one[at + 1 :] == other[at:] or one[at:] == other[at + 1 :]


def normalized(word: str) -> str:
    """Return a word without letter case, hyphens, underscores and spaces."""
    return word.casefold().translate({ord(char): None for char in "-_ "})


def folded(text: str) -> str:
    """Return a text for comparison, without letter case and with single spaces."""
    return " ".join(text.casefold().split())


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean "…"?` where a known word is near, else ""."""
    return guess_hint(nearest(word, known))


def known_hint(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean "…"?` where a known word is near, else the known words."""
    words = [*known]
    return did_you_mean(word, words) or f", known are {listed(words)}"


def guess_hint(guess: str) -> str:
    """Return `, did you mean "…"?` of a guess, "" where there is none."""
    return f', did you mean "{guess}"?' if guess else ""


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return words in quotes, joined as in a sentence."""
    return joined([f'"{word}"' for word in words], last)


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return words joined as in a sentence."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def few(words: Sequence[str], most: int) -> str:
    """Return the first of some words, and how many more there are."""
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def quantity(number: int, noun: str, plural: str = "s") -> str:
    """Return how many there are of something, such as "1 problem" or "2 problems"; `plural` is the ending of many."""
    return f"{number} {noun}{'' if number == 1 else plural}"


def short_day(day: date, today: date) -> str:
    """Return a day as people write it, such as "16 Dec", with its year unless that is the current one."""
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if day.year != today.year else ''}"


def shortened(text: str, limit: int = 60) -> str:
    """Return a text on one line, cut to a length that a message can carry."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
