"""A draft that was thrown away can be taken back for a while, with what was typed into it meanwhile."""

import re
from datetime import timedelta
from html import unescape

import orjson
import pytest

from online_services.submissions.actions import empty_bin
from online_services.submissions.rules import DAYS_IN_BIN
from shared.core import clock

from .conftest import ANSWERS, PDF, Check, Service
from .test_draft_life import file
from .test_pages_without_scripts import FORM, filled, form, papers_of, start


def test_a_draft_thrown_away_is_asked_about_and_can_be_taken_back_for_a_month(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        draft = await filled(service, lan)
        review = await lan.get(f"{draft}/xem-lai")
        assert f'action="{draft}/xoa"' not in review.text, "no button beside the one that files"
        asked = await lan.get(f"{draft}/xoa")
        assert "Xóa bản nháp này?" in asked.text
        assert (await lan.post(f"{draft}/xoa", data=form())).status_code == 303
        for step in ("", "/to-khai", "/giay-to", "/xem-lai", "/xoa"):
            opened = await lan.get(f"{draft}{step}")
            assert opened.status_code == 409
            assert "Bản nháp đã xóa lúc" in opened.text
            assert f'action="{draft}/lay-lai"' in opened.text
            assert (await khoa.get(f"{draft}{step}")).status_code == 404, "whose it is is told to nobody else"
        assert (await file(lan, draft)).status_code == 409
        assert await service.rows("SELECT 1 FROM submission") == []
        own = await lan.get("/dich-vu-cong/ho-so")
        assert f'action="{draft}/lay-lai"' in own.text
        assert (await khoa.post(f"{draft}/lay-lai", data=form())).status_code == 404
        for _ in range(2):
            assert (await lan.post(f"{draft}/lay-lai", data=form())).headers["location"] == draft
        assert "Đề nghị công nhận" in (await lan.get(f"{draft}/xem-lai")).text
        await lan.post(f"{draft}/xoa", data=form())
        await service.in_transaction(empty_bin)
        assert len(await service.rows("SELECT 1 FROM draft")) == 1
        kept = [row["sha256"] for row in await service.rows("SELECT sha256 FROM uploaded_file")]
        assert kept
        aged = clock.now() - timedelta(days=DAYS_IN_BIN, minutes=1)
        await service.rows("UPDATE draft SET discarded_at = $1 RETURNING id", aged)
        await service.in_transaction(empty_bin)
        assert await service.rows("SELECT 1 FROM draft") == []
        assert await service.rows("SELECT 1 FROM uploaded_file") == []
        rows = await service.rows("SELECT actor, facts FROM evidence WHERE kind = 'file-removed'")
        assert {(row["actor"], orjson.loads(row["facts"])["sha256"]) for row in rows} == {
            ("schedule", one) for one in kept
        }

    in_service(check)


def _hidden(page: str) -> list[tuple[str, str]]:
    """What the form of the page that takes a draft back sends."""
    inside = page[page.index('id="lay-lai"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside[: inside.index("</form>")])
    return [(name, unescape(value)) for name, value in found if name != "csrf_token"]


def test_what_was_typed_into_a_draft_thrown_away_in_another_tab_comes_back_with_it(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan)
        await lan.post(f"{draft}/xoa", data=form())
        text = 'Trường "Tiểu học" <số 1>\r\ndòng hai & ba'
        typed = FORM | {"request": text}
        refused = await lan.post(f"{draft}/to-khai", data=form(**typed, phien_ban="1", viec="tiep"))
        assert refused.status_code == 409
        assert "Nội dung bạn vừa nhập" in refused.text
        assert f'action="{draft}/to-khai"' in refused.text
        [row] = await service.rows("SELECT answers::text AS answers, discarded_at FROM draft")
        assert row["discarded_at"] is not None
        assert "dòng hai" not in row["answers"]
        taken_back = await lan.post(f"{draft}/to-khai", data=form(**dict(_hidden(refused.text))))
        assert taken_back.status_code == 200
        assert "Tờ khai" in taken_back.text
        [row] = await service.rows("SELECT answers::text AS answers, discarded_at FROM draft")
        assert row["discarded_at"] is None
        saved = orjson.loads(row["answers"])
        assert saved["request"].split() == text.split()
        assert {name: saved[name] for name in ANSWERS if name != "request"} == {
            name: value for name, value in ANSWERS.items() if name != "request"
        }
        chosen = [(f"tep.{(await papers_of(service))[0]['code']}", ("a.pdf", PDF, "application/pdf"))]
        await lan.post(f"{draft}/xoa", data=form())
        refused = await lan.post(f"{draft}/giay-to", data=form(viec="tai-len"), files=chosen)
        assert refused.status_code == 409
        assert "hãy chọn lại" in refused.text
        assert await service.rows("SELECT 1 FROM uploaded_file") == []

    in_service(check)


def test_a_draft_that_cannot_be_taken_back_yet_still_holds_what_was_typed(
    in_service: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan)
        await lan.post(f"{draft}/xoa", data=form())
        await start(lan)
        monkeypatch.setattr("online_services.submissions.actions.MOST_OPEN_DRAFTS", 1)
        sent = form(**FORM, phien_ban="1", lay_lai="1", viec="cap-nhat")
        refused = await lan.post(f"{draft}/to-khai", data=sent)
        assert refused.status_code == 409
        assert "Bạn đang có 1 hồ sơ nháp" in refused.text
        assert dict(_hidden(refused.text))["request"] == FORM["request"]

    in_service(check)
