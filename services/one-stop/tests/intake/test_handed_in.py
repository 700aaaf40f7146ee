"""Who came, for whom, and with what: the counter keeps what really lies on it, and the receipt says so."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp

from shared.core import clock

URL = "/api/one-stop/v1/dossiers"
OWNER = {
    "owner_kind": "enterprise",
    "owner_name": "Công ty TNHH Gỗ Phú Tài",
    "owner_identity_kind": "registration",
    "owner_identity_number": "41 001 / đk",
    "owner_address": "Khu công nghiệp Phú Tài",
    "relation": "introduced",
    "authority_number": "15/GGT",
    "authority_date": "01/03/2026",
}


def _body(procedure: dict[str, Any], **changes: Any) -> dict[str, Any]:
    papers = [{"code": paper["code"], "copies": 2} for paper in procedure["papers"]]
    body = {"dossier_id": str(uuid4()), "procedure_code": procedure["code"], "full_name": "Lê Thị Bé"}
    return body | {"address": "1 Lê Lợi", "papers": papers} | changes


async def _receipt(office: Any, dossier_id: str) -> pypdfium2.PdfDocument:
    headers = office.headers("counter-officer")
    (form,) = await office.rows("SELECT sha256 FROM printed_form WHERE form_no = '01'")
    answer = await office.client.get(f"{URL}/{dossier_id}/files/{form['sha256']}", headers=headers)
    return pypdfium2.PdfDocument(answer.content)


def test_a_person_without_a_number_hands_in_for_a_company_and_the_receipt_says_all_of_it(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            shown = {"identity_kind": "old-card", "identity_number": "211 456 789", "identity_issued_on": "5.6.2009"}
            body = _body(procedure, **shown, **OWNER, birth_date="14/5/1990", sets=2)
            body["papers"][0] = {"code": procedure["papers"][0]["code"], "originals": 3, "certified_copies": 4}
            answer = await office.client.post(URL, headers=headers, json=body)
            assert answer.status_code == 201, answer.text
            await office.rows("UPDATE dossier SET fee_due = 15000")  # nothing here costs anything
            one = (await office.client.get(f"{URL}/{body['dossier_id']}", headers=headers)).json()
            assert one["applicant"]["born_on"] == "1990-05-14"
            assert one["applicant"]["identity_number"] == "211456789"
            assert (one["owner"]["kind"], one["owner"]["identity_kind"]) == ("enterprise", "registration")
            assert one["representation"]["authority_date"] == "2026-03-01"
            first, *others = one["paper_documents"]
            assert (first["originals"], first["certified_copies"], first["copies"]) == (3, 4, 0)
            assert all(other["copies"] == 2 for other in others)
            pdf = await _receipt(office, body["dossier_id"])
            text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
            for said in (
                "Chứng minh nhân dân số 211456789, cấp ngày 05/06/2009",
                "Chủ hồ sơ: Công ty TNHH Gỗ Phú Tài",
                "Người được cơ quan, tổ chức giới thiệu, theo giấy số 15/GGT ngày 01/03/2026",
                "02 (bộ)",
                "03 04",
                "02 liên",
            ):
                assert said in text, (said, text)
            picture = pdf[0].render(scale=4).to_pil()
            link, code = sorted((found.text for found in zxingcpp.read_barcodes(picture)), key=len, reverse=True)
            assert code == one["code"]
            assert f"ma={code}&" in link
            page = (await office.client.get(f"/mot-cua/ho-so/{body['dossier_id']}", headers=headers)).text
            for said in ("14/05/1990", "Người được cơ quan, tổ chức giới thiệu", "bản chính: 3; bản sao chứng thực: 4"):
                assert said in page
            by_number = await office.client.get("/mot-cua?q=211456789", headers=headers)
            assert "Lê Thị Bé" in by_number.text

    asyncio.run(run())


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"identity_kind": "passport"}, "/identity_number"),
        ({"identity_number": "B123"}, "/identity_kind"),
        ({"identity_kind": "old-card", "identity_number": "12345"}, "/identity_number"),
        ({"birth_date": "31/2/1990"}, "/birth_date"),
        ({"owner_name": "Trần Chủ Đất"}, "/relation"),
        ({"owner_name": "Trần Chủ Đất", "relation": "authorised"}, "/authority_number"),
        ({"owner_name": "Trần Chủ Đất", "relation": "authorised", "authority_number": "1"}, "/authority_date"),
        ({"relation": "relative"}, "/owner_name"),
        ({"papers": [{"code": "x", "copies": 100}]}, "/papers/0/copies"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_its_box(one_stop, changes, pointer):
    async def run() -> None:
        async with one_stop() as office:
            headers = office.headers("counter-officer")
            answer = await office.client.post(URL, headers=headers, json=_body(office.procedures["chung"], **changes))
            assert answer.status_code == 422, answer.text
            assert pointer in [error["pointer"] for error in answer.json()["errors"]], answer.text
            assert not await office.rows("SELECT 1 FROM dossier")

    asyncio.run(run())


def test_days_ahead_and_papers_without_a_copy_are_refused(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            tomorrow = (clock.local_now().date() + timedelta(days=1)).isoformat()
            body = _body(procedure, birth_date=tomorrow)
            body["papers"][0]["copies"] = 0
            errors = (await office.client.post(URL, headers=headers, json=body)).json()["errors"]
            assert [error["pointer"] for error in errors] == ["/birth_date", "/papers/0"]

    asyncio.run(run())


def test_the_page_counts_papers_in_rows_and_shows_what_is_wrong_at_its_row(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            codes = [paper["code"] for paper in procedure["papers"]]
            form = {"csrf_token": "csrf-token", "procedure_code": procedure["code"], "dossier_id": str(uuid4())}
            form |= {"full_name": "Lê Thị Bé", "address": "1 Lê Lợi", "paper_codes": codes, "declared": "paper"}
            form |= {"birth_date-day": "14/5/1990", "birth_date-month": "", "birth_date-year": ""}
            for code in codes:
                form |= {f"originals.{code}": "", f"certified_copies.{code}": "", f"copies.{code}": "2"}
            wrong = form | {f"copies.{codes[0]}": "hai"}
            answer = await office.client.post("/mot-cua/tiep-nhan", headers=headers, data=wrong)
            assert answer.status_code == 422
            assert f'href="#paper.{codes[0]}"' in answer.text
            assert 'value="hai"' in answer.text
            assert 'value="14/5/1990"' in answer.text
            answer = await office.client.post("/mot-cua/tiep-nhan", headers=headers, data=form)
            assert answer.status_code == 303, answer.text
            (row,) = await office.rows("SELECT applicant, papers_received FROM dossier")
            assert json.loads(row["applicant"])["born_on"] == "1990-05-14"
            assert {paper["copies"] for paper in json.loads(row["papers_received"])} == {2}

    asyncio.run(run())
