"""Đường về: what was opened from a list leads back to the very place in it, filter, words and page, also after an act.

The list's own query travels in the address of what is opened (`?tu=...`), of its forms, and of where an act leads.
Only a query travels: the list's path stands in the code, so nobody can be led elsewhere.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request

_NAME = "tu"
_LONGEST = 1_200


def from_list(query: str) -> str:
    """What the links of a list carry: `?tu=...` with what is chosen there, or nothing."""
    return _carrying(query if len(query) <= _LONGEST else "")


def carried(request: Request) -> str:
    """What the forms of a page carry on: `?tu=...` as it came, or nothing."""
    return _carrying(_place(request))


def to_list(request: Request, path: str, row: str = "") -> str:
    """The list at `path` as it was left; `row` is the id of the line to come back to."""
    return urlunsplit(("", "", path, _place(request), row))


def onward(request: Request, address: str) -> str:
    """The same address, carrying on what this request carries: for answers that lead to another page."""
    place = _place(request)
    if not place:
        return address
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), (_NAME, place)])))


def _place(request: Request) -> str:
    """Read and written anew, so that it is a query and nothing else."""
    value = request.query_params.get(_NAME, "")
    return urlencode(parse_qsl(value)) if len(value) <= _LONGEST else ""


def _carrying(place: str) -> str:
    return f"?{urlencode({_NAME: place})}" if place else ""
