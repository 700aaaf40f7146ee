"""Who comes with what cannot be received gets a slip with a number, once, a line in the register, and no code."""

import asyncio
import json
import re
from typing import Any
from uuid import uuid4

import pypdfium2

URL = "/api/one-stop/v1"


def _body(procedure: dict[str, Any], **changes: Any) -> dict[str, Any]:
    first = procedure["papers"][0]["code"]
    body = {"procedure_code": procedure["code"], "full_name": "Lê Thị Bé", "personal_id": "052085001234"}
    body |= {"reason": "Thiếu giấy tờ bắt buộc.", "items": [{"paper_code": first, "note": "Nộp bản chính."}]}
    return body | changes


def _text(content: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().split())


def test_a_person_is_guided_once_with_a_number_and_no_dossier(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            answer = await office.client.post(f"{URL}/walk-ins/guide", headers=headers, json=_body(procedure))
            assert answer.status_code == 201, answer.text
            line = answer.json()
            assert (line["number"], line["outcome"], line["dossier_id"]) == ("01/HDHS", "guided", None)
            slip = await office.client.get(f"{URL}/walk-ins/{line['id']}/form", headers=headers)
            for said in (
                "Lê Thị Bé",
                "01/HDHS",
                procedure["papers"][0]["name"][:30],
                "Nộp bản chính.",
                "Thiếu giấy tờ",
            ):
                assert said in _text(slip.content), said
            again = await office.client.post(f"{URL}/walk-ins/guide", headers=headers, json=_body(procedure))
            assert (again.status_code, again.json()["code"]) == (409, "guided_already")
            assert "01/HDHS" in again.json()["title"]
            lawful = _body(procedure, legal_basis="Luật Xây dựng Đ.102")
            more = await office.client.post(f"{URL}/walk-ins/guide", headers=headers, json=lawful)
            assert more.json()["number"] == "02/HDHS"
            other = _body(procedure, personal_id="052085001235")
            assert (await office.client.post(f"{URL}/walk-ins/guide", headers=headers, json=other)).status_code == 201
            assert not await office.rows("SELECT 1 FROM dossier")
            kinds = [row["kind"] for row in await office.rows("SELECT kind FROM evidence WHERE kind LIKE 'walk-in%'")]
            assert kinds.count("walk-in-guided") == 3

    asyncio.run(run())


def test_of_two_officers_who_guide_one_person_at_once_one_is_told_what_the_other_gave(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            body, headers = _body(office.procedures["chung"]), office.headers("counter-officer")
            asked = (office.client.post(f"{URL}/walk-ins/guide", headers=headers, json=body) for _ in range(4))
            answers = await asyncio.gather(*asked)
            assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
            assert len(await office.rows("SELECT 1 FROM walk_in")) == 1

    asyncio.run(run())


def test_a_notice_names_papers_of_the_procedure_and_says_what_to_do(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            first = procedure["papers"][0]["code"]
            for items, code in (
                ([], "items_missing"),
                ([{"paper_code": "không-có", "note": "x"}], "paper_unknown"),
                ([{"paper_code": first}], "note_missing"),
                ([{"paper_code": first, "note": "a"}, {"paper_code": first, "note": "b"}], "item_twice"),
            ):
                body = _body(procedure, items=items)
                answer = await office.client.post(f"{URL}/walk-ins/guide", headers=headers, json=body)
                assert answer.status_code == 422
                assert code in [error["code"] for error in answer.json()["errors"]]
            assert not await office.rows("SELECT 1 FROM walk_in")
            assert not await office.rows("SELECT 1 FROM number_counter WHERE kind = 'form/02'")

    asyncio.run(run())


def test_a_person_is_refused_at_the_counter_with_form_03(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            body = _body(procedure, reason="Không thuộc thẩm quyền của Sở.", legal_basis="Luật Đất đai Đ.136")
            del body["items"]
            answer = await office.client.post(f"{URL}/walk-ins/refuse", headers=headers, json=body)
            assert answer.json()["number"] == "01/TC", answer.text
            slip = await office.client.get(f"/mot-cua/huong-dan/{answer.json()['id']}/phieu", headers=headers)
            assert "Luật Đất đai Đ.136" in _text(slip.content)
            listed = await office.client.get(f"{URL}/lists/walk-ins?kind=03&q=le thi be", headers=headers)
            assert [item["outcome"] for item in listed.json()["items"]] == ["refused"]
            elsewhere = office.headers("counter-officer", "000.00.99.H08")
            assert (await office.client.get(f"{URL}/lists/walk-ins", headers=elsewhere)).json()["items"] == []
            for path in (f"{URL}/walk-ins/{answer.json()['id']}", f"/mot-cua/huong-dan/{answer.json()['id']}"):
                assert (await office.client.get(path, headers=elsewhere)).status_code == 404

    asyncio.run(run())


def _typed(procedure: dict[str, Any]) -> dict[str, Any]:
    """What the counter's page sends: of all papers the first came, and is not in order."""
    first = procedure["papers"][0]["code"]
    form = {"csrf_token": "csrf-token", "procedure_code": procedure["code"], "dossier_id": str(uuid4())}
    form |= {"full_name": "Lê Thị Bé", "birth_date-day": "14/5/1990", "phone": "0905123456"}
    form |= {"declared": "paper"}
    return form | {f"copies.{first}": "3", f"note.{first}": "Chưa ký.", "paper_codes": [first]}


def test_from_the_page_to_the_register_once(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            form, post = _typed(procedure), office.client.post
            wrong = await post("/mot-cua/tiep-nhan/huong-dan", headers=headers, data=form)
            assert wrong.status_code == 422
            assert 'href="#reason"' in wrong.text
            assert 'id="chua-tiep-nhan" data-key="s" open' in wrong.text
            notes = wrong.text.partition('id="can-sua"')[2].partition("</fieldset>")[0]
            assert procedure["papers"][0]["name"] in notes
            assert "(không bắt buộc)" not in notes, "it would be said of the paper"
            form["reason"] = "Đơn chưa ký, thiếu giấy tờ."
            answers = [await post("/mot-cua/tiep-nhan/huong-dan", headers=headers, data=form) for _ in "12"]
            assert [answer.status_code for answer in answers] == [303, 303]
            assert answers[0].headers["location"].startswith(f"/mot-cua/huong-dan/{form['dossier_id']}")
            (row,) = await office.rows("SELECT items FROM walk_in")
            required = [paper["name"] for paper in procedure["papers"] if paper["required"]]
            assert {item["name"] for item in json.loads(row["items"])} == {procedure["papers"][0]["name"], *required}
            page = (await office.client.get(answers[0].headers["location"], headers=headers)).text
            assert "Chưa ký." in page
            assert form["dossier_id"] in (await office.client.get("/mot-cua/so-huong-dan", headers=headers)).text
            export = await office.client.get("/mot-cua/so-huong-dan/ket-xuat?dang=csv", headers=headers)
            assert "01/HDHS" in export.text

    asyncio.run(run())


def test_from_the_register_back_to_the_counter_with_everything_typed(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")
            first, *others = [paper["code"] for paper in procedure["papers"]]
            form, post = _typed(procedure) | {"reason": "Đơn chưa ký, thiếu giấy tờ."}, office.client.post
            guided = await post("/mot-cua/tiep-nhan/huong-dan", headers=headers, data=form)
            assert guided.status_code == 303, guided.text
            way = f"/mot-cua/tiep-nhan?huong_dan={form['dossier_id']}"
            back = (await office.client.get(way, headers=headers)).text
            for said in ('value="Lê Thị Bé"', 'value="0905123456"', 'value="1990"', f'name="copies.{first}" value="3"'):
                assert said in back, said
            new = re.search(r'name="dossier_id" value="([^"]+)"', back)[1]  # type: ignore[index]
            assert new != form["dossier_id"]
            whole = {
                "walk_in_id": form["dossier_id"],
                "dossier_id": new,
                "address": "1 Lê Lợi",
                "paper_codes": [first, *others],
            }
            received = await post("/mot-cua/tiep-nhan", headers=headers, data=form | whole)
            assert received.status_code == 303, received.text
            (row,) = await office.rows("SELECT w.dossier_id, h.note FROM walk_in w JOIN hand_over h USING (dossier_id)")
            assert str(row["dossier_id"]) == new
            assert "phiếu số 01/HDHS" in row["note"]
            twice = {"walk_in_id": form["dossier_id"], "dossier_id": str(uuid4())}
            refused = await post("/mot-cua/tiep-nhan", headers=headers, data=form | whole | twice)
            assert refused.status_code == 409
            assert "đã được tiếp nhận" in refused.text
            assert len(await office.rows("SELECT 1 FROM dossier")) == 1

    asyncio.run(run())


def test_a_notice_is_of_one_matter_at_one_agency_until_it_leads_to_a_dossier(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers = office.procedures["chung"], office.headers("counter-officer")

            async def write(act: str, body: dict[str, Any]) -> Any:
                return await office.client.post(f"{URL}/walk-ins/{act}", headers=headers, json=body)

            usual = _body(procedure)
            refusal = {name: value for name, value in usual.items() if name != "items"}
            assert (await write("refuse", refusal)).status_code == 201
            first = await write("guide", usual)
            assert first.status_code == 201, "a refusal is no notice"
            another_matter = await write("guide", _body(office.procedures["hop-bao"]))
            assert another_matter.status_code == 201, another_matter.text
            came_back = usual | {"personal_id": "", "walk_in_id": first.json()["id"]}
            assert (await write("guide", came_back)).json()["code"] == "guided_already", "known by the slip he brings"
            await office.rows("UPDATE walk_in SET agency_code = '000.00.99.H08' RETURNING id")
            second = await write("guide", usual)
            assert second.status_code == 201, "what another agency said binds nobody here"
            dossier = await office.file()
            await office.rows(
                "UPDATE walk_in SET dossier_id = $1 WHERE id = $2 RETURNING id", dossier, second.json()["id"]
            )
            assert (await write("guide", usual)).status_code == 201, "the former matter has become a dossier"

    asyncio.run(run())


def test_one_form_writes_one_line_and_a_line_of_another_agency_leads_nowhere(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure, headers, post = office.procedures["chung"], office.headers("counter-officer"), office.client.post
            same = _body(procedure) | {"dossier_id": str(uuid4())}
            assert (await post(f"{URL}/walk-ins/guide", headers=headers, json=same)).status_code == 201
            another = same | {"personal_id": "052085001299"}
            refusal = {name: value for name, value in another.items() if name != "items"}
            for act, body in (("guide", another), ("refuse", refusal)):
                again = await post(f"{URL}/walk-ins/{act}", headers=headers, json=body)
                assert (again.status_code, again.json()["code"]) == (409, "walk_in_written_already"), act
            (line,) = await office.rows("UPDATE walk_in SET agency_code = '000.00.99.H08' RETURNING id")
            codes = [paper["code"] for paper in procedure["papers"]]
            whole = {"procedure_code": procedure["code"], "full_name": "Lê Thị Bé", "address": "1 Lê Lợi"}
            whole |= {"paper_codes": codes, "walk_in_id": str(line["id"])}
            assert (await post(f"{URL}/dossiers", headers=headers, json=whole)).status_code == 404
            elsewhere = office.headers("counter-officer", "000.00.99.H08")
            for act, body in (("guide", _body(procedure)), ("refuse", refusal | {"dossier_id": None})):
                assert (await post(f"{URL}/walk-ins/{act}", headers=elsewhere, json=body)).status_code in (404, 422), (
                    act
                )
            assert not await office.rows("SELECT 1 FROM dossier")

    asyncio.run(run())
