"""Finding documents by the beginnings of their words."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.search import WORDS_INDEX, has_words, searchable
from shared.access.rights import Role


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def test_words_are_folded_cut_and_taken_apart() -> None:
    assert searchable("125/STTTT-CNTT Công văn") == "125/stttt-cntt 125 stttt cntt cong van"
    assert max(map(len, searchable("ộ" * 5000 + " /" + "x" * 5000).split())) == 60
    assert searchable("  ") == ""
    assert len(has_words(None, " ".join(map(str, range(50))))) == 8


SUBJECT = "V/v rà soát an toàn thông tin (đợt 2) của O'Hara \\ Sở & Ban"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ra soat", True), ("AN TOÀN", True), ("toa", True), ("thong tin so", True), ("v/v", True), ("dot", True), ("2", True),
        ("o'ha", True), ("o'", True), ("hara", True), ("so", True), ("", True), ("cong", True),
        ("oan", False), ("ra khong", False), ("%", False), ("_", False), ("'", False), ("\\", True), ("&", True), ("!so", False),
        ("so:*", False), ("so | khong", False), ("(dot", True), (")", False), ("'' ''", False), ("\\'", False), ("x" * 200, False),
    ],
)  # fmt: skip
def test_what_is_typed_means_only_words(open_house: Any, typed: str, found: bool) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        async with house.database.sessions.begin() as session:
            await session.execute(
                text(
                    "INSERT INTO outgoing_document (id, agency_code, status, type_code, type_name, subject, folded)"
                    " VALUES (gen_random_uuid(), :agency, 'sent', 'CV', 'Công văn', :subject, :folded)"
                ),
                {"agency": clerk.agency_code, "subject": SUBJECT, "folded": searchable(f"Công văn {SUBJECT}")},
            )
        answer = await house.call(clerk, "GET", "/documents", params={"q": typed})
        assert answer.status_code == 200, answer.text
        assert len(answer.json()["items"]) == found

    run(open_house, play)


def test_the_index_serves_the_search(open_house: Any) -> None:
    async def play(house: Any) -> None:
        async with house.database.sessions() as session:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = await session.execute(
                text(f"EXPLAIN SELECT 1 FROM incoming_document WHERE {WORDS_INDEX} @@ CAST('''so'':*' AS tsquery)")
            )
            assert "ix_incoming_document_words" in "\n".join(plan.scalars())

    run(open_house, play)
