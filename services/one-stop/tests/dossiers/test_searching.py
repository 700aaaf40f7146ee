"""Finding dossiers: by a person's number however it is written, with a trace of the look; and what the list begins with."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from one_stop.dossiers.queries import number_in, number_looked_up, search_words

COUNTER = "counter-officer"
ELSEWHERE = "000.00.12.H08"


async def _found(office, q: str, agency: str | None = None, **more: str) -> list[dict]:
    answer = await office.client.get(
        "/api/one-stop/v1/dossiers", params={"q": q, **more}, headers=office.headers(COUNTER, agency)
    )
    assert answer.status_code == 200
    return answer.json()["items"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("052090001234", "052090001234"),
        (" 052 090 001 234 ", "052090001234"),
        ("052.090.001.234\u200b", "052090001234"),
        ("0905123456", "0905123456"),
        ("+84 905 123 456", "0905123456"),
        ("0905-123-456", "0905123456"),
        ("\u202a0905123456\u202c", "0905123456"),
        ("261126-0001", ""),
        ("000.00.13.H08-261126-0001", ""),
        ("đặng phước", ""),
        ("123", ""),
        ("", ""),
    ],
)
def test_a_number_is_read_as_every_door_reads_it(typed, number):
    assert number_in(typed) == number
    if number:
        assert search_words(typed) == (number,)


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("052 090 001 234", "*********234"),
        ("Lan 0905123456", "*******456"),
        ("001234", "***234"),
        ("261126-0001", ""),
        ("12345", ""),
        ("đặng phước", ""),
    ],
)
def test_only_the_end_of_a_number_is_kept(typed, masked):
    assert number_looked_up(typed) == masked


def test_a_person_is_found_by_number_within_the_agency_and_the_look_leaves_a_trace(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            for typed in ("052090001234", "052 090 001 234", "+84 905 123 456", "0905.123.456"):
                assert [row["id"] for row in await _found(office, typed)] == [dossier], typed
                assert await _found(office, typed, ELSEWHERE) == []
            page = await office.client.get("/mot-cua", params={"q": "052090001234"}, headers=office.headers(COUNTER))
            assert f"/mot-cua/ho-so/{dossier}" in page.text
            await office.act(dossier, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
            assert [row["id"] for row in await _found(office, "0905123456", state="ended")] == [dossier]
            looks = await office.rows("SELECT * FROM evidence WHERE kind = 'person-looked-up' ORDER BY id")
            assert len(looks) == 10
            assert {look["actor"] for look in looks} == {
                f"officer:{COUNTER}.{office.agency}",
                f"officer:{COUNTER}.{ELSEWHERE}",
            }
            assert {look["subject"] for look in looks} == {f"agency/{office.agency}", f"agency/{ELSEWHERE}"}
            facts = [json.loads(look["facts"]) for look in looks]
            assert [fact["found"] for fact in facts[:2]] == [1, 0]
            assert {fact["number"] for fact in facts} == {"*********234", "*******456"}
            whole = str([dict(row) for row in await office.rows("SELECT * FROM evidence")])
            assert "052090001234" not in whole
            assert "0905123456" not in whole
            before = len(looks)
            await _found(office, "dang phuoc")
            assert len(await office.rows("SELECT 1 FROM evidence WHERE kind = 'person-looked-up'")) == before

    asyncio.run(run())


def test_ended_dossiers_are_found_by_short_words_and_rare_ones(one_stop, monkeypatch):
    monkeypatch.setattr("one_stop.dossiers.queries.LOOKED_THROUGH", 3)

    async def run() -> None:
        async with one_stop() as office:
            first = await office.file()
            await office.act(first, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
            await office.rows(
                "INSERT INTO dossier SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(),"
                " 'opened_at', d.opened_at + n * interval '1 minute', 'search_text', 'kx so ' || chr(96 + n) || 'q'))).*"
                " FROM dossier d, generate_series(1, 9) AS n"
            )
            for word, count in (
                ("aq", 1),
                ("iq", 1),
                ("kx", 9),
                ("x", 0),
                ("da", 1),
                ("zq", 0),
                ("kx aq", 1),
                ("'", 0),
            ):
                assert len(await _found(office, word, state="ended")) == count, word
            pages = [await _found(office, "kx", state="ended", limit="4")]
            answer = await office.client.get(
                "/api/one-stop/v1/dossiers?state=ended&q=kx&limit=4", headers=office.headers(COUNTER)
            )
            while following := answer.json()["next"]:
                answer = await office.client.get(
                    "/api/one-stop/v1/dossiers",
                    params={"state": "ended", "q": "kx", "limit": "4", "after": following},
                    headers=office.headers(COUNTER),
                )
                pages.append(answer.json()["items"])
            assert [len(page) for page in pages] == [4, 4, 1]
            opened = [row["opened_at"] for page in pages for row in page]
            assert opened == sorted(opened, reverse=True)
            assert len({row["id"] for page in pages for row in page}) == 9

    asyncio.run(run())


def test_what_waits_for_the_applicant_stands_behind_the_work(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            now = datetime.now(UTC)
            names = []
            for number in range(6):
                dossier = await office.file()
                status, due = (5, now + timedelta(hours=number)) if number % 2 else (1, now + timedelta(days=number))
                await office.rows(
                    "UPDATE dossier SET status = $2, work_due_at = $3 WHERE id = $1", dossier, status, due
                )
                names.append(dossier)
            lapsed = await office.file()
            await office.rows(
                "UPDATE dossier SET status = 5, work_due_at = $2 WHERE id = $1", lapsed, now - timedelta(days=1)
            )
            order = [lapsed, names[0], names[2], names[4], names[1], names[3], names[5]]
            for size in (1, 2, 3, 4, 5, 10):
                seen: list[str] = []
                after = ""
                while True:
                    answer = await office.client.get(
                        "/api/one-stop/v1/dossiers",
                        params={"limit": str(size), "after": after},
                        headers=office.headers(COUNTER),
                    )
                    seen += [row["id"] for row in answer.json()["items"]]
                    after = answer.json()["next"]
                    if not after:
                        break
                assert seen == order, size
            assert [row["id"] for row in await _found(office, "", state="supplement")] == [lapsed, *order[4:]]
            assert (await _found(office, "", state="overdue"))[0]["id"] == lapsed

    asyncio.run(run())
