"""Sổ và số of slips and dossiers: the page and the calls."""

from one_stop.dossiers.books import BOOKS
from one_stop.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.number_pages import NumberDoor, number_calls, number_pages

TITLE = "Sổ và số một cửa"

_DOOR = NumberDoor(
    BOOKS,
    TITLE,
    "/mot-cua/so-va-so",
    ("Một cửa", "/mot-cua"),
    RIGHTS[Right.SEE_DOSSIERS],
    require(RIGHTS, Right.SEE_NUMBERS),
    require(RIGHTS, Right.KEEP_NUMBERS),
)
pages = number_pages(_DOOR)
calls = number_calls(_DOOR, "/api/one-stop/v1", "Sổ và số", {})
