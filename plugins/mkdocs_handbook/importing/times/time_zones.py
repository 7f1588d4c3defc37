"""The time zones that people write beside a time of day, as their IANA names; daylight saving comes with the place."""

from __future__ import annotations

import re
from functools import cache

from mkdocs_handbook.data import formats
from mkdocs_handbook.importing.records import NotImportedError
from mkdocs_handbook.util.wording import folded, shortened

SHORT = {
    **dict.fromkeys(("utc", "gmt", "z", "utc+0", "coordinated universal time"), "UTC"),
    **dict.fromkeys(("pt", "pst", "pdt", "pst/pdt", "pacific", "us pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain", "us mountain"), "America/Denver"),
    **dict.fromkeys(("ct", "cdt", "central", "us central"), "America/Chicago"),
    **dict.fromkeys(("et", "est", "edt", "est/edt", "eastern", "us eastern"), "America/New_York"),
    **dict.fromkeys(("cet", "cest", "cet/cest", "central european"), "Europe/Berlin"),
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
    **dict.fromkeys(("uk", "gmt/bst", "british"), "Europe/London"),
    **dict.fromkeys(("jst", "japan"), "Asia/Tokyo"),
    **dict.fromkeys(("kst", "korea"), "Asia/Seoul"),
    **dict.fromkeys(("sgt", "singapore"), "Asia/Singapore"),
    **dict.fromkeys(("hkt", "hong kong"), "Asia/Hong_Kong"),
    **dict.fromkeys(("nzt", "nzst", "nzdt", "new zealand"), "Pacific/Auckland"),
    **dict.fromkeys(("aedt", "aest/aedt"), "Australia/Sydney"),
}
OFFSET = re.compile(r"(?:UTC|GMT) ?([+-]) ?0?([1-9]|1[0-4])(?::?00)?\Z")
NAME = r"[A-Za-z][A-Za-z_]+/[A-Za-z_+/-]+|(?:UTC|GMT) ?[+-] ?[0-9]+(?::[0-9]{2})?|[A-Z]{2,4}/[A-Z]{2,4}|[A-Z]{1,4}\b"
LONG = r"(?:[A-Z][a-z]+ ){0,2}(?:[Pp]acific|[Mm]ountain|[Cc]entral|[Ee]astern|[A-Z][A-Za-z]+)(?: (?:[Ss]tandard|[Dd]aylight|[Ss]ummer))? [Tt]ime\b"
WORD = r"(?i:us )?(?:[Pp]acific|[Mm]ountain|[Cc]entral|[Ee]astern)\b(?! [a-z])"
ZONE = re.compile(rf"\s*\(?(?P<zone>{LONG}|{WORD}|{NAME})\)?(?:\s*\((?P<long>{LONG})\))?")


def zone_name(text: str) -> str:
    """Return the IANA name of a time zone, also for a short name such as "CET"; raise NotImportedError for others."""
    words = re.match(r"(?P<short>[^()]+?)(?: ?\((?P<long>[^()]*)\))?\Z", text)
    known = words and (_known(words["short"]) or _known(words["long"] or ""))
    if not known and text in formats.zones():
        return text
    if offset := OFFSET.match(text):
        # The signs of these names are those of POSIX.
        name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
        known = name if name in formats.zones() else ""
    if not known:
        raise NotImportedError(f'"{shortened(text)}" is no time zone of its own, write a name such as "Europe/London"')
    return known


def _known(text: str) -> str:
    low = re.sub(r" (?:(?:standard|daylight|summer) )?time\Z", "", folded(text))
    return SHORT.get(low, "") or (_cities().get(low, "") if low != text.casefold() else "")


@cache
def _cities() -> dict[str, str]:
    """Return the zones by their cities, as "Berlin time" names them, without those of which there are several."""
    named: dict[str, list[str]] = {}
    for name in formats.zones():
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "US", "Canada", "Brazil", "Mexico", "Chile")):
            named.setdefault(city.replace("_", " ").casefold(), []).append(name)
    return {city: names[0] for city, names in named.items() if len(names) == 1}
