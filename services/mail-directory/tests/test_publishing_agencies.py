"""The province's table of agencies is published as it changes: told once, refused in words, and nobody is left without a way out."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mail_directory.agencies.actions import publish_agencies
from mail_directory.agencies.models import Agency
from mail_directory.agencies.rules import parents_first
from mail_directory.seeding import seed
from shared.core import clock
from shared.core.settings import Settings

from .conftest import _AGENCIES, ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer
from .test_account_power import GATEWAY

TOLD = (
    "SELECT data->>'agency_code' AS code, data->>'name' AS name, data->>'valid_to' AS ends FROM outbox"
    " WHERE type LIKE '%agency-recorded%' ORDER BY position"
)
ABOVE = an_officer("directory-administrator", PROVINCE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e99")


def table() -> list[dict[str, str]]:
    columns = ("code", "name", "short_name", "tier", "parent_code")
    return [
        dict(zip(columns, (code, name, short, tier, parent or ""), strict=True)) | {"mail_domain": "binhdinh.gov.vn"}
        for code, name, short, tier, parent in _AGENCIES
    ]


async def publish(directory: Directory, rows: list[dict[str, str]]) -> list[tuple[str, str, str | None]]:
    """What was told by publishing this table."""
    before = len(await directory.rows(TOLD))
    async with directory.database.sessions.begin() as session:
        await publish_agencies(session, rows)
    return [tuple(row) for row in (await directory.rows(TOLD))[before:]]


def test_new_renamed_and_ended_agencies_are_told_once(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rows = table()
        assert await publish(directory, rows) == []
        yesterday = clock.local_now().date() - timedelta(days=1)
        rows[1]["name"] = "Sở Khoa học và Công nghệ"
        child = rows[0] | {"code": "000.01.11.H08", "name": "Trung tâm", "short_name": "TT", "parent_code": HERE}
        rows = [child, rows[0], rows[1]]  # a child may stand before who is above it; Sở Xây dựng is gone
        assert sorted(await publish(directory, rows)) == [
            ("000.00.09.H08", "Sở Xây dựng", yesterday.isoformat()),
            ("000.00.11.H08", "Sở Khoa học và Công nghệ", None),
            ("000.01.11.H08", "Trung tâm", None),
        ]
        assert await publish(directory, rows) == []
        told = "SELECT data->'former_names' AS names FROM outbox WHERE subject = 'agency/000.00.11.H08' ORDER BY position DESC LIMIT 1"
        (news,) = await directory.rows(told)
        assert news.names == [{"name": "Sở Thông tin và Truyền thông", "until": yesterday.isoformat()}]
        rows[2]["name"] = "Sở Khoa học, Công nghệ"  # mended on the same day: that name held no day
        await publish(directory, rows)
        (news,) = await directory.rows(told)
        assert [former["name"] for former in news.names] == ["Sở Thông tin và Truyền thông"]
        assert "Sở Khoa học" in (await directory.call("GET", "/danh-ba?q=khoa+hoc", ADMINISTRATOR)).text
        assert "Đã kết thúc" in (await directory.call("GET", "/danh-ba", ADMINISTRATOR)).text
        (again,) = await publish(directory, [*rows, table()[2]])
        assert again == (ELSEWHERE, "Sở Xây dựng", None)
        kinds = "SELECT kind FROM evidence WHERE subject = 'agency/000.00.09.H08' ORDER BY id"
        assert [row.kind for row in await directory.rows(kinds)] == ["agency-ended", "agency-changed"]

    run(act)


def test_how_an_agency_is_reached_is_said_by_the_table_also_after_a_reorganisation(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rows = table()
        contacts = {
            "address": "1 Đường Thử",
            "phone": "0256 1",
            "email": "vt@example.test",
            "website": "https://x.test",
        }
        rows[1] |= contacts
        async with directory.database.sessions.begin() as session:
            (await session.get_one(Agency, "000.00.11.H08")).kept_here = True
        rows[1]["name"] = "Tên của bảng"
        (news,) = await publish(directory, rows)
        assert news == ("000.00.11.H08", "Sở Thông tin và Truyền thông", None), "its name stays the screens'"
        told = "SELECT data FROM outbox WHERE type LIKE '%agency-recorded%' ORDER BY position DESC LIMIT 1"
        (row,) = await directory.rows(told)
        assert {name: row.data[name] for name in contacts} == contacts
        assert await publish(directory, rows) == []
        rows[1]["phone"] = "0" * 21
        with pytest.raises(ValueError, match=r"phone của .* dài quá 20 ký tự"):
            await publish(directory, rows)

    run(act)


def test_in_whose_name_an_agency_signs_is_said_by_the_table(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rows = table()
        rows[1]["collective"] = " Ban Quản lý "
        assert [code for code, *_ in await publish(directory, rows)] == [rows[1]["code"]]
        assert await publish(directory, rows) == []
        told = "SELECT data->>'collective' AS collective FROM outbox WHERE type LIKE '%agency-recorded%' ORDER BY position DESC LIMIT 1"
        (news,) = await directory.rows(told)
        assert news.collective == "Ban Quản lý"
        rows[1]["collective"] = "Ủy ban " * 20
        with pytest.raises(ValueError, match="collective"):
            await publish(directory, rows)

    run(act)


def test_people_of_an_ended_agency_go_on_and_can_be_moved(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("kt.sxd", role="specialist", agency=ELSEWHERE)
        await publish(directory, table()[:2])
        sent = {"user_name": "kt.sxd", "password": password}
        signed_in = await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)
        assert (signed_in.json()["agency_code"], signed_in.json()["roles"]) == (ELSEWHERE, ["specialist"])
        assert "đã kết thúc hoạt động" in (await directory.call("GET", f"/danh-ba/co-quan/{ELSEWHERE}", ABOVE)).text
        other, _ = await directory.add("anhnt.stttt")
        there = {"agency_code": ELSEWHERE, "role": "specialist", "title": "Chuyên viên"}
        new = there | {"full_name": "Trần Văn Mới", "email": "moi@binhdinh.gov.vn", "user_name": "moi.sxd"}
        api = "/api/mail-directory/v1/people"
        for path, body in ((api, new), (f"{api}/{other.id}/transfer", there | {"version": 1})):
            refused = await directory.call("POST", path, ABOVE, json=body)
            assert (refused.status_code, refused.json()["code"]) == (409, "agency_ended"), path
        assert len(await directory.rows("SELECT 1 FROM post")) == 2, "it takes nobody new"
        to = {"agency_code": HERE, "role": "specialist", "title": "Chuyên viên", "version": "1"}
        moved = await directory.call("POST", f"/danh-ba/can-bo/{person.id}/dieu-chuyen", ABOVE, data=to)
        assert moved.status_code == 303

    run(act)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parent_code": "000.00.99.H08"}, "cấp trên"),
        ({"parent_code": HERE}, "vòng lại"),
        ({"code": PROVINCE}, "hai dòng"),
        ({"name": " "}, "thiếu name"),
        ({"successor_code": "000.00.99.H08"}, "kế thừa"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused_in_words(change: dict[str, str], words: str) -> None:
    rows = table()
    rows[1] |= change
    with pytest.raises(ValueError, match=words):
        parents_first(rows)


def test_a_last_day_is_read_as_a_vietnamese_spreadsheet_writes_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rows = table()
        rows[2]["valid_to"] = "31/12/2200"
        assert await publish(directory, rows) == [(ELSEWHERE, "Sở Xây dựng", "2200-12-31")]
        rows[2]["valid_to"] = "31/13/2200"
        with pytest.raises(ValueError, match=r"agencies\.csv: 000\.00\.09\.H08: Tháng “13” chưa đúng"):
            await publish(directory, rows)

    run(act)


def test_a_directory_that_has_people_takes_the_table_as_well(run: Any, tmp_path: Path) -> None:
    async def act(directory: Directory) -> None:
        await directory.add("anhnt.stttt")
        columns = list(table()[0])
        rows = table()
        rows[2]["short_name"] = "SXD mới"
        lines = [",".join(columns), *(",".join(row[column] for column in columns) for row in rows)]
        shutil.copy(Path("data/binh-dinh/province.json"), tmp_path)
        (tmp_path / "agencies.csv").write_text("\n".join(lines) + "\n", "utf-8")
        settings = Settings(_env_file=None, var=tmp_path)
        assert await seed(directory.database, settings, tmp_path) == []
        found = await directory.rows(f"SELECT short_name FROM agency WHERE code = '{ELSEWHERE}'")
        assert [row.short_name for row in found] == ["SXD mới"]

    run(act)
