"""What the officer reads: papers in the browser, amounts that can be read, nothing twice, and what does not fit together."""

import asyncio
import re
from pathlib import Path

from one_stop.dossiers.answers import readable_answers
from one_stop.dossiers.warnings import warnings_of
from one_stop.seeding import read_labels
from shared.contracts.values import Applicant, AttachedPaper

PROVINCE = Path(__file__).parents[4] / "data" / "binh-dinh"
JPEG = b"\xff\xd8\xff\xe0"
COUNTER = "counter-officer"
LAN = Applicant(
    kind="citizen", full_name="Trần Thị Lan", personal_id="052190004317", phone="0905123456", address="1 Lê Lợi"
)


def _form(name: str) -> list[dict]:
    return read_labels(PROVINCE / "eforms" / f"{name}.json")[1]


def _codes(labels: list[dict], answers: dict, applicant: Applicant = LAN, channel: str = "2") -> list[tuple[str, str]]:
    found = [(warning.code, warning.field) for warning in warnings_of(channel, applicant, answers, labels)]
    assert channel != "2" or found.pop() == ("account_unproved", ""), "no account of this province is proved"
    return found


def test_pictures_open_in_the_browser_like_our_own_forms_and_run_nothing(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            kinds = {
                "image/jpeg": "inline",
                "image/png": "inline",
                "text/html": "attachment",
                "image/svg+xml": "attachment",
            }
            papers = []
            for kind in kinds:
                kept = await office.app.state.files.put(JPEG + kind.encode(), kind, "anh thẻ.bin")
                papers.append(AttachedPaper(paper_code=kind, paper_name=kind, file=kept))
            dossier = await office.file(papers=tuple(papers))
            for paper, way in zip(papers, kinds.values(), strict=True):
                for door in ("/mot-cua/ho-so/{}/tep/{}", "/api/one-stop/v1/dossiers/{}/files/{}"):
                    answer = await office.client.get(
                        door.format(dossier, paper.file.sha256), headers=office.headers(COUNTER)
                    )
                    assert answer.headers["content-disposition"].startswith(f"{way}; "), paper
                    assert answer.headers["content-security-policy"] == "sandbox"
                    assert answer.headers["x-content-type-options"] == "nosniff"
                    kind = paper.file.media_type if way == "inline" else "application/octet-stream"
                    assert answer.headers["content-type"] == kind

    asyncio.run(run())


def test_answers_are_written_for_reading():
    labels = _form("dang-ky-ho-kinh-doanh")
    answers = {
        "capital": 120_000_000, "employees": 12, "business_lines": "Bán buôn\nBán lẻ", "declaration": True,
        "thing": 1234567.5, "year": 2026, "flag": True,
    }  # fmt: skip
    shown = dict(readable_answers(labels, answers))
    assert shown["Vốn kinh doanh (đồng)"] == "120.000.000"
    assert "120000000" not in shown.values()
    assert "Bán buôn\nBán lẻ" in shown.values()
    assert (shown["thing"], shown["year"], shown["flag"]) == ("1.234.567,50", "2026", "Có")
    assert not any(title.startswith("Tôi cam đoan") for title in shown)


def test_what_the_applicant_is_called_stands_once_unless_it_differs(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            same = await office.file(answers={"applicant_name": "ĐẶNG PHƯỚC THƯỢNG", "note": "Một\nHai"})
            page = (await office.client.get(f"/mot-cua/ho-so/{same}", headers=office.headers(COUNTER))).text
            assert "ĐẶNG PHƯỚC THƯỢNG" not in page
            assert "Cần đối chiếu" not in page
            assert "chưa được xác minh" in page
            assert '<span class="lt-lines">Một\nHai</span>' in page
            other = await office.file(
                answers={"applicant_name": "Trần <b>Khác</b>", "applicant_id": "052190009999", "applicant_phone": "1"}
            )
            page = (await office.client.get(f"/mot-cua/ho-so/{other}", headers=office.headers(COUNTER))).text
            for words in ("Cần đối chiếu", "Trần &lt;b&gt;Khác", "mang tên “Đặng Phước Thượng”", "052190009999"):
                assert words in page
            found = await office.client.get(f"/api/one-stop/v1/dossiers/{other}", headers=office.headers(COUNTER))
            assert [(line["code"], line["field"]) for line in found.json()["warnings"]] == [
                ("full_name_differs", "applicant_name"),
                ("personal_id_differs", "applicant_id"),
                ("account_unproved", ""),
            ]
            assert "Trần <b>Khác</b>" in found.json()["warnings"][0]["sentence"]
            accepted = await office.act(other, "accept", COUNTER)
            assert accepted.status_code == 200, "a warning stops nobody"

    asyncio.run(run())


def test_what_is_compared():
    form = _form("chung-chi-hanh-nghe-duoc")
    assert (
        _codes(form, {"applicant_name": "tran thi lan", "applicant_id": "052190004317", "born_on": "1990-02-01"}) == []
    )
    assert _codes(form, {"applicant_id": "052190004317", "born_on": "1985-02-01"}) == [
        ("birth_year_differs", "born_on")
    ]
    assert _codes([], {"applicant_id": "052190004317", "applicant_name": "Ai"}) == [
        ("full_name_differs", "applicant_name")
    ], "titles that were kept before they said what they repeat"
    assert _codes(form, {"applicant_name": "", "applicant_id": None, "born_on": "31/12/1985"}) == []
    company = Applicant(kind="organisation", full_name="Công ty Hoa", personal_id="0100109106")
    form = _form("giay-phep-lao-dong")
    assert _codes(form, {"applicant_name": "Người đại diện"}, company) == [], "who acts for a company has another name"
    own = next(label["name"] for label in form if label.get("account") == "tax_code")
    assert _codes(form, {own: "0100109107"}, company) == [("personal_id_differs", own)]
    assert _codes(form, {"applicant_name": "Ai"}, channel="1") == [], "the officer has the papers in hand"


def test_a_dossier_without_a_code_is_called_by_its_applicant(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await office.file()
            page = (await office.client.get("/mot-cua", headers=office.headers(COUNTER))).text
            assert re.search(r'<a href="/mot-cua/ho-so/[^"]+">Đặng Phước Thượng</a>', page)

    asyncio.run(run())
