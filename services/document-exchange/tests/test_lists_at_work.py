"""Document lists as every list is: several at once, files, print, views, registers on paper."""

import csv
import io
import re
from typing import Any

from sqlalchemy.dialects import postgresql

from document_exchange.desk.registers_list import OUTGOING_REGISTER
from shared.access.rights import Role

from .test_incoming import arrived
from .test_journey import run
from .test_pages import post

RECEIVER = "000.00.02.H08"
TOGETHER = "/van-ban/den/cung-luc"


async def rows_of(house: Any, statement: str, *arguments: object) -> list[Any]:
    return list(await (await house.database.hot()).fetch(statement, *arguments))


async def ticks(house: Any, who: Any, query: str = "") -> list[str]:
    page = (await house.call(who, "GET", f"/van-ban/den{query}")).text
    return re.findall(r'name="chon" value="([^"]+)"', page)


def test_the_clerk_takes_in_several_and_what_warns_waits_for_a_look(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        first = await arrived(house, subject="V/v thứ nhất")
        await rows_of(house, "UPDATE incoming_document SET warnings = '[]'")
        (tick,) = await ticks(house, clerk)
        done = await post(house, clerk, TOGETHER, {"viec": "tiep-nhan", "chon": tick, "ds": "trang_thai=01"})
        assert done.status_code == 200
        assert "Đã thực hiện 1 trong 1 mục." in done.text
        assert 'href="/van-ban/den?trang_thai=01"' in done.text
        second = await arrived(house, subject="V/v thứ hai")
        warned = await arrived(house, subject="V/v chữ ký lạ")
        await rows_of(house, "UPDATE incoming_document SET warnings = '[]' WHERE status = '01'")
        await rows_of(
            house, """UPDATE incoming_document SET warnings = '["signature_invalid"]' WHERE id = $1""", warned["id"]
        )
        chosen = [*await ticks(house, clerk), tick]
        assert len(chosen) == 4
        mixed = await post(house, clerk, TOGETHER, {"viec": "tiep-nhan", "chon": chosen})
        assert "Đã thực hiện 1 trong 3 mục." in mixed.text, "the one ticked twice counts once"
        assert "Hãy đánh dấu đã xem các điều cần lưu ý" in mixed.text
        rows = await rows_of(
            house, "SELECT id::text, status, arrival_number FROM incoming_document ORDER BY arrived_at"
        )
        states = {row["id"]: (row["status"], row["arrival_number"]) for row in rows}
        assert states == {first["id"]: ("03", 1), second["id"]: ("03", 2), warned["id"]: ("01", None)}
        specialist = house.person(Role.SPECIALIST, RECEIVER)
        assert (await post(house, specialist, TOGETHER, {"viec": "tiep-nhan", "chon": tick})).status_code == 403
        assert (await post(house, clerk, TOGETHER, {"viec": "tiep-nhan"})).status_code == 422

    run(open_house, play)


def test_the_leader_gives_several_to_one_person(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader, specialist = house.person(Role.LEADER, RECEIVER), house.person(Role.SPECIALIST, RECEIVER)
        for _ in range(3):
            arrival = await arrived(house)
            await house.report(RECEIVER, arrival["id"], "03", Role.RECORDS_CLERK)
        chosen = await ticks(house, leader)
        nobody = await post(house, leader, TOGETHER, {"viec": "phan-cong", "chon": chosen})
        assert nobody.status_code == 422
        assert "Hãy chọn đơn vị hoặc người chủ trì" in nobody.text
        form = {"viec": "phan-cong", "chon": chosen, "lead_id": specialist.subject, "words": "Xử lý sớm"}
        given = await post(house, leader, TOGETHER, form)
        assert "Đã thực hiện 3 trong 3 mục." in given.text
        assert len(await ticks(house, specialist, "?trang_thai=04")) == 0, "a specialist has nothing to do to many"
        page = (await house.call(specialist, "GET", "/van-ban/den?trang_thai=04")).text
        assert "3 mục." in page
        again = await post(house, leader, TOGETHER, form)
        assert again.status_code == 409, "somebody had a look at an older state"

    run(open_house, play)


def test_document_lists_and_registers_go_into_files_and_on_paper(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        arrival = await arrived(house, subject="+84 lạ; V/v kế hoạch")
        await house.report(RECEIVER, arrival["id"], "03", Role.RECORDS_CLERK)
        for path in ("/van-ban/den", "/van-ban/so-van-ban-den"):
            answer = await house.call(clerk, "GET", f"{path}/ket-xuat?dang=csv&q=ke+hoach")
            _titles, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
            assert "1" in row
            assert (await house.call(clerk, "GET", f"{path}/ket-xuat")).content.startswith(b"PK")
            paper = (await house.call(clerk, "GET", f"{path}/ban-in")).text
            assert "V/v kế hoạch" in paper
        draft = await house.draft()
        specialist = house.person(Role.SPECIALIST)
        paper = (await house.call(specialist, "GET", "/van-ban/di/ban-in")).text
        assert "Đang soạn thảo" in paper
        assert str(draft) in (await house.call(specialist, "GET", "/van-ban/di")).text
        noted = await rows_of(house, "SELECT subject FROM evidence WHERE kind LIKE 'list-%' ORDER BY id")
        assert [row["subject"] for row in noted] == [
            *["list/document-exchange.incoming"] * 3,
            *["list/document-exchange.incoming-register"] * 3,
            "list/document-exchange.outgoing",
        ]
        assert (await house.call(specialist, "GET", "/van-ban/so-van-ban-den/ket-xuat")).status_code == 403

    run(open_house, play)


LISTS = (
    "/van-ban/den",
    "/van-ban/di",
    "/van-ban/noi-bo",
    "/van-ban/so-van-ban-di",
    "/van-ban/so-van-ban-den",
    "/van-ban/so-theo-doi",
    "/van-ban/so-buu-dien",
    "/van-ban/so-ban-luu",
    "/van-ban/lay-y-kien",
    "/nhiem-vu",
)


def test_every_document_list_keeps_views(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        queries = {**dict.fromkeys(LISTS, "q=ke+hoach"), "/van-ban/den/thay-doi": "trang_thai=agreed"}
        for path, query in queries.items():
            kept = await post(house, clerk, f"{path}/dang-xem?{query}", {"name": "Kế hoạch"})
            assert kept.headers["location"] == f"{path}?{query}&xong=dang-xem"
            assert "Đã lưu dạng xem." in (await house.call(clerk, "GET", kept.headers["location"])).text
            assert 'aria-current="true">Kế hoạch<' in (await house.call(clerk, "GET", f"{path}?{query}")).text
            rows = await rows_of(house, "SELECT id FROM saved_view")
            dropped = await post(house, clerk, f"{path}/dang-xem/{rows[0]['id']}", {"what": "drop"})
            assert dropped.status_code == 303

    run(open_house, play)


def test_the_outgoing_register_is_a_walk_along_one_index_series_after_series(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        for code in ("administrative", "decisions"):
            await rows_of(
                house,
                "INSERT INTO number_series (id, agency_code, code, name, document_types)"
                " VALUES (gen_random_uuid(), $1, $2, $2, '{}') ON CONFLICT DO NOTHING",
                clerk.agency_code,
                code,
            )
        await rows_of(
            house,
            "INSERT INTO outgoing_document (id, agency_code, status, type_code, type_name, subject, reference, series_id, series_code,"
            " year, number) SELECT gen_random_uuid(), $1, 'sent', 'CV', 'Công văn', 'V/v họp', n || '/' || s.code, s.id, s.code, 2025, n"
            " FROM number_series s, generate_series(1, 300) AS n WHERE s.agency_code = $1 AND s.code = ANY($2)",
            clerk.agency_code,
            ["administrative", "decisions"],
        )
        await rows_of(house, "ANALYZE outgoing_document")
        first = (await house.call(clerk, "GET", "/van-ban/so-van-ban-di?nam=2025")).text
        assert re.findall(r">(\d+/[a-z]+)<", first) == [f"{number}/administrative" for number in range(1, 101)]
        following = re.search(r'href="(/van-ban/so-van-ban-di\?[^"]*sau=[^"]+)"', first)
        assert following is not None
        second = (await house.call(clerk, "GET", following[1].replace("&amp;", "&"))).text
        assert re.findall(r">(\d+/[a-z]+)<", second)[0] == "101/administrative"
        stretch = OUTGOING_REGISTER.stretches_of(clerk, OUTGOING_REGISTER.choose({"nam": "2025"}))[0]
        walked = stretch.base.with_only_columns(*stretch.keys).order_by(*stretch.keys).limit(100)
        query = str(walked.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
        plan = "\n".join([row[0] for row in await rows_of(house, f"EXPLAIN {query}")])
        assert "ix_outgoing_document_register" in plan
        assert "Sort" not in plan

    run(open_house, play)


def test_programs_take_in_and_assign_several_with_one_result_for_each(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, leader = house.person(Role.RECORDS_CLERK, RECEIVER), house.person(Role.LEADER, RECEIVER)
        specialist = house.person(Role.SPECIALIST, RECEIVER)
        first, second = await arrived(house), await arrived(house)
        await rows_of(house, "UPDATE incoming_document SET warnings = '[]' WHERE id = $1", first["id"])
        await rows_of(
            house, """UPDATE incoming_document SET warnings = '["signature_invalid"]' WHERE id = $1""", second["id"]
        )
        items = [{"id": first["id"]}, {"id": second["id"]}]
        answer = await house.call(clerk, "POST", "/incoming/bulk", json={"act": "accept", "items": items})
        assert answer.status_code == 200, answer.text
        assert {item["id"]: item["done"] for item in answer.json()["items"]} == {first["id"]: True, second["id"]: False}
        given = {"act": "assign", "items": items, "assignment": {"lead_id": specialist.subject}}
        assigned = await house.call(leader, "POST", "/incoming/bulk", json=given)
        assert [item["done"] for item in assigned.json()["items"]].count(True) == 1
        refused = await house.call(clerk, "POST", "/incoming/bulk", json={"act": "accept", "items": items})
        assert refused.status_code == 409
        assert len(refused.json()["items"]) == 2
        assert (await house.call(specialist, "POST", "/incoming/bulk", json=given)).status_code == 403
        nobody = await house.call(leader, "POST", "/incoming/bulk", json={"act": "assign", "items": items})
        assert nobody.status_code == 422

    run(open_house, play)


def test_every_document_list_keeps_views_by_calls(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, specialist = house.person(Role.RECORDS_CLERK, RECEIVER), house.person(Role.SPECIALIST, RECEIVER)
        searched = (
            "incoming",
            "outgoing",
            "inside",
            "incoming-register",
            "outgoing-register",
            "tracking-register",
            "post-register",
            "copy-register",
            "opinion-requests",
            "tasks",
        )
        chosen: dict[str, Any] = {name: {"q": "ke hoach"} for name in searched} | {
            "sender-changes": {"filters": {"status": "agreed"}}
        }
        for name, choice in chosen.items():
            path = f"/lists/{name}/views"
            kept = await house.call(clerk, "POST", path, json={"name": "Kế hoạch", **choice})
            [view] = kept.json()["items"]
            assert view["page"].endswith(("?q=ke+hoach", "?trang_thai=agreed"))
            usual = await house.call(clerk, "PATCH", f"{path}/{view['id']}", json={"usual": True})
            assert usual.json()["items"][0]["usual"] is True
            assert (await house.call(clerk, "DELETE", f"{path}/{view['id']}")).json() == {"items": []}
            seen = (await house.call(specialist, "GET", path)).status_code
            assert seen == (403 if "register" in name or name == "sender-changes" else 200)

    run(open_house, play)
