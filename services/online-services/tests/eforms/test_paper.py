"""The answered form as a paper: what was answered, whatever signs it holds."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pypdfium2
import pytest

from online_services.eforms.paper import FILED_COPY, print_answers
from shared.access.identity import Identity
from shared.core.settings import Settings
from shared.foreign import confined
from shared.printing.forms import try_out
from shared.work.eforms.schema import load_eform
from testing.template_versions import return_and_call_off

from ..conftest import CSRF, Check, Service, a_submission, file_one

FORMS = Path(__file__).parents[4] / "data" / "binh-dinh" / "eforms"
MOMENT = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)


def test_the_paper_says_what_the_form_says_and_no_sign_stops_it() -> None:
    form = load_eform(json.loads((FORMS / "chung.json").read_text(encoding="utf-8")))
    answers = {
        "applicant_name": "Trần Thị Ngọc Lan", "applicant_id": "052190004317", "on_behalf": "self", "declaration": True,
        "request": "Đề nghị:\n\uf0b7 một 😀\n- hai ថាច់ 王 " + "x" * 300 + " #import \\ $x$ [a](b) *c*",
    }  # fmt: skip
    pdf = print_answers(form, answers, "Đơn đề nghị cấp giấy phép", MOMENT)
    assert pdf == print_answers(form, answers, "Đơn đề nghị cấp giấy phép", MOMENT)
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    for said in ("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP", "052190004317", "• một", "#import", "*c*", "Có", "Cho chính tôi"):
        assert said in text, text


def test_the_package_s_own_template_passes_the_trial() -> None:
    assert asyncio.run(try_out(FILED_COPY, FILED_COPY.file.read_bytes()))


async def _asks_too_often(
    service: Service, citizen: httpx.AsyncClient, copy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One print is dear, and nothing comes back: the budget ends, for this citizen alone, whose dossiers are filed all the same."""
    neighbour, next_one = await service.khoa(), await a_submission(citizen)
    other = f"/dich-vu-cong/ho-so/{await file_one(neighbour)}/to-khai.pdf"
    with monkeypatch.context() as dear:
        dear.setattr(confined, "_FREE_SECONDS", -2 * confined.BUDGET_SECONDS)
        dear.setattr(confined, "_REFILL", 0.0)
        answers = [await citizen.get(copy) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 429, 429]
        assert (await neighbour.get(other)).status_code == 200
        assert int(answers[-1].headers["retry-after"]) > 0
        assert "in nhiều tệp" in answers[-1].text
        assert (await citizen.post("/api/online-services/v1/submissions", json=next_one)).status_code == 201
    monkeypatch.setattr(confined, "_spent", {})


def test_the_copy_is_printed_in_the_look_of_the_province_after_it_was_accepted(
    in_service: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(service: Service) -> None:
        folder = tmp_path / "data" / "thu" / "templates" / "chung"
        folder.mkdir(parents=True)
        settings: Settings = service.app.state.settings
        service.app.state.settings = settings.model_copy(update={"data": tmp_path / "data", "province": "thu"})
        operator = service.caller(
            Identity(kind="officer", subject="vh", name="Vận Hành", roles=frozenset({"operator"}))
        )
        citizen = await service.lan()
        dossier = await file_one(citizen)
        page = "/dich-vu-cong/bieu-mau/chung/filed-form"

        async def copy() -> str:
            answer = await citizen.get(f"/dich-vu-cong/ho-so/{dossier}/to-khai.pdf")
            document = pypdfium2.PdfDocument(answer.content)
            return "".join(page.get_textpage().get_text_bounded() for page in document)

        assert "Mẫu riêng của tỉnh" not in await copy()
        (folder / "paper.typ").write_text(FILED_COPY.file.read_text() + "\n#align(center)[Mẫu riêng của tỉnh]")
        assert "Có mẫu chờ xem thử" in (await operator.get("/dich-vu-cong/bieu-mau")).text
        shown = (await operator.get(page)).text
        form = {"csrf_token": CSRF, "stamp": "0-0", "sha256": shown[shown.index('name="sha256" value="') + 21 :][:64]}
        assert (await citizen.get(page)).status_code == 403
        assert (await citizen.post(f"{page}/dung", data=form)).status_code == 403
        assert "Mẫu riêng của tỉnh" not in await copy(), "seen by nobody yet"
        assert (await operator.post(f"{page}/dung", data=form)).status_code == 303
        assert "Mẫu riêng của tỉnh" in await copy()
        await _asks_too_often(service, citizen, f"/dich-vu-cong/ho-so/{dossier}/to-khai.pdf", monkeypatch)
        assert (await operator.post(f"{page}/bo", data=form | {"stamp": "1-0"})).status_code == 303
        assert "Mẫu riêng của tỉnh" not in await copy()

    in_service(check)


def test_an_earlier_look_of_the_copy_is_returned_to_and_one_ahead_called_off(in_service: Check, tmp_path: Path) -> None:
    async def check(service: Service) -> None:
        folder = tmp_path / "data" / "thu" / "templates" / "chung"
        folder.mkdir(parents=True)
        settings: Settings = service.app.state.settings
        service.app.state.settings = settings.model_copy(update={"data": tmp_path / "data", "province": "thu"})
        operator = service.caller(
            Identity(kind="officer", subject="vh", name="Vận Hành", roles=frozenset({"operator"}))
        )

        async def post(path: str, form: dict[str, str]) -> httpx.Response:
            return await operator.post(path, data={"csrf_token": CSRF, **form})

        source = FILED_COPY.file.read_text()
        looks = source, source + "\nMẫu riêng của tỉnh"
        await return_and_call_off(
            operator.get, post, "/dich-vu-cong/bieu-mau/chung/filed-form", (folder / "paper.typ").write_text, looks
        )

    in_service(check)
