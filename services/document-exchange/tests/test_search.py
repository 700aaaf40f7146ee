"""Finding documents by the beginnings of their words."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import column, text

from shared.access.rights import Role
from shared.storage.words import has_words, searchable, words_index


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def test_words_are_folded_cut_and_taken_apart() -> None:
    assert searchable("125/STTTT-CNTT Công văn") == "125/stttt-cntt stttt-cntt cntt cong van"
    assert searchable("(Lan) 0905123456").split() == ["(lan)", "lan)", *("0905123456"[start:] for start in range(8))]
    assert max(map(len, searchable("ộ" * 5000 + " /" + "x" * 5000).split())) == 60
    assert searchable("  ") == ""
    assert len(has_words(column("folded"), " ".join(map(str, range(50))), indexed=False)) == 8
    [indexed] = has_words(column("folded"), " ".join(map(str, range(50))))
    assert str(indexed.compile(compile_kwargs={"literal_binds": True})).count(":*") == 8


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
                text(
                    f"EXPLAIN SELECT 1 FROM incoming_document WHERE {words_index('folded', 'addressee_code')}"
                    " @@ CAST('''x/so'':*' AS tsquery)"
                )
            )
            assert "ix_incoming_document_words" in "\n".join(plan.scalars())

    run(open_house, play)


def test_the_search_box_finds_what_this_person_may_see_of_both_kinds(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, leader = house.person(Role.RECORDS_CLERK), house.person(Role.LEADER)
        sent = await house.sent(subject="V/v kiểm tra đê điều")
        draft = await house.draft(subject="V/v kiểm tra hồ chứa")
        await house.exchange()
        await house.read()

        async def find(who: Any, words: str) -> dict[str, list[str]]:
            answer = await house.client.get("/internal/search", params={"q": words}, headers=house.headers(who))
            assert answer.status_code == 200, answer.text
            return {group["title"]: [hit["href"] for hit in group["hits"]] for group in answer.json()["groups"]}

        assert await find(clerk, "kiem tra") == {"Văn bản đi": [f"/van-ban/di/{sent['id']}"]}
        drafter = house.person(Role.SPECIALIST)
        assert f"/van-ban/di/{draft}" in (await find(drafter, "kiem tra ho"))["Văn bản đi"]
        assert await find(leader, "ho chua") == {}
        receiver = house.person(Role.RECORDS_CLERK, "000.00.02.H08")
        assert list(await find(receiver, "de dieu")) == ["Văn bản đến"]
        assert await find(house.person(Role.SPECIALIST, "000.00.02.H08"), "de dieu") == {}, (
            "nothing was assigned to them"
        )

    run(open_house, play)
