"""Finding dossiers: by a person's number however it is written, with a trace of the look; and what the list begins with."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql

from one_stop.dossiers.indexes import ENDED_DOSSIER
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import number_in, number_looked_up, search_words
from shared.storage.words import has_words
from testing.plans import cost_of

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
        ("261128-0001", ""),
        (" 261128-0001 ", ""),
        ("2611280001", "2611280001"),
        ("000.00.13.H08-261126-0001", ""),
        ("đặng phước", ""),
        ("123", ""),
        ("", ""),
    ],
)
def test_a_number_is_read_as_every_door_reads_it(typed, number):
    assert number_in(typed) == number
    if number:
        assert search_words(typed) == number


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
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (1, 3))

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


def test_codes_are_found_by_their_end_and_numbers_by_any_digits(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            await office.act(dossier, "accept", COUNTER)
            (row,) = await office.rows("SELECT code FROM dossier")
            day, number = row["code"].rsplit("-", 2)[1:]
            typed = (row["code"], f"{day}-{number}", number, day, "001234", "90001", "05123456", "234", "phuoc dang")
            for words in typed:
                assert [found["id"] for found in await _found(office, words, scope="agency")] == [dossier], words
            for words in ("huoc", "52090001235", f"{number}-{day}"):
                assert await _found(office, words, scope="agency") == [], words

    asyncio.run(run())


def test_a_whole_number_is_asked_of_the_index_at_once(one_stop, monkeypatch):
    """Who stands at the counter is among few rows of a million: none are read through first."""
    monkeypatch.setattr("shared.work.keyset.WINDOWS", None)
    monkeypatch.setattr("shared.work.keyset.FEW_WINDOWS", None)

    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            for words in ("052090001234", "0905 123 456", "dang phuoc 052090001234"):
                assert [found["id"] for found in await _found(office, words, scope="agency")] == [dossier], words
            assert await _found(office, "052090001235", scope="agency") == []

    asyncio.run(run())


def test_words_of_another_agency_are_left_aside_by_the_index_itself(one_stop, monkeypatch):
    """However common a word is elsewhere: rows of others are never read."""
    monkeypatch.setattr("shared.work.keyset.WINDOWS", (1, 3))

    async def run() -> None:
        async with one_stop() as office:
            mine = await office.file()
            await office.act(mine, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
            await office.rows(
                "INSERT INTO dossier SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'agency_code',"
                " CASE WHEN n < 5 THEN d.agency_code ELSE $1 END, 'search_text', CASE WHEN n < 5 THEN 'khac' ELSE 'hiem' || n END))).*"
                " FROM dossier d, generate_series(1, 3000) AS n",
                ELSEWHERE,
            )
            assert await _found(office, "hiem", state="ended") == []
            assert len(await _found(office, "khac", state="ended")) == 4
            await office.rows("VACUUM ANALYZE dossier")
            [indexed] = has_words(Dossier.search_text, "hiem", owner=(Dossier.agency_code, office.agency))
            asked = select(Dossier.id).where(indexed, text(ENDED_DOSSIER))
            query = str(asked.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
            plan = "\n".join([row[0] for row in await office.rows(f"EXPLAIN ANALYZE {query}")])
            assert "ix_dossier_ended_words" in plan
            assert "Removed by Filter" not in plan
            assert "Heap Blocks" not in plan, "no row of another agency is looked at"
            assert (await cost_of(office.database, lambda session: session.execute(asked))).pages < 10, "nor its words"

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


def test_the_search_box_finds_the_agencys_dossiers_and_leaves_one_trace_of_a_number(one_stop):
    async def ask(office, q: str, role: str = COUNTER, agency: str | None = None):
        return await office.client.get("/internal/search", params={"q": q}, headers=office.headers(role, agency))

    async def run() -> None:
        async with one_stop() as office:
            running, ended = await office.file(), await office.file()
            await office.act(ended, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
            [first, second] = (await ask(office, "052 090 001 234")).json()["groups"]
            assert [hit["href"] for hit in first["hits"]] == [f"/mot-cua/ho-so/{running}"]
            assert [hit["href"] for hit in second["hits"]] == [f"/mot-cua/ho-so/{ended}"]
            assert first["href"] == "/mot-cua?q=052+090+001+234&pham_vi=agency"
            opened = await office.client.get(first["href"], headers=office.headers(COUNTER))
            assert f"/mot-cua/ho-so/{running}" in opened.text
            looks = await office.rows("SELECT facts FROM evidence WHERE kind = 'person-looked-up' ORDER BY id")
            assert [json.loads(look["facts"])["found"] for look in looks] == [2, 1]
            assert (await ask(office, "052090001234", agency=ELSEWHERE)).json() == {"groups": []}
            assert (await ask(office, "dang phuoc", role="records-clerk")).json() == {"groups": []}
            assert (await ask(office, "a\x00b")).status_code == 400
            assert (await ask(office, "x" * 201)).status_code == 422
            assert (await office.client.get("/internal/search?q=a")).status_code == 401

    asyncio.run(run())
