"""What people type and paste into any API is read by the one reader: a bullet of Word never reaches a database as a private sign."""

import typing
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import params
from pydantic import BaseModel, TypeAdapter, ValidationError

from shared.core.settings import Settings
from testing.members import SERVICES, Member, application_of, routes_of

NO_FREE_TEXT = (
    "_id", "_ids", "_code", "_codes", "code", "pointer", "papers", "addressees", "password", "secret", "user_name",
    "waiting", "version", "role", "sha256", "decided_by", "name_hash", "token", "id", "session", "kind",
)  # fmt: skip
"""Names that end so are looked up or compared, never shown as somebody typed them."""

READ_LATER = {
    ("mail-directory", "NewPerson"),
    ("mail-directory", "Transfer"),
    ("mail-directory", "Locking"),
    ("mail-directory", "NewPost"),
    ("mail-directory", "PostEnd"),
    ("mail-directory", "NewDelegation"),
    ("mail-directory", "DelegationEnd"),
    ("mail-directory", "NewUnit"),
    ("mail-directory", "UnitChange"),
    ("mail-directory", "Move"),
    ("mail-directory", "Merger"),
    ("mail-directory", "NewReorganisation"),
    ("mail-directory", "NewHeir"),
}
"""Read in the `rules.py` and `actions.py` of `people/`, `posts/`, `delegations/`, `structure/` and `reorganising/`,
so that a page shows every fault at its field: tried in the service's tests."""


def _texts(kind: Any, name: str, seen: set[type]) -> Iterator[tuple[str, Any]]:
    """The annotations of every text that a body may hold, with the name of its field."""
    if kind is str:
        yield name, kind
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for field_name, field in kind.model_fields.items():
                whole = typing.Annotated[field.annotation, field] if field.annotation is str else field.annotation
                yield from _texts(whole, f"{kind.__name__}.{field_name}", seen)
    elif typing.get_origin(kind) is typing.Annotated and kind.__origin__ is str:
        yield name, kind
    else:
        inner = typing.get_args(kind)
        if typing.get_origin(kind) is dict:
            inner = inner[1:]
        for one in inner if typing.get_origin(kind) is not typing.Literal else ():
            yield from _texts(one, name, seen)


@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_every_text_of_a_body_is_read_by_the_one_reader(member: Member, settings: Settings) -> None:
    _, app = application_of(member, settings)
    raw = set()
    for path, route in routes_of(app):
        if path.startswith("/internal/"):
            continue
        for parameter in route.dependant.body_params:
            if isinstance(parameter.field_info, params.Form):
                continue  # a page: read by the same classes, or in the action
            for name, kind in _texts(parameter.field_info.annotation, parameter.name, set()):
                if (member.name, name.partition(".")[0]) in READ_LATER or name.endswith(NO_FREE_TEXT):
                    continue
                try:
                    kept = TypeAdapter(kind).validate_python("Điều \uf0b7 khoản 1 và mọi điều khác")
                except ValidationError:
                    continue
                if "\uf0b7" in kept:
                    raw.add(name)
    assert not raw
