"""Several results that are returned online: each says when its owner opened it, and the office is told of each once."""

from typing import Any

from online_services.tracking import actions as course
from shared.contracts.one_stop import HandOverUndone
from shared.contracts.values import FurtherResult
from shared.core import clock

from .builders import finished, received, returned
from .conftest import Check, Service, file_one
from .test_outcomes import API, _collected


async def _two_results(service: Service, lan: Any) -> tuple[str, list[str]]:
    """A dossier with two results, and the addresses of their files."""
    dossier = await file_one(lan)
    files = [
        await service.app.state.files.put(f"%PDF-1.7 {name}".encode(), "application/pdf", f"{name}.pdf")
        for name in ("quyet-dinh", "giay-21")
    ]
    first = finished(dossier, sha256=files[0].sha256)
    more = FurtherResult(
        result_name="Giấy của thửa 21", result_number="16/GCN", verification_code="MORE2K2M9PQ", result=files[1]
    )
    await service.in_transaction(
        lambda session: course.note_received(session, received(dossier)),
        lambda session: course.note_finished(session, first.model_copy(update={"others": (more,)})),
    )
    listed = (await lan.get(f"{API}/submissions/{dossier}")).json()["files"]
    return dossier, [
        f"{API}/submissions/{dossier}/files/{one['id']}"
        for file in files
        for one in listed
        if one["sha256"] == file.sha256
    ]


def test_each_result_is_told_as_its_owner_opens_it_and_the_page_says_which_waits(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier, (first, second) = await _two_results(service, lan)
        page = f"/dich-vu-cong/ho-so/{dossier}"
        html = (await lan.get(page)).text
        assert html.count("Bạn chưa mở kết quả này.") == 2
        assert "khi bạn mở đủ 2 kết quả" in html
        for _ in range(2):
            assert (await lan.get(second)).status_code == 200
        assert len(await _collected(service)) == 1
        html = (await lan.get(page)).text
        assert (html.count("Bạn chưa mở kết quả này."), html.count("Bạn đã mở kết quả này lúc")) == (1, 1)
        assert (await lan.get(first)).status_code == 200
        told = await _collected(service)
        assert len({event["sha256"] for event in told}) == len(told) == 2
        html = (await lan.get(page)).text
        assert "Bạn chưa mở" not in html
        assert "khi bạn mở đủ" not in html
        files = (await lan.get(f"{API}/submissions/{dossier}")).json()["files"]
        assert all(file["collected_at"] for file in files if file["kind"] == "result")

    in_service(check)


def test_a_return_that_was_undone_waits_for_each_to_be_opened_again(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier, (first, second) = await _two_results(service, lan)
        await lan.get(first)
        await lan.get(second)
        undone = HandOverUndone(dossier_id=dossier, reason="Trả nhầm", undone_at=clock.now())
        await service.in_transaction(lambda session: course.note_returned(session, returned(dossier)))
        await lan.get(first)
        assert len(await _collected(service)) == 2, "what is returned is only read"
        await service.in_transaction(lambda session: course.note_hand_over_undone(session, undone))
        await lan.get(first)
        assert len(await _collected(service)) == 3

    in_service(check)
