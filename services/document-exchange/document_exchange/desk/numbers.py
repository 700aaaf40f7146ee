"""Sổ và số of documents: the page and the calls."""

from document_exchange.desk import paper_pages, series_pages
from document_exchange.problems import PROBLEMS
from document_exchange.registers.books import BOOKS
from document_exchange.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.number_pages import NumberDoor, number_calls, number_pages

TITLE = "Sổ và số văn bản"

DOOR = NumberDoor(
    BOOKS,
    TITLE,
    "/van-ban/so-va-so",
    ("Văn bản đi", "/van-ban/di"),
    RIGHTS[Right.VIEW_OUTGOING],
    require(RIGHTS, Right.READ_REGISTERS),
    require(RIGHTS, Right.KEEP_NUMBERS),
    register=paper_pages.PLACE,
    series=(series_pages.PLACE, RIGHTS[Right.SET_SERIES]),
)
pages = number_pages(DOOR)
calls = number_calls(DOOR, "/api/document-exchange/v1", "Sổ và số", PROBLEMS)
