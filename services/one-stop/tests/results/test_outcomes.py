"""A result says what it concludes: granted, refused with its reason, or granted in part; to the leader first."""

import asyncio
from typing import Any

import orjson
import pypdfium2
import pytest

from one_stop.figures.counting import FIGURES
from one_stop.results.rules import NEGATIVE_TITLE, said_of
from shared.contracts.one_stop import DossierFigureRecorded
from shared.core import clock
from shared.core.errors import Invalid
from shared.messaging.figures import tell_figure
from shared.standards.result_outcomes import ResultOutcome
from testing.factories import handed_to_applicant

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
REASON = "Thửa đất nằm trong hành lang bảo vệ công trình thủy lợi."
BASIS = "Khoản 2 Điều 91 Luật Xây dựng"
EMPTY = dict.fromkeys(("title", "body", "granted_part", "refused_part", "reason", "legal_basis"), "")
REFUSED = {"number": "31/TL", "outcome": "refused", "reason": REASON, "legal_basis": BASIS, "granted_part": "Gõ nhầm"}
PARTIAL = {
    "number": "32/GP", "title": "Giấy phép", "body": "Chấp thuận theo hồ sơ đã nộp.", "outcome": "partial",
    "granted_part": "Tầng một và tầng hai", "refused_part": "Tầng ba", "reason": "Vượt chiều cao cho phép", "legal_basis": BASIS,
}  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [
        (ResultOutcome.GRANTED, {"/title", "/body"}),
        (ResultOutcome.REFUSED, {"/reason", "/legal_basis"}),
        (ResultOutcome.PARTIAL, {"/title", "/body", "/granted_part", "/refused_part", "/reason", "/legal_basis"}),
    ],
)
def test_each_outcome_says_what_it_must(outcome: ResultOutcome, missing: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        said_of(outcome, EMPTY)
    assert {error.pointer for error in refusal.value.fields} == missing
    assert all(error.sentence.endswith(".") for error in refusal.value.fields)


def test_what_was_typed_for_another_outcome_is_not_kept() -> None:
    typed = {name: f"{name} đã gõ" for name in EMPTY}
    assert said_of(ResultOutcome.GRANTED, typed) == {**EMPTY, "title": typed["title"], "body": typed["body"]}
    assert said_of(ResultOutcome.REFUSED, typed)["title"] == NEGATIVE_TITLE
    assert said_of(ResultOutcome.PARTIAL, typed) == typed


async def _in_hand(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        answer = await office.act(dossier, act, role, {} if act == "transfer" else None)
        assert answer.status_code == 200, answer.text
    return dossier


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


async def _signed_text(office: Any) -> str:
    rows = await office.rows("SELECT sha256 FROM dossier_result ORDER BY drafted_at DESC LIMIT 1")
    return _text(await office.app.state.files.get(rows[0]["sha256"]))


async def _told(office: Any, kind: str) -> list[dict[str, Any]]:
    rows = await office.rows("SELECT data::text AS data FROM outbox WHERE type = $1 ORDER BY position", kind)
    return [orjson.loads(row["data"]) for row in rows]


async def _page(office: Any, dossier: str, role: str) -> str:
    return str((await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(role))).text)


def test_a_negative_answer_is_a_letter_with_reason_and_basis_shown_before_it_is_signed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            before = await office.rows("SELECT * FROM dossier")
            for wrong, pointer in (
                (REFUSED | {"reason": "Sai"}, "/reason"),
                (REFUSED | {"legal_basis": ""}, "/legal_basis"),
            ):
                refused = await office.act(dossier, "finish", SPECIALIST, wrong)
                assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
            typed = {"number": "31/TL", "outcome": "refused", "reason": ""}
            shown = await office.press(dossier, "trinh-ket-qua", SPECIALIST, **typed)
            assert shown.status_code == 422
            assert 'href="#finish-reason"' in shown.text
            assert await office.rows("SELECT * FROM dossier") == before
            assert not await office.rows("SELECT 1 FROM dossier_result")

            assert (await office.act(dossier, "finish", SPECIALIST, REFUSED)).status_code == 200
            seen = await _page(office, dossier, LEADER)
            for words in ("Không đủ điều kiện giải quyết", REASON, BASIS, "Ký số và phát hành kết quả"):
                assert words in seen
            preview = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(LEADER))
            assert REASON in _text(preview.content)
            assert (await office.rows("SELECT result_outcome FROM dossier"))[0]["result_outcome"] == ""

            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            printed = await _signed_text(office)
            for words in (NEGATIVE_TITLE.upper(), "không đủ điều kiện giải quyết", REASON, BASIS, "khiếu nại"):
                assert words in printed
            assert "Gõ nhầm" not in printed
            (finished,) = await _told(office, "one-stop.dossier-finished.v1")
            assert (finished["outcome"], finished["reason"]) == ("refused", REASON)
            notes = await office.rows("SELECT action, note FROM hand_over WHERE action IN ('finish', 'sign')")
            assert {row["note"] for row in notes} == {"Kết luận: không đủ điều kiện giải quyết"}
            read = await office.client.get(f"/api/one-stop/v1/dossiers/{dossier}", headers=office.headers(SPECIALIST))
            assert read.json()["result_outcome"] == "refused"

    asyncio.run(run())


def test_a_part_is_granted_and_lists_and_figures_tell_the_outcomes_apart(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            granted = {"number": "33/GP", "title": "Giấy phép", "body": "Chấp thuận theo hồ sơ đã nộp."}
            made = {}
            for name, draft in (("refused", REFUSED), ("granted", granted), ("partial", PARTIAL)):
                made[name] = await _in_hand(office)
                assert (await office.act(made[name], "finish", SPECIALIST, draft)).status_code == 200
                assert (await office.act(made[name], "sign", LEADER)).status_code == 200
            printed = await _signed_text(office)
            for words in ("Phần được giải quyết: Tầng một và tầng hai", "Phần không được giải quyết: Tầng ba", BASIS):
                assert words in printed
            for state in ("resolved", "ended"):
                for outcome, dossier in made.items():
                    url = f"/api/one-stop/v1/dossiers?scope=agency&state={state}&outcome={outcome}"
                    listed = (await office.client.get(url, headers=office.headers(COUNTER))).json()
                    assert [row["id"] for row in listed["items"]] == [dossier], (state, outcome)
                page = await office.client.get(
                    f"/mot-cua?pham_vi=agency&trang_thai={state}&ket_luan=partial", headers=office.headers(COUNTER)
                )
                assert "Được giải quyết một phần" in page.text
                assert (state == "resolved") is (made["granted"] in (await _page_of_all(office)))
                for dossier in made.values():
                    await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())
            await office.rows("UPDATE dossier SET finished_at = now() - interval '1 day' RETURNING id")
            async with office.database.sessions.begin() as session:
                for figure in FIGURES:
                    await tell_figure(session, figure, clock.local_now().date())
            told = {
                event["name"]: (event["numerator"], event["denominator"])
                for event in await _told(office, DossierFigureRecorded.type)
            }
            assert told["dossiers-not-granted"] == told["dossiers-partly-granted"] == (1, 3)

    asyncio.run(run())


async def _page_of_all(office: Any) -> str:
    return str((await office.client.get("/mot-cua?pham_vi=agency", headers=office.headers(COUNTER))).text)


def test_after_acceptance_form_03_is_refused_and_the_specialist_lays_a_negative_answer_before_the_leader(
    one_stop: Any,
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _in_hand(office)
            before = await office.rows("SELECT d::text FROM dossier d")
            late = await office.act(dossier, "refuse", COUNTER, {"reason": REASON})
            assert (late.status_code, late.json()["code"]) == (409, "refused_after_acceptance")
            assert "trình lãnh đạo ký văn bản trả lời" in late.json()["title"] + late.json().get("detail", "")
            page = await office.press(dossier, "tu-choi", COUNTER, reason=REASON)
            assert (page.status_code, "không từ chối bằng phiếu mẫu 03" in page.text) == (409, True)
            assert await office.rows("SELECT d::text FROM dossier d") == before
            drafting = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert "Phiếu mẫu 03 chỉ dùng khi từ chối tiếp nhận" in drafting.text
            assert (await office.act(dossier, "finish", SPECIALIST, REFUSED)).status_code == 200
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            (row,) = await office.rows("SELECT status, result_outcome FROM dossier")
            assert (row["status"], row["result_outcome"]) == (9, "refused")
            assert await office.rows("SELECT 1 FROM printed_form WHERE form_no = '03'") == []

    asyncio.run(run())
