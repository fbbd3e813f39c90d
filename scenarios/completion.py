"""The JSON Schema of a scenario file, by which an editor completes what is written."""

from typing import Any

from .schema import Document


def _removable(schema: Any) -> Any:
    """Admit nothing where a mapping may stand: an empty value removes what a parent file has."""
    if isinstance(schema, list):
        return [_removable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _removable(item) for key, item in schema.items()}
    if isinstance(inner.get("additionalProperties"), dict):
        inner["additionalProperties"] = {"anyOf": [inner["additionalProperties"], {"type": "null"}]}
        inner["type"] = ["object", "null"]
    return inner


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a scenario file, for an editor's completion.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12.
    """
    schema = Document.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_removable(schema)}
