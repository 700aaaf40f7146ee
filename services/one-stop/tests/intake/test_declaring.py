"""The procedure's own e-form is filled in at the counter: checked by the same rules, kept and shown as one filed online."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from one_stop.intake.declaring import asked_here, declare
from one_stop.intake.schemas import CounterReception
from one_stop.procedures.actions import publish_procedure
from one_stop.seeding import read_content, read_labels
from shared.core.errors import Invalid
from shared.work.eforms.loading import loaded_eform
from shared.work.eforms.schema import EForm

COUNTER, PAGE, URL = "counter-officer", "/mot-cua/tiep-nhan", "/api/one-stop/v1/dossiers"
SAID = {"on_behalf": "self", "request": "Xin cấp lại giấy phép đã mất", "declaration": "true"}


def _eform(province: Any, name: str = "chung") -> EForm:
    said = read_content(province / "eforms" / f"{name}.json")
    assert said is not None
    return loaded_eform(name, 1, said["title"], said["schema"], said["uischema"], "test")


def _form(office: Any, **changes: Any) -> dict[str, Any]:
    procedure = office.procedures["chung"]
    papers = [paper["code"] for paper in procedure["papers"] if not paper.get("from_form")]
    form = {"csrf_token": "csrf-token", "procedure_code": procedure["code"], "dossier_id": str(uuid4())}
    form |= {"full_name": "Lê Thị Bé", "address": "1 Lê Lợi", "paper_codes": papers}
    return form | {f"tk-{name}": value for name, value in SAID.items()} | changes


async def _post(office: Any, form: dict[str, Any]) -> Any:
    return await office.client.post(PAGE, headers=office.headers(COUNTER), data=form)


def test_the_form_is_filled_in_without_asking_twice_and_kept_as_one_filed_online(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            headers, code = office.headers(COUNTER), office.procedures["chung"]["code"]
            page = (await office.client.get(f"{PAGE}?thu_tuc={code}", headers=headers)).text
            assert 'name="tk-request"' in page
            assert 'name="tk-applicant_name"' not in page, "the boxes above say it"
            made = await _post(office, _form(office))
            assert made.status_code == 303, made.text
            (row,) = await office.rows("SELECT form_id, form_version, answers, papers_received FROM dossier")
            assert (row["form_id"], row["form_version"]) == ("chung", 2)
            answers = json.loads(row["answers"])
            assert answers == {
                "applicant_name": "Lê Thị Bé", "applicant_address": "1 Lê Lợi",
                "on_behalf": "self", "request": SAID["request"], "declaration": True,
            }  # fmt: skip
            received = {paper["code"] for paper in json.loads(row["papers_received"])}
            assert received == {paper["code"] for paper in office.procedures["chung"]["papers"] if paper["required"]}
            shown = (await office.client.get(made.headers["location"], headers=headers)).text
            assert SAID["request"] in shown
            assert "Nội dung đề nghị giải quyết" in shown

    asyncio.run(run())


def test_what_is_wrong_is_refused_at_its_box_with_everything_typed_kept(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            wrong = _form(office, **{"tk-request": "", "tk-note": "Mong sớm có giấy", "paper_codes": []})
            refused = await _post(office, wrong)
            assert refused.status_code == 422
            assert 'href="#tk-request"' in refused.text
            assert "Hồ sơ còn thiếu" in refused.text, "all that is missing is said at once"
            assert "Mong sớm có giấy" in refused.text
            assert "<title>Lỗi" in refused.text
            assert not await office.rows("SELECT 1 FROM dossier")
            more = await _post(office, _form(office, viec="cap-nhat", **{"tk-on_behalf": "person"}))
            assert more.status_code == 200
            assert 'name="tk-owner_name"' in more.text, "the questions that the answers call for, without scripts"
            assert not await office.rows("SELECT 1 FROM dossier")

    asyncio.run(run())


def test_the_api_checks_alike_and_a_paper_declaration_is_said_to_be_one(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            headers, procedure = office.headers(COUNTER), office.procedures["chung"]
            body = {"procedure_code": procedure["code"], "full_name": "Lê Thị Bé", "address": "1 Lê Lợi"}
            body |= {"paper_codes": [paper["code"] for paper in procedure["papers"]]}
            for answers, pointer in (
                ({"on_behalf": "self", "declaration": True}, "/answers/request"),
                (SAID | {"declaration": True, "elsewhere": "x"}, "/answers"),
                ({"request": "a\u0000b"}, "/answers/request"),
                ({"request": float("nan")}, "/answers/request"),
            ):
                content = json.dumps(body | {"answers": answers})
                sent = {"content-type": "application/json"} | headers
                refused = await office.client.post(URL, headers=sent, content=content)
                assert refused.status_code == 422, (answers, refused.text)
                assert any(e["pointer"].startswith(pointer) for e in refused.json()["errors"]), refused.text
            on_paper = await office.client.post(URL, headers=headers, json=body)
            assert on_paper.status_code == 201
            (row,) = await office.rows("SELECT form_id, answers FROM dossier")
            assert (row["form_id"], row["answers"]) == ("", "{}")

    asyncio.run(run())


def test_a_step_with_a_condition_follows_what_the_counter_typed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            row = office.procedures["chung"]
            steps = [dict(step) for step in row["steps"]]
            steps[1] |= {"when": {"field": "on_behalf", "one_of": ["organisation"]}}
            labels = read_labels(office.settings.province_folder / "eforms" / "chung.json")[1]
            async with office.database.sessions.begin() as session:
                await publish_procedure(session, row | {"steps": steps}, labels)
            assert (await _post(office, _form(office))).status_code == 303
            assert (
                await _post(office, _form(office, declared="paper", paper_codes=[p["code"] for p in row["papers"]]))
            ).status_code == 303
            skipped = [one["skipped"] for one in await office.rows("SELECT skipped FROM dossier ORDER BY opened_at")]
            assert skipped == [[1], []], "what is not typed in decides nothing"

    asyncio.run(run())


def test_who_is_guided_comes_back_to_the_form_as_it_was_typed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            form = _form(office, reason="Đơn chưa ký", **{"tk-request": "Xin cấp lại"})
            form["note." + office.procedures["chung"]["papers"][0]["code"]] = "Ký vào đơn"
            guided = await office.client.post(f"{PAGE}/huong-dan", headers=office.headers(COUNTER), data=form)
            assert guided.status_code == 303, guided.text
            way = f"{PAGE}?huong_dan={form['dossier_id']}"
            back = (await office.client.get(way, headers=office.headers(COUNTER))).text
            assert "Xin cấp lại" in back

    asyncio.run(run())


@pytest.mark.parametrize(
    ("who", "answers", "kept"),
    [
        (
            {"owner_name": "Trần Chủ Đất", "owner_id": "052085001235", "relation": "relative"},
            {"on_behalf": "person"},
            {"owner_name": "Trần Chủ Đất", "owner_id": "052085001235"},
        ),
        ({"personal_id": "052085001234"}, {"on_behalf": "self"}, {"applicant_id": "052085001234"}),
    ],
)
def test_what_the_boxes_say_is_not_asked_again(tmp_path: Any, who: Any, answers: Any, kept: Any) -> None:
    eform = _eform(Path(__file__).parents[4] / "data" / "binh-dinh")
    new = CounterReception.model_validate(
        {"procedure_code": "1", "full_name": "A", "address": "B", "answers": {**SAID, "declaration": True, **answers}}
        | who
    )
    assert kept.items() <= declare(eform, new).items()
    assert "applicant_id" not in asked_here(eform)


def test_a_day_of_birth_that_the_form_needs_is_asked_for_at_its_box() -> None:
    eform = _eform(Path(__file__).parents[4] / "data" / "binh-dinh", "chung-chi-hanh-nghe-duoc")
    new = CounterReception.model_validate({"procedure_code": "1", "full_name": "A", "address": "B", "answers": {}})
    with pytest.raises(Invalid) as refusal:
        declare(eform, new)
    pointers = [error.pointer for error in refusal.value.fields]
    assert "/birth_date" in pointers
    assert "/personal_id" not in pointers
    assert "/answers/school" in pointers
