"""The JSON schema of a scale file, for editors that check and complete while one writes.

`python -m scales.schema` writes it anew after a change of the model.
"""

from __future__ import annotations

import json

from scales.catalog import LIBRARY
from scales.model import Scale

SCHEMA_FILE = LIBRARY / "scale.schema.json"


def schema_text() -> str:
    """Return the schema as the file should hold it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= Scale.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
