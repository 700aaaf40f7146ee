"""The page of requirements is current, and whatever it names is there."""

import ast
import re
from functools import cache
from itertools import groupby

from tools import requirements_page
from tools.requirements_page import NEEDS, STATES, Row

from shared.core.settings import Settings
from testing.members import ROOT, WEB_MEMBERS, application_of, routes_of

LISTS, GROUPS = requirements_page.read_source()
ROWS = requirements_page.rows_of(GROUPS)


@cache
def _functions_of(path: str) -> frozenset[str]:
    """Test functions of a file; none where there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    found = ast.walk(ast.parse(file.read_text("utf-8")))
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_page_of_requirements_is_current() -> None:
    page = requirements_page.PAGE.read_text("utf-8")
    assert page == requirements_page.write_page(), "run: .venv/bin/python tools/requirements_page.py"


def test_every_row_has_a_number_of_its_own_and_none_is_left_out() -> None:
    """A row that was dropped would leave a gap: it is marked as done or open, never taken out."""
    ids = [row.id for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert all(row.id.startswith(f"{group.list}-") for group in GROUPS for row in group.rows)
    assert {group.list for group in GROUPS} == set(LISTS)
    for _, numbered in groupby(ids, key=lambda id: id.rstrip("0123456789")):
        numbers = [int(re.sub(r"^.*\D", "", id)) for id in numbered]
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_row_says_what_is_asked_and_by_whom() -> None:
    wrong = [
        row.id
        for row in ROWS
        if row.state not in STATES or not set(row.need.split(", ")) <= set(NEEDS) or not row.title.strip()
    ]
    assert wrong == []


def test_what_is_done_names_its_place_and_the_test_that_shows_it() -> None:
    assert [row.id for row in ROWS if row.state == "done" and not (row.places and row.tests)] == []
    assert [row.id for row in ROWS if row.state == "part" and not row.places] == []


def test_what_the_law_asks_names_the_law_or_says_that_it_is_not_known() -> None:
    """Whoever checks a done row against the law must find the article."""
    asked = [row for row in ROWS if "luật" in row.need]
    assert [row.id for row in asked if not row.law] == []
    assert [row.id for row in asked if row.state == "done" and "chưa rõ" in row.law] == []


def test_what_is_open_has_no_proof() -> None:
    assert [row.id for row in ROWS if row.state == "open" and row.tests] == []


def test_what_is_missing_is_said_of_every_row_that_is_not_done() -> None:
    wrong = [row.id for row in ROWS if (row.state == "done") == bool(row.missing)]
    unfinished = [row.id for row in ROWS if row.missing and not row.missing.endswith(".")]
    assert (wrong, unfinished) == ([], [])


def _missing_tests(row: Row) -> list[str]:
    named = [(test, *test.partition("::")[::2]) for test in row.tests]
    return [test for test, path, name in named if not name.startswith("test_") or name not in _functions_of(path)]


def test_every_test_that_is_named_exists() -> None:
    assert {row.id: missing for row in ROWS if (missing := _missing_tests(row))} == {}


def test_every_page_and_file_that_is_named_exists(settings: Settings) -> None:
    routes = {path for member in WEB_MEMBERS for path, _ in routes_of(application_of(member, settings)[1])}
    wrong = [
        (row.id, place)
        for row in ROWS
        for place in row.places
        if (place not in routes if place.startswith("/") else not (ROOT / place).exists())
    ]
    assert wrong == []
