"""What was asked for, and only that."""

from collections.abc import Iterable

from shared.contracts.values import SupplementItem


def field_of(pointer: str) -> str:
    """The e-form field a pointer leads into: `/request`, `/request/0` and `/answers/request` all mean `request`."""
    parts = [part for part in pointer.lstrip("#").split("/") if part]
    return (parts[1:] or parts)[0] if parts[:1] == ["answers"] else (parts or [""])[0]


def requested_fields(items: Iterable[SupplementItem]) -> dict[str, str]:
    """Field name → what the officer wrote about it."""
    return {field_of(item.pointer): item.note for item in items if item.pointer}


def requested_papers(items: Iterable[SupplementItem]) -> dict[str, str]:
    """Paper code → what the officer wrote about it."""
    return {item.paper_code: item.note for item in items if item.paper_code}
