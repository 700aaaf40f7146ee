"""Routers of pages for people (trang): every form of theirs carries the session's token, and no page stands in the catalogue for programs."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends

from shared.web.form_token import csrf_protected


class PageRouter(APIRouter):
    """What `Feature.pages` takes: its routes are protected as they are declared, so that a member serves them as they are.

    A router that another brings in would be described a second time by the framework, some 8 KB for each route.
    """

    def __init__(self, *, prefix: str = "", dependencies: Sequence[Any] = ()) -> None:
        super().__init__(prefix=prefix, dependencies=[Depends(csrf_protected), *dependencies], include_in_schema=False)
