"""Bản song ngữ: what a person takes home, in Vietnamese and a second language, printed at the counter and kept with the dossier."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest

from one_stop.dossiers.cases import COUNTER_OFFICER
from one_stop.forms.locales import local_parts
from one_stop.forms.render import FORM_TEMPLATES
from shared.printing.forms import print_form

LEGAL = "Lời tiếng Việt là lời có giá trị pháp lý"
KEPT = "SELECT form_no, sha256, made_by, seal_agency FROM printed_form WHERE form_no = '01-en'"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


@pytest.mark.parametrize("rule_set", ["ND118_2025", "ND61_2018"])
@pytest.mark.parametrize("form_no", ["01", "02", "03", "04"])
def test_the_vietnamese_title_and_words_stay_and_are_the_legal_ones(rule_set: str, form_no: str) -> None:
    vietnamese, both = (FORM_TEMPLATES[rule_set, name] for name in (form_no, f"{form_no}-en"))
    said = text_of(print_form(both, both.sample))
    assert vietnamese.title.upper() in said
    assert LEGAL in said
    assert "The Vietnamese text is the legally valid one" in said
    assert both.language == "tiếng Việt và tiếng Anh"


def test_only_forms_that_are_taken_home_have_a_copy_in_a_known_language() -> None:
    assert local_parts("01-en") == ("01", "en")
    for name in ("01", "05-en", "06-en", "01-xx", "", "01-", "-en", "label"):
        assert local_parts(name) is None, name


async def press(office: Any, dossier: str, name: str, role: str = COUNTER_OFFICER, agency: str = "") -> httpx.Response:
    who = office.headers(role, agency) if agency else office.headers(role)
    answer: httpx.Response = await office.client.post(
        f"/mot-cua/ban-song-ngu/{dossier}", headers=who, data={"csrf_token": "csrf-token", "form": name}
    )
    return answer


def test_the_counter_prints_it_once_from_what_the_receipt_says_and_keeps_it(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            early = await press(office, dossier, "01-en")
            assert early.status_code == 409, "nothing was printed yet"
            assert (await office.act(dossier, "accept", COUNTER_OFFICER)).status_code == 200
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER_OFFICER))).text
            assert '<option value="01-en"' in page
            assert '<option value="02-en"' not in page, "what was not made has no copy"
            for name in ("02-en", "01-xx", "label", ""):
                assert (await press(office, dossier, name)).status_code in (409, 422), name
            assert (await press(office, dossier, "01-en", agency="000.00.12.H08")).status_code == 404
            assert await office.rows(KEPT) == []
            places = [(await press(office, dossier, "01-en")).headers["location"] for _ in range(2)]
            assert places[0] == places[1], "the same paper afterwards"
            read = await office.client.get(places[0], headers=office.headers(COUNTER_OFFICER))
            [row] = await office.rows(KEPT)
            assert row["made_by"] == "Nguyễn Thị Hoa"
            assert row["seal_agency"] == "", "the form in Vietnamese is the one that is signed"
            [known] = await office.rows("SELECT code, applicant_name FROM dossier")
            said = text_of(read.content)
            for words in (known["code"], known["applicant_name"], "Procedure requested", LEGAL):
                assert words in said, words
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER_OFFICER))).text
            assert "(mẫu 01), tiếng Việt và tiếng Anh" in page

    asyncio.run(run())


def test_the_province_has_its_own_look_of_it_as_of_any_form(one_stop: Any, tmp_path: Path) -> None:
    template = FORM_TEMPLATES["ND118_2025", "01-en"]
    assert template.file.name == "form01-en.typ", "beside the Vietnamese one in the province's folder"

    async def run() -> None:
        async with one_stop() as office:
            folder = tmp_path / "data" / "thu" / "templates" / "ND118_2025"
            folder.mkdir(parents=True)
            ours = template.file.read_text("utf-8").replace("Procedure requested", "Service applied for")
            (folder / "form01-en.typ").write_text(ours, "utf-8")
            settings = office.app.state.settings
            office.app.state.settings = settings.model_copy(update={"data": tmp_path / "data", "province": "thu"})
            operator = office.headers("operator", "")
            place = "/mot-cua/bieu-mau/ND118_2025/01-en"
            page = (await office.client.get(place, headers=operator)).text
            assert "tiếng Việt và tiếng Anh" in page
            hidden = {
                name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("sha256", "stamp")
            }
            used = await office.client.post(
                f"{place}/dung", headers=operator, data={"csrf_token": "csrf-token", **hidden}
            )
            assert used.status_code == 303, used.text[:500]
            dossier = await office.file("hop-bao")
            assert (await office.act(dossier, "accept", COUNTER_OFFICER)).status_code == 200
            printed = await press(office, dossier, "01-en")
            read = await office.client.get(printed.headers["location"], headers=office.headers(COUNTER_OFFICER))
            assert "Service applied for" in text_of(read.content)

    asyncio.run(run())
