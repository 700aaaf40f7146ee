"""Biểu II.06a: each dossier where it belongs, each figure opened, counted again by another program, and closed once."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from one_stop.reports.actions import COUNT_REPORT, DRAFTS_KEPT
from one_stop.reports.rules import Came, State, Totals
from shared.directory.keeping import keep_agency
from shared.work.jobs import Job, Jobs
from testing.factories import an_agency

from .month import LAST_MONTH, MONTH, UNTIL, live

LEADER, URL = "leader", "/api/one-stop/v1/reports"
ASKED = {"first_day": LAST_MONTH.first.isoformat(), "last_day": LAST_MONTH.last.isoformat()}


async def _ask(office: Any, **more: Any) -> Any:
    return await office.client.post(URL, headers=office.headers(LEADER), json=ASKED | more)


async def _count(office: Any) -> None:
    jobs = Jobs(office.database, [COUNT_REPORT])
    while await jobs.do_next():
        pass


async def _report(office: Any, **more: Any) -> dict[str, Any]:
    asked = await _ask(office, **more)
    assert asked.status_code == 202, asked.text
    assert asked.json()["columns"] == []
    await _count(office)
    read: dict[str, Any] = (
        await office.client.get(f"{URL}/{asked.json()['id']}", headers=office.headers(LEADER))
    ).json()
    return read


async def _close(office: Any, report_id: str, reason: str = "", who: Any = LEADER) -> Any:
    url = f"{URL}/{report_id}/close"
    return await office.client.post(url, headers=office.headers(who), json={"reason": reason} if reason else {})


async def _reported(office: Any, report_id: str, **wanted: str) -> set[str]:
    wanted |= {"report": report_id, "limit": "100"}
    url = "/api/one-stop/v1/lists/reported"
    read = await office.client.get(url, headers=office.headers(LEADER), params=wanted)
    assert read.status_code == 200, read.text
    return {row["code"] for row in read.json()["items"]}


async def _page_by_page(office: Any, report_id: str) -> set[str]:
    """One dossier a page; each is seen once."""
    seen, after = list[str](), ""
    while True:
        asked = {"report": report_id, "limit": "1", "after": after}
        url = "/api/one-stop/v1/lists/reported"
        page = (await office.client.get(url, headers=office.headers(LEADER), params=asked)).json()
        seen += [row["code"] for row in page["items"]]
        if page["next"] is None:
            assert len(seen) == len(set(seen))
            return set(seen)
        after = page["next"]


def _expected() -> list[int]:
    came = [sum(lived.came == name for lived in MONTH.values()) for name in Came]
    state = [sum(lived.state == name for lived in MONTH.values()) for name in State]
    return [sum(came), *came, sum(state[:3]), *state[:3], sum(state[3:]), *state[3:]]


def test_every_dossier_is_counted_where_it_belongs_and_opened_from_its_figure(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            codes = {name: await live(office, lived) for name, lived in MONTH.items()}
            report = await _report(office)
            assert report["columns"] == _expected()
            for part in ("came", "state"):
                for value in {getattr(lived, part) for lived in MONTH.values()} - {""}:
                    expected = {codes[name] for name, lived in MONTH.items() if getattr(lived, part) == value}
                    assert await _reported(office, report["id"], **{part: value}) == expected, value
            ours = {name for name, lived in MONTH.items() if lived.state in ("early", "on-time", "running")}
            differing = {
                codes[name] for name, lived in MONTH.items() if lived.came and lived.national != (name in ours)
            }
            assert differing
            assert await _reported(office, report["id"], differs="differs") == differing
            counted = [lived for lived in MONTH.values() if lived.came]
            assert report["national_share"] == pytest.approx(100 * sum(one.national for one in counted) / len(counted))
            assert report["own_share"] == pytest.approx(100 * len(ours) / len(counted))
            assert await _page_by_page(office, report["id"]) == {
                codes[name] for name, lived in MONTH.items() if lived.came
            }
            found = await _reported(office, report["id"], q=codes["early"].lower())
            assert found == {codes["early"]}

    asyncio.run(run())


def test_another_program_counts_the_same_from_the_file(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for lived in MONTH.values():
                await live(office, lived)
            report = await _report(office)
            columns = "code,channel,received,due,ended,waits"
            url = f"/mot-cua/bao-cao/ho-so/ket-xuat?bao_cao={report['id']}&cot={columns}&dang=csv"
            taken = await office.client.get(url, headers=office.headers(LEADER))
            (tmp_path / "taken.csv").write_bytes(taken.content)
            paper = await office.client.get(url.replace("ket-xuat", "ban-in"), headers=office.headers(LEADER))
            chosen = paper.text.partition("Báo cáo: ")[2].partition(" ·")[0]
            assert chosen == f"{LAST_MONTH.first:%d/%m/%Y} – {LAST_MONTH.last:%d/%m/%Y}"
            program = [sys.executable, str(Path(__file__).with_name("recount.py")), str(tmp_path / "taken.csv")]
            days = [str(LAST_MONTH.first), f"{UNTIL:%Y-%m-%dT%H:%M}"]
            counted = await asyncio.to_thread(subprocess.run, [*program, *days], capture_output=True, check=True)
            assert json.loads(counted.stdout) == report["columns"]

    asyncio.run(run())


def test_what_changes_later_changes_no_report_that_was_counted(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            code = await live(office, MONTH["overdue"])
            report = await _report(office)
            await office.rows("UPDATE dossier SET due_at = due_at + interval '90 days' RETURNING id")
            again = await office.client.get(f"{URL}/{report['id']}", headers=office.headers(LEADER))
            assert again.json()["columns"] == report["columns"]
            assert await _reported(office, report["id"], state="overdue") == {code}

    asyncio.run(run())


def test_agencies_below_are_counted_one_by_one_and_a_worker_that_died_loses_none(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            async with office.database.sessions.begin() as session:
                for code, name in (("000.00.71.H08", "Phòng A"), ("000.00.72.H08", "Phòng B")):
                    await keep_agency(session, an_agency(code, name=name, parent_code=office.agency))
            await live(office, MONTH["early"])
            code = await live(office, MONTH["overdue"])
            move = "UPDATE dossier SET agency_code = '000.00.72.H08' WHERE code = $1 RETURNING id"
            await office.rows(move, code)
            asked = (await _ask(office, below=True)).json()
            assert asked["agencies"] == 3

            async def die(session: Any, key: str) -> None:
                await COUNT_REPORT.do(session, key)
                raise RuntimeError("died before it committed")

            await Jobs(office.database, [Job(COUNT_REPORT.name, COUNT_REPORT.title, die)]).do_next()
            await office.rows("UPDATE job SET due_at = now() WHERE name = $1 RETURNING key", COUNT_REPORT.name)
            assert await Jobs(office.database, [COUNT_REPORT]).do_next()
            page = f"/mot-cua/bao-cao/{asked['id']}"
            half = (await office.client.get(page, headers=office.headers(LEADER))).text
            assert "Đang đếm: 1 trên 3 cơ quan." in half
            refused = await _close(office, asked["id"])
            assert refused.json()["code"] == "report_being_counted"
            assert (await _ask(office, below=True)).json()["code"] == "report_counting"
            await _count(office)
            read = (await office.client.get(f"{URL}/{asked['id']}", headers=office.headers(LEADER))).json()
            assert {line["agency_code"] for line in read["lines"]} == {office.agency, "000.00.72.H08"}
            assert read["columns"][0] == 2
            whole = (await office.client.get(page, headers=office.headers(LEADER))).text
            assert "Không có hồ sơ trong kỳ: Phòng A." in whole
            assert await _reported(office, asked["id"], agency="000.00.72.H08") == {code}
            own = await _report(office)
            assert own["columns"][0] == 1

    asyncio.run(run())


def test_a_report_is_closed_once_signed_and_replaced_only_with_a_reason(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await live(office, MONTH["early"])
            first = await _report(office)
            signed = f"{URL}/{first['id']}/file"
            assert (await office.client.get(signed, headers=office.headers(LEADER))).status_code == 404
            both = await asyncio.gather(_close(office, first["id"]), _close(office, first["id"]))
            assert sorted(answer.status_code for answer in both) == [200, 409]
            told = next(answer for answer in both if answer.status_code == 409)
            assert "Lê Quang Minh đã ký, chốt báo cáo này" in told.json()["title"]
            pdf = await office.client.get(signed, headers=office.headers(LEADER))
            assert b"/ByteRange" in pdf.content
            second = await _report(office)
            refused = await _close(office, second["id"])
            assert refused.status_code == 422
            assert "hãy ghi lý do lập báo cáo thay" in refused.text
            assert (await _close(office, second["id"], "Bổ sung hồ sơ nhận ngày cuối tháng")).status_code == 200
            read = (await office.client.get(f"{URL}/{first['id']}", headers=office.headers(LEADER))).json()
            assert read["replaced_by"] == second["id"]
            kept = await office.rows("SELECT kind FROM evidence WHERE kind = 'report-closed'")
            assert len(kept) == 2

    asyncio.run(run())


def test_a_leader_reports_from_the_page_without_scripts(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await live(office, MONTH["overdue"])
            headers, form = office.headers(LEADER), {"csrf_token": "csrf-token"}
            page = (await office.client.get("/mot-cua/bao-cao", headers=headers)).text
            assert "Chưa lập báo cáo nào" in page
            days = {"first_day": f"{LAST_MONTH.first:%d/%m/%Y}", "last_day": f"{LAST_MONTH.last:%d/%m/%Y}"}
            asked = await office.client.post("/mot-cua/bao-cao", headers=headers, data=form | days)
            assert asked.status_code == 303
            await _count(office)
            shown = (await office.client.get(asked.headers["location"], headers=headers)).text
            opened = shown.partition('data-label="Đang giải quyết, quá hạn"><a class="govuk-link" href="')[2].partition(
                '"'
            )[0]
            listed = await office.client.get(opened.replace("&amp;", "&"), headers=headers)
            assert "Đang giải quyết, quá hạn" in listed.text
            assert "1 mục." in listed.text
            preview = await office.client.get(f"{asked.headers['location']}/in", headers=headers)
            assert preview.content.startswith(b"%PDF")
            closed = await office.client.post(f"{asked.headers['location']}/chot", headers=headers, data=form)
            assert closed.status_code == 303
            assert "Đã ký, chốt báo cáo." in (await office.client.get(closed.headers["location"], headers=headers)).text
            again = await office.client.post(f"{asked.headers['location']}/chot", headers=headers, data=form)
            assert again.status_code == 409
            assert "đã ký, chốt báo cáo này lúc" in again.text
            assert (
                await office.client.get("/mot-cua/bao-cao", headers=office.headers("specialist"))
            ).status_code == 403

    asyncio.run(run())


def test_reports_of_other_agencies_are_not_there_and_only_the_newest_drafts_are_kept(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await live(office, MONTH["early"])
            kept = await _report(office)
            assert (await _close(office, kept["id"])).status_code == 200
            stranger = office.headers(LEADER, "000.00.12.H08")
            for url in (f"{URL}/{kept['id']}", f"{URL}/{kept['id']}/file", f"/mot-cua/bao-cao/{kept['id']}"):
                assert (await office.client.get(url, headers=stranger)).status_code == 404
            listed = f"/api/one-stop/v1/lists/reported?report={kept['id']}"
            assert (await office.client.get(listed, headers=stranger)).status_code == 404
            taken = f"/mot-cua/bao-cao/ho-so/ket-xuat?bao_cao={kept['id']}&dang=csv"
            assert len((await office.client.get(taken, headers=stranger)).text.splitlines()) == 1
            for _ in range(DRAFTS_KEPT + 2):
                await _report(office)
            rows = await office.rows("SELECT id::text, closed_at FROM report")
            assert len(rows) == DRAFTS_KEPT + 1
            assert kept["id"] in {row["id"] for row in rows}
            unknown = await _close(office, str(uuid4()))
            assert unknown.status_code == 404

    asyncio.run(run())


def test_a_line_that_does_not_add_up_is_an_error_of_ours_and_never_printed() -> None:
    line = dict.fromkeys(Totals.__dataclass_fields__, 0) | {"online": 2, "early": 1}
    with pytest.raises(ValueError, match="received is not resolved"):
        Totals.of([line])
