"""Published e-forms ready to show and check: each version is loaded once in a process, since it never changes."""

from typing import Any

from shared.work.eforms.schema import EForm, load_eform

_loaded: dict[tuple[str, int, object], EForm] = {}
_MOST_LOADED = 500


def loaded_eform(
    form_id: str, version: int, title: str, schema: dict[str, Any], ui: dict[str, Any], stamp: object
) -> EForm:
    """`stamp`: what else tells this version from another of the same number, such as when it was published."""
    key = (form_id, version, stamp)
    if key not in _loaded:
        if len(_loaded) >= _MOST_LOADED:
            _loaded.clear()
        _loaded[key] = load_eform({"id": form_id, "version": version, "title": title, "schema": schema, "uischema": ui})
    return _loaded[key]
