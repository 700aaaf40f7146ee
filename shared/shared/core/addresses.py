"""Addresses: of a page, and of a value inside a form."""


def first_part(path: str) -> str:
    """The place of a page, by which the gateway knows whose it is: `mot-cua` of `/mot-cua/ho-so?trang=2`."""
    return path.partition("?")[0].split("/")[1]


def field_name(pointer: str) -> str:
    """Form field of a JSON pointer: `/owner/full_name` is `owner.full_name`."""
    return ".".join(part.replace("~1", "/").replace("~0", "~") for part in pointer.lstrip("#").split("/") if part)
