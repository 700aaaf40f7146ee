"""What moves a due date reaches the citizen: reason, letter and new date."""

from datetime import datetime, timedelta
from typing import Any

from online_services.tracking import actions as course
from shared.contracts.one_stop import DossierMoved, DueMoved
from shared.core import clock
from shared.core.formats import vn_datetime

from .builders import CODE, SECRET, a_file, moved, received
from .conftest import Check, Service, file_one
from .test_pages_without_scripts import form


def moved_on(dossier: str, due_at: datetime) -> DossierMoved:
    return moved(dossier).model_copy(update={"due_at": due_at})


def test_the_citizen_sees_letter_reason_and_new_date(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier, now = await file_one(lan), clock.now()
        told = DueMoved(
            dossier_id=dossier,
            status=4,
            cause="apology",
            reason="Phải kiểm tra lại hiện trạng",
            due_at=now,
            moved_at=now,
            notice=a_file("1" * 64, "van-ban-xin-loi.pdf"),
        )
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier)),
            lambda session: course.note_due_moved(session, told),
        )
        page = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        for words in (
            "Cơ quan xin lỗi và hẹn lại ngày trả",
            "Phải kiểm tra lại hiện trạng",
            "Văn bản xin lỗi, hẹn lại ngày trả",
            vn_datetime(now),
        ):
            assert words in page
        assert (await khoa.get(f"/dich-vu-cong/ho-so/{dossier}")).status_code == 404
        looked = await service.anonymous().post("/tra-cuu", data=form(ma=CODE, khoa=SECRET))
        assert vn_datetime(now) in looked.text
        assert "Phải kiểm tra lại hiện trạng" not in looked.text, "the officer's words are the owner's alone"
        kinds = [row["kind"] for row in await service.rows("SELECT kind FROM notification ORDER BY id")]
        assert kinds[-1] == "filed-dossier-postponed"

    in_service(check)


def test_a_pause_is_told_is_not_lateness_and_the_reasons_of_the_date_are_shown(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        dossier, now = await file_one(lan), clock.now()
        past = now - timedelta(days=3)
        usual: dict[str, Any] = {"dossier_id": dossier, "status": 4, "reason": "Chờ kiểm tra thực địa"}
        usual |= {"due_at": past, "moved_at": now}
        paused = DueMoved(**usual, cause="paused", expected_until=now + timedelta(days=9))
        words = ("Tạm dừng từ hôm nọ: 26 giờ làm việc không tính.",)
        resumed = DueMoved(**usual, cause="resumed", due_words=words)
        await service.in_transaction(
            lambda session: course.note_received(session, received(dossier, due_at=past, due_words=("Lời đầu.",)))
        )
        page = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert "Quá hạn 3 ngày" in page
        assert "Vì sao hẹn ngày này" in page
        assert "Lời đầu." in page
        await service.in_transaction(lambda session: course.note_due_moved(session, paused))
        page = (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text
        assert "Quá hạn" not in page
        assert "Tạm dừng từ" in page
        assert f"Dự kiến tính tiếp: {vn_datetime(now + timedelta(days=9))}" in page
        looked = (await service.anonymous().post("/tra-cuu", data=form(ma=CODE, khoa=SECRET))).text
        assert "Quá hạn" not in looked
        assert "Tạm dừng từ" in looked
        await service.in_transaction(lambda session: course.note_due_moved(session, resumed))
        await service.in_transaction(lambda session: course.note_moved(session, moved_on(dossier, due_at=past)))
        for page in (
            (await lan.get(f"/dich-vu-cong/ho-so/{dossier}")).text,
            (await service.anonymous().post("/tra-cuu", data=form(ma=CODE, khoa=SECRET))).text,
        ):
            assert "26 giờ làm việc không tính" in page, "an ordinary move keeps the words"
            assert "Quá hạn 3 ngày" in page
        kinds = [row["kind"] for row in await service.rows("SELECT kind FROM notification ORDER BY id")]
        assert kinds[-2:] == ["filed-dossier-paused", "filed-dossier-resumed"]

    in_service(check)
