"""Resources as a FHIR R4 Bundle, and any resource as the bytes of a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from exchange.fhir.questionnaire import Json


def write_bundle(resources: Sequence[Json]) -> Json:
    """Collect resources; each gets an address made from what it is, so twice the same is the same.

    Args:
        resources: Questionnaires and responses, in the order to list them.
    """
    entries = [{"fullUrl": _address(each), "resource": each} for each in resources]
    bundle = {"resourceType": "Bundle", "type": "collection"}
    return bundle | ({"entry": entries} if entries else {})


def _address(resource: Json) -> str:
    what = resource.get("url") or "{system}/{value}".format(**resource["identifier"])
    named = f"{resource['resourceType']} {what}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, named)}"


def as_file(resource: Json) -> bytes:
    """Write a resource as UTF-8 JSON, indented to be read."""
    return (json.dumps(resource, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
