"""Hồ sơ liên thông nhóm thủ tục: the citizen has the first result and sees each part at its agency, as it is told."""

from typing import Any

import pytest

from online_services.tracking import actions as course
from online_services.tracking import queries
from online_services.tracking.groups import note_branch, note_first_result
from shared.contracts.one_stop_groups import BranchTold, FirstResultIssued
from shared.contracts.values import FurtherResult

from .builders import CODE, NOON, finished, received
from .conftest import Check, Service, file_one

API = "/api/online-services/v1"
POLICE, INSURANCE = "Công an cấp xã", "Cơ quan bảo hiểm xã hội"


def _first(dossier: str) -> FirstResultIssued:
    """The very result that the dossier ends with."""
    known = finished(dossier).model_dump(include=set(FurtherResult.model_fields))
    return FirstResultIssued(
        dossier_id=dossier,
        code=CODE,
        status=4,
        signed_by="Trần Văn Hùng",
        results=(FurtherResult.model_validate(known),),
        issued_at=NOON,
    )


def _part(dossier: str, branch: str, state: str, **more: Any) -> BranchTold:
    agency, name = (POLICE, "Đăng ký thường trú") if branch == "group#1" else (INSURANCE, "Cấp thẻ bảo hiểm y tế")
    known = {"dossier_id": dossier, "branch": branch, "name": name, "agency_name": agency, "at": NOON, "due_at": NOON}
    return BranchTold(**(known | {"state": state} | more))


async def _with_first_result(service: Service, lan: Any) -> str:
    dossier: str = await file_one(lan)
    await service.in_transaction(
        lambda session: course.note_received(session, received(dossier)),
        lambda session: note_first_result(session, _first(dossier)),
        lambda session: note_branch(session, _part(dossier, "group#1", "sent")),
        lambda session: note_branch(session, _part(dossier, "group#2", "sent")),
    )
    return dossier


def test_the_first_result_can_be_had_while_the_other_parts_are_out_and_is_kept_once_at_the_end(
    in_service: Check,
) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await _with_first_result(service, lan)
        page = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        for words in ("Các phần của hồ sơ liên thông", POLICE, INSURANCE, "Đã chuyển đến", "Tải kết quả đã ký số"):
            assert words in page, words
        assert "đã có kết quả phần đầu" in (await lan.get("/dich-vu-cong/thong-bao")).text
        assert "/rut" not in page
        late = await lan.post(f"{API}/submissions/{dossier}/withdrawal", json={"reason": "Đổi ý"})
        assert (late.status_code, late.json()["code"]) == (409, "withdrawal_too_late")
        verified = await lan.get("/xac-thuc/XT7K2M9PQR")
        assert "12/QĐ-SGDĐT" in verified.text
        await service.in_transaction(
            lambda session: note_branch(session, _part(dossier, "group#1", "answered", answer="Đã đăng ký thường trú")),
            lambda session: note_branch(session, _part(dossier, "group#2", "answered")),
            lambda session: course.note_finished(session, finished(dossier)),
        )
        detail = (await lan.get(f"{API}/submissions/{dossier}")).json()
        assert [part["state_name"] for part in detail["parts"]] == ["Đã có kết quả"] * 2
        assert detail["parts"][0]["answer"] == "Đã đăng ký thường trú"
        assert len([file for file in detail["files"] if file["kind"] == "result"]) == 1
        assert "Đã đăng ký thường trú" in (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text

    in_service(check)


def test_whoever_reads_of_a_part_has_the_result_before_it_though_both_come_as_he_reads(
    in_service: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier: str = await file_one(lan)
        await service.in_transaction(lambda session: course.note_received(session, received(dossier)))
        real = queries.find_open_request

        async def as_both_come(*known: Any) -> Any:
            await service.in_transaction(
                lambda session: note_first_result(session, _first(dossier)),
                lambda session: note_branch(session, _part(dossier, "group#1", "sent")),
            )
            return await real(*known)

        monkeypatch.setattr(queries, "find_open_request", as_both_come)
        seen = (await lan.get(f"{API}/submissions/{dossier}")).json()
        monkeypatch.undo()
        after = (await lan.get(f"{API}/submissions/{dossier}")).json()
        assert (len(after["files"]), len(after["parts"])) == (len(seen["files"]) + 1, 1)
        assert not seen["parts"]

    in_service(check)


def test_a_part_refused_outside_is_told_to_the_owner_with_the_words_on_the_page(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier = await _with_first_result(service, lan)
        refused = _part(dossier, "group#1", "refused", answer="Thiếu giấy tờ chứng minh chỗ ở")
        await service.in_transaction(lambda session: note_branch(session, refused))
        page = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert "Bị từ chối" in page
        assert "Thiếu giấy tờ chứng minh chỗ ở" in page
        assert "bị từ chối" in (await lan.get("/dich-vu-cong/thong-bao")).text
        again = _part(dossier, "group#1", "sent")
        await service.in_transaction(lambda session: note_branch(session, again))
        detail = (await lan.get(f"{API}/submissions/{dossier}")).json()
        assert [part["state"] for part in detail["parts"]] == ["sent", "sent"], "given again, it keeps its line"

    in_service(check)


def test_a_withdrawal_that_crosses_the_first_signature_is_answered_with_why_and_whom_to_ask(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier: str = await file_one(lan)
        await service.in_transaction(lambda session: course.note_received(session, received(dossier)))
        sent = await lan.post(f"{API}/submissions/{dossier}/withdrawal", json={"reason": "Đổi ý"})
        assert sent.status_code == 201, sent.text
        here = f"/dich-vu-cong/ho-so/{dossier}"
        assert "Đã gửi đề nghị rút hồ sơ" in (await lan.get("/dich-vu-cong/ho-so")).text
        await service.in_transaction(lambda session: note_first_result(session, _first(dossier)))
        assert "Đã gửi đề nghị rút hồ sơ" not in (await lan.get("/dich-vu-cong/ho-so")).text
        page = (await lan.get(here)).text
        for words in (
            "Đang giải quyết",
            "Không rút được hồ sơ",
            "đã được ký trước khi",
            "bộ phận một cửa của",
            "Đổi ý",
        ):
            assert words in page, words
        history = (await lan.get(f"{API}/submissions/{dossier}/timeline")).json()["items"]
        acts = [line["act"] for line in history]
        assert (acts.count("withdrawal-asked"), acts.count("withdrawal-crossed"), acts.count("withdrawn")) == (1, 1, 0)
        assert "/rut" not in page
        late = await lan.post(f"{API}/submissions/{dossier}/withdrawal", json={"reason": "Đổi ý"})
        assert (late.status_code, late.json()["code"]) == (409, "withdrawal_too_late")

    in_service(check)
