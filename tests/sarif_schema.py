"""What SARIF 2.1.0 says of the parts of a log that we write: its objects, their keys, and the values that these take.

Written after the standard, https://docs.oasis-open.org/sarif/sarif/v2.1.0/, section 3, as strict as its schema: an
object has no other keys. Keys that we never write are left out, so that a new one is looked up before it is added here.
"""

from __future__ import annotations

from typing import Any


def an_object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """Return the schema of an object with these keys and no others."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def array(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    """Return the schema of an array."""
    return {"type": "array", "items": items, "minItems": least}


TEXT = {"type": "string"}
URI = {"type": "string", "format": "uri"}
MESSAGE = an_object({"text": TEXT}, "text")
LEVEL = {"enum": ["none", "note", "warning", "error"]}
# 3.30: lines and columns count from 1, offsets from 0.
FROM_1, FROM_0 = {"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 0}
REGION = an_object(
    {
        **dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), FROM_1),
        **dict.fromkeys(("charOffset", "charLength"), FROM_0),
    }
)
ARTIFACT = an_object({"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": TEXT})
RULE = an_object(
    {
        "id": TEXT,
        "name": TEXT,
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "helpUri": URI,
        "defaultConfiguration": an_object({"level": LEVEL}),
    },
    "id",
)
DRIVER = an_object(
    {"name": TEXT, "version": TEXT, "informationUri": URI, "rules": {**array(RULE), "uniqueItems": True}}, "name"
)
REPLACEMENT = an_object({"deletedRegion": REGION, "insertedContent": an_object({"text": TEXT})}, "deletedRegion")
CHANGE = an_object(
    {"artifactLocation": ARTIFACT, "replacements": array(REPLACEMENT, 1)}, "artifactLocation", "replacements"
)
FIX = an_object(
    {"description": MESSAGE, "artifactChanges": {**array(CHANGE, 1), "uniqueItems": True}}, "artifactChanges"
)
LOCATION = an_object({"physicalLocation": an_object({"artifactLocation": ARTIFACT, "region": REGION})})
RESULT = an_object(
    {
        "ruleId": TEXT,
        "ruleIndex": FROM_0,
        "level": LEVEL,
        "message": MESSAGE,
        "locations": array(LOCATION),
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
        "fixes": {**array(FIX), "uniqueItems": True},
    },
    "message",
)
RUN = an_object(
    {
        "tool": an_object({"driver": DRIVER}, "driver"),
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": array(RESULT),
    },
    "tool",
)
SARIF = an_object({"$schema": URI, "version": {"enum": ["2.1.0"]}, "runs": array(RUN)}, "version", "runs")
