"""The directory as every list is: a file and a print view with evidence, views of one's own, locked accounts for administrators."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import text

from .conftest import ADMINISTRATOR, HERE, Directory, an_officer

SPECIALIST = an_officer("specialist")


def test_people_go_into_a_file_and_on_paper_and_who_took_them_is_noted(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await directory.add("nguoi1", "Nguyễn Văn An")
        await directory.add("nguoi2", "=Trần")
        answer = await directory.call("GET", "/danh-ba/ket-xuat?dang=csv", SPECIALIST)
        titles, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert titles[:2] == ["Họ và tên", "Chức danh"]
        names = {row[0] for row in rows}
        assert {"Nguyễn Văn An", "'=Trần"} <= names
        assert (await directory.call("GET", "/danh-ba/ket-xuat", SPECIALIST)).content.startswith(b"PK")
        assert "Nguyễn Văn An" in (await directory.call("GET", "/danh-ba/ban-in?q=van an", SPECIALIST)).text
        # Locked accounts are nobody's but an administrator's, in files too.
        locked = await directory.call("GET", "/danh-ba/ket-xuat?dang=csv&khoa=1", SPECIALIST)
        assert "Nguyễn Văn An" in locked.content.decode("utf-8-sig")
        theirs = await directory.call("GET", "/danh-ba/ket-xuat?dang=csv&khoa=1", ADMINISTRATOR)
        assert "Nguyễn Văn An" not in theirs.content.decode("utf-8-sig")
        taken = await directory.rows("SELECT kind, actor, facts FROM evidence WHERE kind LIKE 'list-%' ORDER BY id")
        assert [row.kind for row in taken] == ["list-exported"] * 2 + ["list-printed"] + ["list-exported"] * 2
        specialist, administrator = f"officer:{SPECIALIST.subject}", f"officer:{ADMINISTRATOR.subject}"
        assert [row.actor for row in taken] == [specialist] * 4 + [administrator]
        assert taken[0].facts["rows"] == len(rows)
        assert "van an" not in str(taken[2].facts), "the words looked for are nobody's business"

    run(act)


def test_a_view_of_the_directory_is_kept_and_dropped(run: Any) -> None:
    async def act(directory: Directory) -> None:
        kept = await directory.call("POST", "/danh-ba/dang-xem?q=an", SPECIALIST, data={"name": "Tên An"})
        assert kept.headers["location"] == "/danh-ba?q=an&xong=dang-xem"
        page = (await directory.call("GET", "/danh-ba/dang-xem", SPECIALIST)).text
        view = page.partition('action="/danh-ba/dang-xem/')[2].partition('"')[0]
        dropped = await directory.call("POST", f"/danh-ba/dang-xem/{view}", SPECIALIST, data={"what": "drop"})
        assert dropped.status_code == 303
        assert "Chưa có dạng xem nào" in (await directory.call("GET", "/danh-ba/dang-xem", SPECIALIST)).text

    run(act)


def test_paper_and_views_name_the_agency_that_was_chosen(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await directory.add("nguoi1", "Nguyễn Văn An")
        [agency] = await directory.rows(f"SELECT name FROM agency WHERE code = '{HERE}'")
        for what in ("ban-in", "dang-xem"):
            page = (await directory.call("GET", f"/danh-ba/{what}?co_quan={HERE}", SPECIALIST)).text
            assert f"Cơ quan: {agency.name}" in page, what
            assert f"Cơ quan: {HERE}" not in page, what

    run(act)


def test_a_program_keeps_changes_and_drops_a_view_of_people(run: Any) -> None:
    async def act(directory: Directory) -> None:
        views = "/api/mail-directory/v1/lists/people/views"
        kept = await directory.call("POST", views, SPECIALIST, json={"name": "Tên An", "q": "an"})
        assert kept.status_code == 200, kept.text
        [view] = kept.json()["items"]
        assert (view["name"], view["q"], view["usual"]) == ("Tên An", "an", False)
        one = f"{views}/{view['id']}"
        changed = await directory.call("PATCH", one, SPECIALIST, json={"name": "Họ An", "usual": True})
        assert [(row["name"], row["usual"]) for row in changed.json()["items"]] == [("Họ An", True)]
        another = an_officer("specialist", subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e11")
        assert (await directory.call("DELETE", one, another)).status_code == 404
        assert (await directory.call("DELETE", one, SPECIALIST)).json()["items"] == []
        assert (await directory.call("GET", views, SPECIALIST)).json()["items"] == []

    run(act)


@pytest.mark.parametrize(("name", "place"), [("agencies", "co-quan"), ("units", "don-vi")])
def test_views_of_agencies_and_of_units_are_kept_changed_and_dropped(run: Any, name: str, place: str) -> None:
    async def act(directory: Directory) -> None:
        page, calls = f"/danh-ba/{place}", f"/api/mail-directory/v1/lists/{name}/views"
        kept = await directory.call("POST", f"{page}/dang-xem?q=phong", SPECIALIST, data={"name": "Các phòng"})
        assert kept.headers["location"] == f"{page}?q=phong&xong=dang-xem"
        [view] = (await directory.call("GET", calls, SPECIALIST)).json()["items"]
        assert (view["name"], view["q"]) == ("Các phòng", "phong")
        dropped = await directory.call("POST", f"{page}/dang-xem/{view['id']}", SPECIALIST, data={"what": "drop"})
        assert dropped.status_code == 303
        kept = await directory.call("POST", calls, SPECIALIST, json={"name": "Theo tên"})
        one = f"{calls}/{kept.json()['items'][0]['id']}"
        changed = await directory.call("PATCH", one, SPECIALIST, json={"name": "Tất cả"})
        assert [row["name"] for row in changed.json()["items"]] == ["Tất cả"]
        assert (await directory.call("DELETE", one, SPECIALIST)).json()["items"] == []

    run(act)


def test_an_address_names_every_way_in_which_it_may_be_called(run: Any) -> None:
    async def act(directory: Directory) -> None:
        one = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e10"
        for path, ways in (
            (f"/api/mail-directory/v1/units/{one}/posts/{one}", "DELETE, PUT"),
            ("/api/mail-directory/v1/people", "GET, POST, HEAD"),
            ("/danh-ba/uy-quyen", "GET, HEAD"),
        ):
            answer = await directory.call("OPTIONS", path, ADMINISTRATOR)
            assert (answer.status_code, answer.headers["allow"]) == (405, ways), path

    run(act)


NAME = "Phòng Quản lý Đô thị"


def _rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_agencies_and_units_are_lists_that_go_into_files_with_evidence(run: Any) -> None:
    async def act(directory: Directory) -> None:
        new = {"unit_code": "QLDT", "name": NAME, "kind": "division"}
        made = await directory.call("POST", f"/danh-ba/co-quan/{HERE}/don-vi-moi", ADMINISTRATOR, data=new)
        assert made.status_code == 303, made.text
        for place, told in (("co-quan", "Mã định danh"), ("don-vi", "Mã đơn vị")):
            assert f"/danh-ba/{place}/ket-xuat" in (await directory.call("GET", f"/danh-ba/{place}", SPECIALIST)).text
            titles, *rows = _rows(await directory.call("GET", f"/danh-ba/{place}/ket-xuat?dang=csv", SPECIALIST))
            assert told in titles
            assert rows, place
            page = await directory.call("GET", f"/danh-ba/{place}", SPECIALIST)
            assert f"{len(rows)} mục." in page.text, "counted as they are"
            assert (await directory.call("GET", f"/danh-ba/{place}/ban-in", SPECIALIST)).status_code == 200
            assert (await directory.call("GET", f"/danh-ba/{place}/ket-xuat")).status_code in (303, 401)
        taken = await directory.rows("SELECT subject FROM evidence WHERE kind LIKE 'list-%' ORDER BY id")
        lists = ("list/mail-directory.agencies", "list/mail-directory.units")
        assert [row.subject for row in taken] == [name for name in lists for _ in range(2)]
        for asked, found in (("q=do thi", True), ("q=khongcoai", False), ("co_quan=000.00.12.H08", False)):
            page = await directory.call("GET", f"/danh-ba/don-vi?{asked}", SPECIALIST)
            assert (NAME in page.text) is found, asked

    run(act)


def test_what_one_was_told_is_taken_by_that_person_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        told = f"gen_random_uuid(), '{SPECIALIST.subject}', 'post-ending', '{{}}', '/danh-ba', now()"
        async with directory.database.sessions.begin() as session:
            await session.execute(text(f"INSERT INTO notification (id, person, kind, facts, link, at) SELECT {told}"))
        another = an_officer("specialist", subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e11")
        for who, rows in ((SPECIALIST, 1), (another, 0)):
            assert len(_rows(await directory.call("GET", "/thong-bao/ket-xuat?dang=csv", who))) == 1 + rows
            assert (await directory.call("GET", "/thong-bao/ban-in", who)).status_code == 200
        assert "/thong-bao/ket-xuat?dang=csv" in (await directory.call("GET", "/thong-bao", SPECIALIST)).text

    run(act)
