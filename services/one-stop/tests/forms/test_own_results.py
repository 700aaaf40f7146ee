"""A procedure may print its results on a template of its own: written on the page, tried out, used from its day on, confined."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from one_stop.forms.own_results import own_name, own_template
from shared.access.identity import Identity
from shared.core import clock
from shared.printing.forms import TemplateRefused, print_accepted, print_form, try_out

from .test_templates import OPERATOR, text_of
from .test_versions import boxes

GOLDEN = Path(__file__).parent / "golden"
OURS = (GOLDEN / "own_result.typ").read_text()
SAYS = '#for paragraph in get("paragraphs") { par(paragraph) }'
LABELS = [
    {"name": "subject", "title": "Nội dung họp báo"},
    {"name": "held_on", "title": "Ngày họp báo", "format": "date"},
    {"name": "place", "title": "Địa điểm họp báo"},
]
TEMPLATE = own_template("2.001", "Họp báo", LABELS)
SECOND = OPERATOR.model_copy(update={"subject": "operator.second"})
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
ANSWERS = {"subject": "công bố quy hoạch", "held_on": "2026-12-24", "place": "Hội trường tỉnh #panic()"}


def test_a_result_on_its_procedures_template_says_what_it_said_when_it_was_looked_at() -> None:
    pdf = asyncio.run(try_out(TEMPLATE, OURS.encode()))
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    said = "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"
    assert said == (GOLDEN / "own_result.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (OURS.replace('answer("place")', 'answer("dia_diem")'), "“dia_diem”"),
        (OURS.replace('get("valid_from")', 'get("tu_ngay")'), "“tu_ngay”"),
        (OURS.replace("#closing()", ""), "trường bắt buộc: signer (người ký)"),
        (OURS.replace('#head(number: [Số: #get("number")])', "#head()"), "trường bắt buộc: number (số, ký hiệu)"),
        (OURS.replace(SAYS, ""), "trường bắt buộc: paragraphs (các đoạn nội dung đã soạn)"),
        (OURS.replace(SAYS, '#get("paragraphs").first()'), "trường bắt buộc: paragraphs"),
        (OURS + '\n#read("/etc/passwd")', "đọc tệp ở ngoài"),
        (OURS + '\n#read("../form01.typ")', "đọc tệp ở ngoài"),
        (OURS + '\n#import "@preview/cetz:0.3.0"', "gói tải từ mạng"),
        (OURS + '\n#image("http://127.0.0.1/a.png")', "đọc tệp ở ngoài"),
        (OURS + "\n#khong-co", "không dựng được"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_with_a_sentence(source: str, words: str) -> None:
    with pytest.raises(TemplateRefused) as refusal:
        asyncio.run(try_out(TEMPLATE, source.encode()))
    assert words in str(refusal.value)


def test_one_that_fails_at_the_desk_leaves_the_general_look() -> None:
    printed = asyncio.run(print_accepted(TEMPLATE, (OURS + "\n#khong-co").encode(), TEMPLATE.sample))
    assert printed == print_form(TEMPLATE, TEMPLATE.sample)


class Desk:
    """The operators' page of one procedure's own template, or of one kind of its results: one writes it, another takes it into use."""

    def __init__(self, office: Any, kind: str = "") -> None:
        self.office = office
        self.page = f"/mot-cua/bieu-mau/thu-tuc/{own_name(office.procedures['hop-bao']['code'], kind)}"

    async def html(self) -> str:
        return str((await self.office.client.get(self.page, headers=self.office.headers(OPERATOR))).text)

    async def press(self, what: str, files: Any = None, by: Identity = OPERATOR, /, **data: str) -> Any:
        form = {"csrf_token": "csrf-token", **data}
        headers = self.office.headers(by)
        return await self.office.client.post(f"{self.page}/{what}", headers=headers, data=form, files=files)

    async def save(self, source: str, **data: str) -> Any:
        return await self.press("nhap", source=source, before=_hidden(await self.html(), "before"), **data)

    async def publish(self, **data: str) -> Any:
        html = await self.html()
        assert "một người quản trị hệ thống khác" in html, "who wrote it has no button"
        page = await self.office.client.get(self.page, headers=self.office.headers(SECOND))
        seen = {"sha256": _hidden(page.text, "sha256"), "stamp": _hidden(page.text, "stamp")}
        refused = await self.press("dung", **seen, **data)
        assert (refused.status_code, "không tự cho dùng được" in refused.text) == (409, True)
        return await self.press("dung", None, SECOND, **seen, **data)

    async def drafted(self, **draft: str) -> str:
        """A dossier whose result is before the leader."""
        dossier: str = await self.office.file("hop-bao", answers=ANSWERS)
        for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
            await self.office.act(dossier, act, role, {} if act == "transfer" else None)
        words = {"title": "Chấp thuận họp báo", "body": "Chấp thuận tổ chức họp báo."} | draft
        answer = await self.office.act(dossier, "finish", SPECIALIST, words)
        assert answer.status_code == 200, answer.text
        return dossier

    async def draft_of(self, dossier: str) -> str:
        look = f"/mot-cua/ho-so/{dossier}/du-thao"
        return text_of((await self.office.client.get(look, headers=self.office.headers(LEADER))).content)

    async def signed(self, dossier: str) -> bytes:
        assert (await self.office.act(dossier, "sign", LEADER)).status_code == 200
        (row,) = await self.office.rows("SELECT sha256 FROM dossier_result WHERE dossier_id = $1", dossier)
        return bytes(await self.office.app.state.files.get(row["sha256"]))


def _hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_results_of_the_procedure_are_printed_on_it_once_it_is_published_and_what_is_issued_keeps_its_file(
    one_stop: Callable[[], Any],
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk = Desk(office)
            assert "Chưa có bản nháp" in await desk.html()
            before = await desk.signed(await desk.drafted())
            assert "Về việc tổ chức họp báo" not in text_of(before)
            assert (await desk.save(OURS)).status_code == 303
            same = {"source": OURS, "before": _hidden(await desk.html(), "before")}
            assert (await desk.press("nhap", None, SECOND, **same)).status_code == 303, "and has written nothing"
            looked = await office.client.get(f"{desk.page}/xem-thu/tinh", headers=office.headers(OPERATOR))
            assert "Về việc tổ chức họp báo" in text_of(looked.content)
            dossier = await desk.drafted()
            assert "Về việc tổ chức họp báo" not in await desk.draft_of(dossier), "not before it is published"
            assert (await desk.publish()).status_code == 303
            seen = await desk.draft_of(dossier)
            assert "Ngày họp báo: 24/12/2026" in seen
            assert "Hội trường tỉnh #panic()" in seen, "what people type is shown, never run"
            signed = text_of(await desk.signed(dossier))
            assert "Đặng Phước Thượng" in signed
            assert "Chấp thuận tổ chức họp báo." in signed
            part = {"outcome": "partial", "granted_part": "Buổi sáng", "refused_part": "Buổi chiều"}
            told = part | {"reason": "Trùng sự kiện khác", "legal_basis": "Điều 41 Luật Báo chí"}
            partly = await desk.draft_of(await desk.drafted(**told))
            assert "Về việc tổ chức họp báo" not in partly
            assert "Trùng sự kiện khác" in partly, "the general form says what is not granted and why"
            first, _ = await office.rows("SELECT sha256 FROM booked_result ORDER BY issued_at")
            assert await office.app.state.files.get(first["sha256"]) == before
            assert (await desk.press("bo", stamp="1-0")).status_code == 303
            assert "Về việc tổ chức họp báo" not in await desk.draft_of(await desk.drafted())

    asyncio.run(run())


def test_a_draft_with_mistakes_is_kept_and_said_but_never_published(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk = Desk(office)
            broken = OURS.replace('answer("place")', 'answer("dia_diem")')
            assert (await desk.save(broken)).status_code == 303
            html = await desk.html()
            assert "“dia_diem”" in html
            (draft,) = await office.rows("SELECT sha256 FROM template_draft")
            refused = await desk.press("dung", None, SECOND, sha256=draft["sha256"], stamp="0-0")
            assert refused.status_code == 422
            assert "dia_diem" in refused.text
            file = {"file": ("mau.typ", OURS.encode(), "text/plain")}
            assert (await desk.press("nhap", file, source="x", before=draft["sha256"])).status_code == 303
            late = await desk.press("nhap", source="Nội dung của tôi", before=draft["sha256"])
            assert late.status_code == 409
            assert "Người khác vừa lưu bản nháp" in late.text
            assert "Nội dung của tôi" in late.text, "what was typed is not lost"
            for wrong in ("   ", "x" * 200_001):
                assert (await desk.save(wrong)).status_code == 422
            picture = {"file": ("mau.png", b"\x89PNG\xff\xfe", "image/png")}
            assert "không phải là văn bản UTF-8" in (await desk.press("nhap", picture)).text
            (draft,) = await office.rows("SELECT source FROM template_draft")
            assert draft["source"].decode() == OURS
            ahead = clock.local_now().date() + timedelta(days=3)
            assert (await desk.publish(**boxes(ahead))).status_code == 303
            dossier = await desk.drafted()
            assert "Về việc tổ chức họp báo" not in await desk.draft_of(dossier)
            await office.rows("UPDATE accepted_template SET begins_on = begins_on - 3")
            assert "Về việc tổ chức họp báo" in await desk.draft_of(dossier), "its day has come"

    asyncio.run(run())


def test_the_list_leads_to_each_procedure_and_other_forms_are_not_written_here(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk = Desk(office)
            operator, code = office.headers(OPERATOR), desk.page.rsplit("/", 1)[1]
            chosen = await office.client.get("/mot-cua/bieu-mau/thu-tuc", params={"ma": code}, headers=operator)
            assert (chosen.status_code, chosen.headers["location"]) == (303, desk.page)
            for unknown in ("/mot-cua/bieu-mau/thu-tuc?ma=9.999", "/mot-cua/bieu-mau/thu-tuc/9.999"):
                assert (await office.client.get(unknown, headers=operator)).status_code == 404
            assert (await desk.save(OURS)).status_code == 303
            assert "Chưa dùng, có bản nháp" in (await office.client.get("/mot-cua/bieu-mau", headers=operator)).text
            form = {"csrf_token": "csrf-token", "source": OURS, "before": ""}
            general = "/mot-cua/bieu-mau/ND118_2025/result/nhap"
            assert (await office.client.post(general, headers=operator, data=form)).status_code == 404
            for role in (LEADER, SPECIALIST, COUNTER):
                answer = await office.client.post(f"{desk.page}/nhap", headers=office.headers(role), data=form)
                assert answer.status_code == 403

    asyncio.run(run())


def test_who_looked_at_another_template_signs_nothing_until_he_has_looked_again(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk = Desk(office)
            dossier = await desk.drafted()
            page = f"/mot-cua/ho-so/{dossier}"
            leader = office.headers(LEADER)
            html = (await office.client.get(page, headers=leader)).text
            seen = {"csrf_token": "csrf-token", "version": _hidden(html, "version"), "ban": _hidden(html, "ban")}
            walked = (await office.client.get(f"/mot-cua/ky-lan-luot/{dossier}", headers=leader)).text
            choice = {"version": _hidden(walked, "version"), "ban": _hidden(walked, "ban"), "lua_chon": "chon"}
            assert (await desk.save(OURS)).status_code == 303
            assert (await desk.publish()).status_code == 303
            refused = await office.client.post(f"{page}/ky", headers=leader, data=seen)
            assert refused.status_code == 412
            assert "đã thay đổi sau khi bạn xem" in refused.text
            chosen = await office.client.post(
                f"/mot-cua/ky-lan-luot/{dossier}/quyet-dinh", headers=leader, data={"csrf_token": "csrf-token"} | choice
            )
            assert chosen.status_code == 412, chosen.text
            assert await office.rows("SELECT 1 FROM booked_result") == []
            anew = seen | {"ban": _hidden(refused.text, "ban")}
            assert (await office.client.post(f"{page}/ky", headers=leader, data=anew)).status_code == 303
            assert len(await office.rows("SELECT 1 FROM booked_result")) == 1

    asyncio.run(run())


def test_what_the_template_cannot_print_when_it_is_signed_is_not_signed_in_another_look(
    one_stop: Callable[[], Any],
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            desk = Desk(office)
            assert (await desk.save(OURS)).status_code == 303
            assert (await desk.publish()).status_code == 303
            dossier = await desk.drafted()
            broken = (OURS + "\n#khong-co").encode()
            await office.rows("UPDATE accepted_template SET source = $1", broken)
            refused = await office.act(dossier, "sign", LEADER)
            assert refused.status_code == 409
            assert "Mẫu in riêng của thủ tục không in được" in refused.text
            assert await office.rows("SELECT 1 FROM booked_result") == []
            await office.rows("UPDATE accepted_template SET source = $1", OURS.encode())
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200

    asyncio.run(run())
