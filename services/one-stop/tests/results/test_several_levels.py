"""Approval in several levels, and steps that only some dossiers go through: data of the procedure, checked as it is published."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from one_stop.procedures.rules import Step, When, check_conditions, check_steps, skipped_steps, step_after, step_before
from one_stop.seeding import seed
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"number": "7/GP", "title": "Giấy phép", "body": "Đồng ý cấp phép cho ông bà."}
REVIEW = {"code": "review", "name": "Trưởng phòng duyệt", "role": LEADER, "hours": 4, "actions": ["approve"]}
LABELS: list[dict[str, Any]] = [
    {"name": "area", "title": "Diện tích"},
    {"name": "kind", "title": "Loại", "choices": {"new": "Mới", "more": "Thêm"}},
]


async def _change(office: Any, province: Path, change: Any) -> None:
    file = province / "procedures.json"
    source = json.loads(file.read_text())
    change(next(row for row in source["procedures"] if row["form"] == "hop-bao"))
    file.write_text(json.dumps(source))
    await seed(office.database, office.settings, province)


async def _drafted(office: Any, number: str = "7/GP", **filed: Any) -> str:
    dossier: str = await office.file("hop-bao", **filed)
    for act, role, body in (
        ("accept", COUNTER, None), ("transfer", COUNTER, {}), ("claim", SPECIALIST, None), ("finish", SPECIALIST, DRAFT | {"number": number}),
    ):  # fmt: skip
        answer = await office.act(dossier, act, role, body)
        assert answer.status_code == 200, (act, answer.text)
    return dossier


def test_a_level_below_approves_with_its_signature_and_the_last_makes_the_result(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _change(office, tmp_path / "province", lambda row: row["steps"].insert(-2, REVIEW))
            dossier = await _drafted(office)
            early = await office.act(dossier, "sign", LEADER)
            assert (early.status_code, early.json()["code"]) == (409, "dossier_action_not_allowed")
            approved = await office.act(dossier, "approve", LEADER, {"note": "Đồng ý trình"})
            assert approved.status_code == 200, approved.text
            assert (approved.json()["status"], approved.json()["step_code"]) == (4, "approve")
            (slip,) = await office.rows("SELECT sha256 FROM printed_form WHERE form_no = 'approval'")
            url = f"/api/one-stop/v1/dossiers/{dossier}/files/{slip['sha256']}"
            pdf = await office.client.get(url, headers=office.headers(SPECIALIST))
            anchors = TrustAnchors.of_authority(office.settings.authority_folder)
            (report,) = await asyncio.to_thread(verify_pdf, pdf.content, anchors)
            assert report.valid
            again = await office.act(dossier, "approve", LEADER)
            assert again.status_code == 409
            assert (await office.act(dossier, "return", LEADER, {"reason": "Xem lại căn cứ"})).json()[
                "step_code"
            ] == "review"
            form = {"csrf_token": "csrf-token", "note": "Đã xem lại"}
            page = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/duyet", headers=office.headers(LEADER), data=form
            )
            assert page.status_code == 303, page.text[:2000]
            signed = await office.act(dossier, "sign", LEADER)
            assert (signed.status_code, signed.json()["status"]) == (200, 9), signed.text
            noted = await office.rows(
                "SELECT facts ->> 'sha256' AS sha256 FROM evidence WHERE kind = 'result-approved'"
            )
            assert noted[0]["sha256"] == slip["sha256"]
            assert len(noted) == 2

    asyncio.run(run())


def test_a_step_is_gone_through_only_where_its_condition_holds(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            review = REVIEW | {"when": {"field": "journalists", "at_least": 100}}
            await _change(office, tmp_path / "province", lambda row: row["steps"].insert(-2, review))
            small = await _drafted(office, answers={"journalists": 40})
            (row,) = await office.rows("SELECT skipped, step_code FROM dossier WHERE id = $1", small)
            assert (row["skipped"], row["step_code"]) == ([2], "approve")
            assert (await office.act(small, "sign", LEADER)).status_code == 200
            large = await _drafted(office, "8/GP", answers={"journalists": 140})
            (row,) = await office.rows("SELECT skipped, step_code FROM dossier WHERE id = $1", large)
            assert (row["skipped"], row["step_code"]) == ([], "review")
            back = await office.act(small, "return", LEADER, {"reason": "Sai bước"})
            assert back.status_code == 409, "signed already"

    asyncio.run(run())


def test_a_wrong_condition_is_not_published(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            review = REVIEW | {"when": {"field": "khong-co", "at_least": 100}}
            with pytest.raises(ValueError, match="khong-co"):
                await _change(office, tmp_path / "province", lambda row: row["steps"].insert(-2, review))

    asyncio.run(run())


def _steps(*signs: bool) -> list[Step]:
    middle = []
    for position, sign in enumerate(signs, 1):
        role, actions = (LEADER, frozenset({"approve"})) if sign else (SPECIALIST, frozenset[str]())
        middle.append(Step(position, f"s{position}", "", role, 4, actions))
    last = Step(len(signs) + 1, "return", "", COUNTER, 4, frozenset({"return_result"}))
    return [Step(0, "receive", "", COUNTER, 4, frozenset()), *middle, last]


@pytest.mark.parametrize("signs", [(False, True), (False, True, True), (False, False, True, True, True)])
def test_levels_in_a_row_are_published(signs: tuple[bool, ...]) -> None:
    check_steps(_steps(*signs))


@pytest.mark.parametrize("signs", [(False, False), (True, False), (True, False, True), (False, True, False)])
def test_levels_that_are_not_in_a_row_or_not_last_are_refused(signs: tuple[bool, ...]) -> None:
    with pytest.raises(ValueError, match="liền nhau"):
        check_steps(_steps(*signs))


@pytest.mark.parametrize(
    ("said", "answers", "goes"),
    [
        ({"field": "area", "at_least": 500}, {"area": 500}, True),
        ({"field": "area", "at_least": 500}, {"area": 499.5}, False),
        ({"field": "area", "below": 500}, {"area": 500}, False),
        ({"field": "area", "below": 500}, {"area": 20}, True),
        ({"field": "kind", "one_of": ["new"]}, {"kind": "new"}, True),
        ({"field": "kind", "one_of": ["new"]}, {"kind": "more"}, False),
        ({"field": "kind", "one_of": ["new"]}, {"kind": ["more", "new"]}, True),
        ({"field": "area", "at_least": 500}, {}, True),
        ({"field": "area", "at_least": 500}, {"area": "năm trăm"}, True),
    ],
)
def test_a_condition_on_answers(said: dict[str, Any], answers: dict[str, Any], goes: bool) -> None:
    when = When.read(said, LABELS)
    assert skipped_steps({1: when}, answers) == ([] if goes else [1])


@pytest.mark.parametrize(
    "said",
    [{"field": "x", "below": 1}, {"field": "area"}, {"field": "area", "is": 1}, {"field": "kind", "one_of": ["old"]}],
)
def test_a_condition_that_nothing_could_decide_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        When.read(said, LABELS)


def test_what_every_dossier_needs_has_no_condition() -> None:
    steps, when = _steps(False, False, True), When("area", at_least=1)
    check_conditions(steps, {1: when})
    for wrong in ({0: when}, {3: when}, {4: when}, {1: when, 2: when}):
        with pytest.raises(ValueError, match=r"\w"):
            check_conditions(steps, wrong)


def test_the_way_leads_around_what_is_skipped() -> None:
    steps = _steps(False, False, True)
    assert [step.position for step in (step_after(steps, 1, {2}), step_before(steps, 3, {2})) if step] == [3, 1]
