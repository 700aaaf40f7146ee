"""Lấy lại: the agency that has the dossier takes back a step that lies at another, and whoever comes too late is told."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from one_stop.moves import statements
from one_stop.results import actions as drafting

from ..parts.kit import THERE, THERE_NAME, held, staff
from ..results.test_several_levels import _change
from .kit import (
    ABOVE,
    ABOVE_NAME,
    COUNTER,
    DRAFT,
    LEADER,
    SPECIALIST,
    STRANGER,
    act,
    at_department,
    chain,
    committee,
    department,
    done,
    seen,
    standing,
    told,
    work,
    written,
)

HERS = f"{SPECIALIST}.{THERE}"
WHY = {"reason": "Đã ba ngày chưa ai nhận"}


def test_the_leader_takes_it_back_from_where_nobody_took_it_and_it_is_handed_on_anew(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier, own, expert = await at_department(office), office.identity(COUNTER), department(office)
            (before,) = await office.rows("SELECT due_at FROM dossier")
            back = await done(office, office.identity(LEADER), dossier, "take-back", WHY)
            assert (back["step_code"], await standing(office)) == ("receive", ("receive", "", None, ""))
            assert await work(office, own) == [dossier], "the counter has it again"
            assert await work(office, expert) == await work(office, expert, scope="agency") == []
            assert await told(office, "dossier-taken-back") == [("", THERE, SPECIALIST)], "all who might have taken it"
            (row,) = await office.rows("SELECT due_at, step_sent_by FROM dossier")
            assert (row["due_at"], row["step_sent_by"]) == (before["due_at"], ""), "the term is what was promised"
            (line,) = await office.rows("SELECT * FROM hand_over WHERE action = 'take-back'")
            assert (line["agency_code"], line["to_agency_code"], line["outcome"]) == (office.agency, "", "")
            assert line["note"] == f"Từ {THERE_NAME}: {WHY['reason']}"
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(own))).text
            assert "Lấy lại hồ sơ từ cơ quan khác" in page
            assert WHY["reason"] in page
            await done(office, own, dossier, "transfer", {})
            await done(office, expert, dossier, "claim")
            await done(office, expert, dossier, "finish", DRAFT)
            assert (await standing(office))[1] == ABOVE

    asyncio.run(run())


def test_who_sent_it_takes_it_back_out_of_the_hands_of_who_has_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier, own = await at_department(office), office.identity(COUNTER)
            await done(office, department(office), dossier, "claim")
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(own))).text
            assert f'action="/mot-cua/ho-so/{dossier}/lay-lai"' in page
            assert f"{THERE_NAME} đang làm bước" in page
            form = {"csrf_token": "csrf-token", "reason": ""}
            url = f"/mot-cua/ho-so/{dossier}/lay-lai"
            refused = await office.client.post(url, headers=office.headers(own), data=form)
            assert refused.status_code == 422, "not without a reason"
            assert 'id="take-back-reason-error"' in refused.text
            sent = await office.client.post(url, headers=office.headers(own), data=form | WHY)
            assert sent.status_code == 303, sent.text[:2000]
            assert await standing(office) == ("receive", "", None, "")
            assert await told(office, "dossier-taken-back") == [(HERS, THERE, SPECIALIST)]

    asyncio.run(run())


def test_nobody_else_takes_it_back_and_nothing_that_is_not_away(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier = await office.file("hop-bao")
            await done(office, office.identity(COUNTER), dossier, "accept")
            early = await act(office, office.identity(LEADER), dossier, "take-back", WHY)
            assert (early.status_code, early.json()["code"]) == (409, "step_not_away")
            await done(office, office.identity(COUNTER), dossier, "transfer", {})
            second = office.identity(COUNTER, office.agency, "second")
            for who in (second, office.identity(SPECIALIST)):
                refused = await act(office, who, dossier, "take-back", WHY)
                assert (refused.status_code, refused.json()["code"]) == (409, "step_sent_by_another")
                page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(who))
                assert "/lay-lai" not in page.text
            strangers = [office.identity(role, STRANGER) for role in (COUNTER, LEADER)]
            for who in (department(office), department(office, LEADER), committee(office), *strangers):
                refused = await act(office, who, dossier, "take-back", WHY)
                assert refused.status_code == 404, refused.text
            assert (await act(office, office.identity(LEADER), dossier, "take-back", {"reason": ""})).status_code == 422
            assert await standing(office) == ("examine", THERE, f"agency:{THERE}", THERE_NAME), "nothing has changed"

    asyncio.run(run())


def test_from_the_committee_it_comes_to_the_last_step_of_the_agency_that_has_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    """Also past the department's step: it is taken back to where it can be handed on anew; who handed it over first may."""

    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier = await at_department(office)
            await done(office, department(office), dossier, "claim")
            await done(office, department(office), dossier, "finish", DRAFT)
            await done(office, office.identity(COUNTER), dossier, "take-back", WHY)
            assert await standing(office) == ("receive", "", None, "")
            assert await told(office, "dossier-taken-back") == [("", ABOVE, LEADER)]
            assert await work(office, committee(office)) == []
            assert await seen(office, department(office), dossier) == 200

    asyncio.run(run())


def _parent_signs(row: dict[str, Any]) -> None:
    row["steps"][-2]["at"] = "parent"


def test_it_finds_the_specialist_who_had_it_before(one_stop: Any, tmp_path: Path, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder, ABOVE, ABOVE_NAME)
            await office.rows("UPDATE agency SET parent_code = $1 WHERE code = $2", ABOVE, office.agency)
            await _change(office, tmp_path / "province", _parent_signs)
            dossier = await held(office)
            await done(office, office.identity(SPECIALIST), dossier, "finish", DRAFT)
            mine = office.identity(SPECIALIST).subject
            (row,) = await office.rows("SELECT step_sent_by FROM dossier")
            assert row["step_sent_by"] == mine, "who drafted it sent it there"
            await done(office, office.identity(LEADER), dossier, "take-back", WHY)
            assert (await standing(office))[1:3] == ("", mine)
            assert (mine, office.agency, SPECIALIST) in await told(office, "dossier-assigned")
            assert await work(office, office.identity(SPECIALIST)) == [dossier]

    asyncio.run(run())


def test_who_comes_too_late_at_either_agency_is_told_what_happened(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier, expert, leader = await at_department(office), department(office), office.identity(LEADER)
            await done(office, expert, dossier, "claim")
            await done(office, leader, dossier, "take-back", WHY)
            for name, said in (("finish", DRAFT), ("return", {"reason": "Thiếu bản vẽ"}), ("claim", None)):
                late = await act(office, expert, dossier, name, said)
                assert (late.status_code, late.json()["code"]) == (409, "step_taken_back"), (name, late.text)
                assert "đã lấy lại hồ sơ lúc" in late.text
                assert WHY["reason"] in late.text, "with the reason"
            assert await written(office, expert, dossier, "notes", {"text": "Đã xem"}) == 409
            form = {"csrf_token": "csrf-token"} | DRAFT
            url = f"/mot-cua/ho-so/{dossier}/trinh-ket-qua"
            page = await office.client.post(url, headers=office.headers(expert), data=form)
            assert page.status_code == 409
            assert "đã lấy lại hồ sơ lúc" in page.text
            above = await act(office, committee(office), dossier, "sign")
            assert above.status_code == 404, "who never had it learns nothing"
            await done(office, office.identity(COUNTER), dossier, "transfer", {})
            await done(office, expert, dossier, "claim")
            await done(office, expert, dossier, "return", {"reason": "Thiếu bản vẽ"})
            late = await act(office, leader, dossier, "take-back", WHY)
            assert (late.status_code, late.json()["code"]) == (409, "step_not_away")
            assert "đã làm xong hoặc đã trả lại" in late.text
            gone = await act(office, expert, dossier, "claim")
            assert gone.status_code == 404, "it gave it back itself: there is nothing to tell"

    asyncio.run(run())


def _second_waits(monkeypatch: pytest.MonkeyPatch, second: str) -> tuple[asyncio.Event, asyncio.Event]:
    """It has read where the dossier stands (the first of the two tells so), and writes when the other event lets it."""
    read, go = asyncio.Event(), asyncio.Event()
    module, name = (drafting, "save_change") if second == "finish" else (statements, "write_move")
    there_before = getattr(module, name)

    async def wait(*given: Any, **named: Any) -> Any:
        if second == "finish" or given[1].action == "take-back":
            read.set()
            await go.wait()
        return await there_before(*given, **named)

    monkeypatch.setattr(module, name, wait)
    return read, go


@pytest.mark.parametrize("second", ["take-back", "finish"])
def test_of_two_at_once_one_wins_and_the_other_is_refused(
    one_stop: Any, tmp_path: Path, authority_folder: Path, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier, expert = await at_department(office), department(office)
            await done(office, expert, dossier, "claim")
            read, go = _second_waits(monkeypatch, second)
            acts = {
                "take-back": lambda: act(office, office.identity(LEADER), dossier, "take-back", WHY),
                "finish": lambda: act(office, expert, dossier, "finish", DRAFT),
            }
            late = asyncio.create_task(acts.pop(second)())
            await asyncio.wait_for(read.wait(), 20)
            ((first, begin),) = acts.items()
            won = await begin()
            go.set()
            lost = await late
            assert (won.status_code, lost.status_code) == (200, 409), (won.text, lost.text)
            assert lost.json()["code"] == "dossier_taken_meanwhile"
            assert (await standing(office))[:2] == (("receive", "") if first == "take-back" else ("approve", ABOVE))
            lines = await office.rows("SELECT action FROM hand_over WHERE action IN ('take-back', 'finish')")
            assert [line["action"] for line in lines] == [first], "of the other there is no trace"
            assert len(await told(office, "dossier-taken-back")) == (first == "take-back")
            assert len(await office.rows("SELECT 1 FROM dossier_result")) == (first == "finish")

    asyncio.run(run())


def test_to_where_nobody_has_the_role_nothing_is_sent(one_stop: Any, tmp_path: Path, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier, own = await office.file("hop-bao"), office.identity(COUNTER)
            await done(office, own, dossier, "accept")
            away = "UPDATE person SET active = false WHERE id = $1"
            await office.rows(away, HERS)
            refused = await act(office, own, dossier, "transfer", {})
            assert (refused.status_code, refused.json()["code"]) == (409, "step_agency_without_people"), refused.text
            for said in (THERE_NAME, "không có ai giữ vai trò chuyên viên", "quản trị danh bạ"):
                assert said in refused.text, refused.text
            assert await standing(office) == ("receive", "", None, ""), "it stays where its clock is seen"
            url, form = f"/mot-cua/ho-so/{dossier}/chuyen", {"csrf_token": "csrf-token"}
            page = await office.client.post(url, headers=office.headers(own), data=form)
            assert page.status_code == 409
            assert "không có ai giữ vai trò chuyên viên" in page.text
            await office.rows("UPDATE person SET active = true WHERE id = $1", HERS)
            await done(office, own, dossier, "transfer", {})
            await done(office, department(office), dossier, "claim")
            await office.rows(away, f"{LEADER}.{ABOVE}")
            refused = await act(office, department(office), dossier, "finish", DRAFT)
            assert (refused.status_code, refused.json()["code"]) == (409, "step_agency_without_people")
            assert not await office.rows("SELECT 1 FROM dossier_result"), "nothing of the draft is kept"
            await office.rows(away, HERS)
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(own))
            assert f"Ở {THERE_NAME} hiện không có ai giữ vai trò của bước này" in page.text
            await done(office, own, dossier, "take-back", WHY)

    asyncio.run(run())


def test_what_is_given_back_is_not_held_up_by_an_empty_agency(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    """Whoever gives it back cannot go on with it; the agency that has it sees that nobody is there, and takes it back."""

    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier = await at_department(office)
            await done(office, department(office), dossier, "claim")
            await done(office, department(office), dossier, "finish", DRAFT)
            await office.rows("UPDATE person SET active = false WHERE id = $1", HERS)
            await done(office, committee(office), dossier, "return", {"reason": "Xem lại căn cứ"})
            assert await standing(office) == ("examine", THERE, f"agency:{THERE}", THERE_NAME)
            await done(office, office.identity(LEADER), dossier, "take-back", WHY)

    asyncio.run(run())
