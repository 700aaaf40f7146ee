"""A procedure changes while dossiers run: seen before, moved where that was chosen and may be, told, and never worse for the applicant."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from one_stop.catalogue.content import typed_of
from one_stop.changeovers.actions import MOVE_OPEN
from one_stop.changeovers.rules import Running, Stay, Target, why_stays
from shared.core import clock
from shared.standards.dossier_status import DossierStatus
from shared.work.jobs import Jobs

from .kit import EDITOR, LEADER, begin, decide, look, save, send

COUNTER, SPECIALIST = "counter-officer", "specialist"
ROW: dict[str, Any] = {
    "steps": [
        {"code": "receive", "role": COUNTER},
        {"code": "examine", "role": SPECIALIST},
        {"code": "site", "role": SPECIALIST, "when": {"field": "area", "at_least": 500}},
        {"code": "approve", "role": "leader"},
    ],
    "papers": [{"code": "P1"}, {"code": "P2"}],
    "agencies": ["A1"],
    "form": "chung",
    "term": {"amount": 10, "unit": "working_days"},
    "fee": 0,
}
LABELS = [{"name": "area", "title": "Diện tích"}]


@pytest.mark.parametrize(
    ("changed", "stay"),
    [
        ({}, None),
        ({"status": DossierStatus.SUPPLEMENT_REQUESTED}, Stay.NOT_IN_WORK),
        ({"status": DossierStatus.RESOLVED}, Stay.NOT_IN_WORK),
        ({"signed": True}, Stay.NOT_IN_WORK),
        ({"step_code": "consult"}, Stay.STEP_GONE),
        ({"step_role": "leader"}, Stay.STEP_GONE),
        ({"form": "hop-bao"}, Stay.FORM_OTHER),
        ({"case": "gone"}, Stay.CASE_GONE),
        ({"step_code": "site", "answers": {"area": 20}}, Stay.STEP_SKIPPED),
        ({"step_code": "site", "answers": {"area": 700}}, None),
        ({"agency_code": "A2"}, Stay.AGENCY_GONE),
        ({"papers": frozenset({"P1", "P9"})}, Stay.PAPER_GONE),
        ({"term": (9, "working_days")}, Stay.TERM_LONGER),
        ({"term": (10, "working_hours")}, Stay.TERM_LONGER),
        ({"term": (12, "working_days")}, None),
    ],
)
def test_what_stays_and_why(changed: dict[str, Any], stay: Stay | None) -> None:
    one: dict[str, Any] = {
        "status": DossierStatus.IN_PROGRESS,
        "step_code": "examine",
        "step_role": SPECIALIST,
        "agency_code": "A1",
        "form": "chung",
        "case": "",
        "channel": "counter",
        "papers": frozenset({"P1"}),
        "answers": {},
        "term": (10, "working_days"),
    }
    assert why_stays(Running(**(one | changed)), Target.of(ROW, LABELS)) is stay


def test_nobody_comes_to_stand_behind_a_signature_that_was_not_given() -> None:
    one = Running(
        DossierStatus.IN_PROGRESS, "group", SPECIALIST, "A1", "chung", "", "counter", frozenset(), {}, (10, "working_days")
    )  # fmt: skip
    sign = {"code": "approve", "role": "leader", "actions": ["approve"]}
    fork = {"code": "group", "role": SPECIALIST, "parallel": [{"name": "Nhánh"}]}
    before, after = [ROW["steps"][0], fork, sign], [ROW["steps"][0], sign, fork]
    assert why_stays(one, Target.of(ROW | {"steps": before}, LABELS)) is None
    assert why_stays(one, Target.of(ROW | {"steps": after}, LABELS)) is Stay.STEP_GONE


def test_papers_and_term_are_those_of_its_case_and_channel() -> None:
    cases: list[dict[str, Any]] = [
        {"code": "new", "name": "Cấp mới", "channels": {"online": {"term": {"amount": 8, "unit": "working_days"}}}},
        {"code": "again", "name": "Cấp lại", "term": {"amount": 3, "unit": "working_days"}},
    ]
    row = ROW | {"cases": cases, "papers": [{"code": "P1"}, {"code": "P2", "cases": ["new"]}]}
    one = Running(
        DossierStatus.IN_PROGRESS, "examine", SPECIALIST, "A1", "chung", "new", "counter", frozenset({"P2"}), {},
        (10, "working_days"),
    )  # fmt: skip
    target = Target.of(row, LABELS)
    assert why_stays(one, target) is None
    assert why_stays(replace(one, case="again"), target) is Stay.PAPER_GONE
    assert why_stays(replace(one, term=(8, "working_days")), target) is Stay.TERM_LONGER
    assert why_stays(replace(one, term=(8, "working_days"), channel="online"), target) is None
    assert why_stays(replace(one, case=""), target) is Stay.CASE_GONE


async def running(office: Any) -> tuple[str, str]:
    """One that a specialist examines, and one that is not received yet."""
    examined, new = await office.file(), await office.file()
    for act, role, body in (
        ("accept", COUNTER, None),
        ("transfer", COUNTER, {}),
        ("transfer", "leader", {"holder_id": f"{SPECIALIST}.{office.agency}"}),
    ):
        done = await office.act(examined, act, role, body)
        assert done.status_code == 200, (act, done.text)
    return examined, new


def step_names(office: Any) -> dict[str, str]:
    """The box of each step's name."""
    steps = typed_of(office.procedures["chung"])["steps"]
    return {step["code"]: f"steps.{place}.name" for place, step in enumerate(steps)}


async def changed(office: Any, **more: str) -> str:
    change = await begin(office, office.procedures["chung"]["code"])
    names = step_names(office)
    saved = await save(office, change, **{names["examine"]: "Thẩm định theo quy trình mới"}, **more)
    assert saved.headers["location"].endswith("?xong=luu"), saved.headers
    assert (await send(office, change, clock.local_now().date())).status_code == 303
    return change


def test_the_approver_sees_them_chooses_and_a_worker_moves_those_that_may(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            examined, new = await running(office)
            change = await changed(office)
            for who in (EDITOR, LEADER):
                page = await look(office, change, who)
                assert "2 hồ sơ đang giải quyết giữ quy trình của ngày nộp" in page
                assert "1 hồ sơ chuyển được" in page
                assert "1 hồ sơ giữ quy trình cũ: Chưa tiếp nhận, đang chờ bổ sung hoặc đã ký kết quả" in page
            assert "moves_open" in await look(office, change, LEADER)
            before = await office.rows("SELECT id, due_at, due_original FROM dossier ORDER BY id")
            assert (await decide(office, change, "duyet", moves_open="1")).status_code == 303
            jobs = Jobs(office.database, [MOVE_OPEN])
            while await jobs.do_next():
                pass
            rows = await office.rows(
                "SELECT d.id::text, v.version, d.step_name, d.holder_id FROM dossier d"
                " JOIN procedure_version v ON v.id = d.procedure_version_id"
            )
            found = {row["id"]: (row["version"], row["step_name"]) for row in rows}
            assert found[examined] == (2, "Thẩm định theo quy trình mới")
            assert found[new][0] == 1
            assert await office.rows("SELECT id, due_at, due_original FROM dossier ORDER BY id") == before
            (line,) = await office.rows("SELECT dossier_id::text, note FROM hand_over WHERE action = 'change-over'")
            assert (line["dossier_id"], line["note"]) == (examined, "Phiên bản 2 của thủ tục")
            told = await office.rows("SELECT data::text FROM outbox WHERE data::text LIKE '%dossier-changed-over%'")
            assert len(told) == 1
            assert f"{SPECIALIST}.{office.agency}" in told[0]["data"]
            report = await look(office, f"{change}/ho-so")
            assert "Đã chuyển 1 hồ sơ, giữ quy trình cũ 1 hồ sơ." in report
            assert "Chưa tiếp nhận, đang chờ bổ sung hoặc đã ký kết quả" in report
            assert "Hồ sơ đã chuyển sang quy trình mới: 1" in await look(office, change)
            # It goes on to its end under the new version.
            draft = {"title": "Kết quả", "body": "Nội dung kết quả giải quyết."}
            for act, role, body in (("finish", SPECIALIST, draft), ("sign", LEADER, None)):
                done = await office.act(examined, act, role, body)
                assert done.status_code == 200, (act, done.text)

    asyncio.run(run())


def test_without_the_choice_all_keep_their_version(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await running(office)
            change = await changed(office)
            assert (await decide(office, change, "duyet")).status_code == 303
            assert not await Jobs(office.database, [MOVE_OPEN]).do_next()
            versions = await office.rows(
                "SELECT DISTINCT v.version FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id"
            )
            assert [row["version"] for row in versions] == [1]
            assert "Hồ sơ đã chuyển" not in await look(office, change)

    asyncio.run(run())


def test_a_longer_term_moves_nobody_and_a_shorter_one_brings_the_date_forward(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            examined, _ = await running(office)
            amount = office.procedures["chung"]["term"]["amount"]
            (before,) = await office.rows("SELECT due_at FROM dossier WHERE id = $1", examined)
            for term, version in ((amount + 5, 1), (amount - 1, 3)):
                change = await changed(office, **{"term.amount": str(term)})
                assert (await decide(office, change, "duyet", moves_open="1")).status_code == 303
                jobs = Jobs(office.database, [MOVE_OPEN])
                while await jobs.do_next():
                    pass
                (now,) = await office.rows(
                    "SELECT v.version, d.due_at FROM dossier d JOIN procedure_version v"
                    " ON v.id = d.procedure_version_id WHERE d.id = $1",
                    examined,
                )
                assert now["version"] == version
                assert now["due_at"] <= before["due_at"]
            assert now["due_at"] < before["due_at"] - timedelta(hours=1)

    asyncio.run(run())
