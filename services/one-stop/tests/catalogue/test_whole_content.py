"""Nội dung đầy đủ của thủ tục (QĐ 766/QĐ-TTg mục 1.3): blank forms, samples of results, the legal documents one by one."""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from one_stop.features import MEMBER
from one_stop.procedures.legal_documents import check_legal_documents
from one_stop.seeding import seed
from shared.core import clock
from shared.work.jobs import Jobs
from shared.work.scanning import SCAN
from testing.clamd import MARKER
from testing.hostile import files as hostile

from .kit import EDITOR, LEADER, LIST, begin, boxes, decide, look, save, send, version_of

LAW = {"number": "50/2014/QH13", "name": "Luật Xây dựng"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TOLD = "SELECT data::text AS data FROM outbox WHERE type = 'one-stop.procedure-published.v1' ORDER BY position"


def a_file(name: str, content: bytes, kind: str = WORD) -> tuple[str, bytes, str]:
    return (name, content, kind)


async def bring(office: Any, change: str, files: dict[str, tuple[str, bytes, str]], **changed: Any) -> httpx.Response:
    """Save the draft with files, as a browser without scripts sends it."""
    form = boxes(await look(office, f"{change}/sua")) | changed
    typed = {name: said for name, said in form.items() if not name.startswith("tep.")}
    answer: httpx.Response = await office.client.post(
        f"{change}/sua", headers=office.headers(EDITOR), data={"csrf_token": "csrf-token", **typed},
        files={f"tep.{line}": file for line, file in files.items()},
    )  # fmt: skip
    return answer


async def publish(office: Any, change: str) -> None:
    assert (await send(office, change, clock.local_now().date())).status_code == 303
    assert (await decide(office, change, "duyet")).status_code == 303


async def told(office: Any) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((await office.rows(TOLD))[-1]["data"])
    return said


def test_a_blank_form_and_a_sample_are_kept_with_their_version_told_and_compared(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            change = await begin(office, code)
            files = {
                "papers.0": a_file("don-de-nghi.docx", hostile.docx()),
                "results.0": a_file("giay-phep.pdf", hostile.pdf(), "application/pdf"),
            }
            saved = await bring(office, change, files, **{"results.0.name": "Giấy phép"})
            assert saved.headers["location"].endswith("?xong=luu")
            page = await look(office, change)
            assert "mẫu đơn: don-de-nghi.docx" in page
            assert "mẫu kết quả: giay-phep.pdf" in page
            await publish(office, change)
            event = await told(office)
            blank, sample = event["papers"][0]["blank"], event["results"][0]["sample"]
            assert (blank["name"], sample["name"]) == ("don-de-nghi.docx", "giay-phep.pdf")
            read = await office.client.get(f"{LIST}/{code}/tep/{blank['sha256']}", headers=office.headers(LEADER))
            assert hashlib.sha256(read.content).hexdigest() == blank["sha256"]
            assert read.headers["x-content-type-options"] == "nosniff"
            assert (
                await office.client.get(f"{LIST}/{code}/tep/{'a' * 64}", headers=office.headers(LEADER))
            ).status_code == 404
            await _replaced(office, code, blank["sha256"])

    asyncio.run(run())


async def _replaced(office: Any, code: str, before: str) -> None:
    """Another file under the same name, and no sample: each version keeps its own."""
    again = await begin(office, code)
    other = {"papers.0": a_file("don-de-nghi.docx", hostile.docx(word__media=b"moi"))}
    await bring(office, again, other, **{"results.0.drop_file": "true"})
    await publish(office, again)
    newer = await told(office)
    assert newer["papers"][0]["blank"]["sha256"] != before
    assert newer["results"][0]["sample"] is None
    compared = await look(office, f"{LIST}/{code}/so-sanh")
    assert before[:8] in compared, "another content under the same name is seen"
    assert newer["papers"][0]["blank"]["sha256"][:8] in compared
    [first, second, third] = await office.rows(
        "SELECT source->'papers'->0->'blank'->>'sha256' AS sha FROM procedure_version WHERE code = $1"
        " ORDER BY version", code,
    )  # fmt: skip
    assert (first["sha"], second["sha"]) == (None, before)
    assert third["sha"] == newer["papers"][0]["blank"]["sha256"]


def test_a_file_that_cannot_be_taken_is_named_at_its_box_and_nothing_of_the_form_is_kept(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            change = await begin(office, office.procedures["chung"]["code"])
            before = await version_of(office, change)
            good = a_file("don.docx", hostile.docx())
            for line, file, sentence in (
                ("papers.0", a_file("don.exe", b"MZ" + b"x" * 100), "don.exe"),
                ("papers.0", a_file("don.docx", b"%PDF-1.4 khong phai Word"), "don.docx"),
                ("results.0", good, "Hãy ghi tên của dòng này"),
            ):
                refused = await bring(office, change, {"papers.1": good, line: file}, name="Tên sẽ không được giữ")
                assert refused.status_code == 422, line
                assert f'id="tep.{line}-error"' in refused.text
                assert sentence in refused.text
                assert "Tên sẽ không được giữ" in refused.text, "what was typed stays on the page"
            assert await version_of(office, change) == before
            assert await office.rows("SELECT 1 FROM procedure_file") == []

    asyncio.run(run())


def test_only_a_file_that_was_brought_for_this_procedure_can_be_named(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            other = await begin(office, office.procedures["hop-bao"]["code"])
            await bring(office, other, {"papers.0": a_file("khac.docx", hostile.docx())})
            [known] = await office.rows("SELECT sha256 FROM procedure_file")
            change = await begin(office, office.procedures["chung"]["code"])
            for named in (known["sha256"], "b" * 64):
                saved = await save(office, change, **{"papers.0.blank": named})
                assert saved.headers["location"].endswith("kiem_tra=1")
                page = await look(office, f"{change}/sua?kiem_tra=1")
                assert 'id="tep.papers.0-error"' in page
                assert "Không tìm thấy tệp mẫu này của thủ tục" in page
                assert (await send(office, change, clock.local_now().date())).status_code == 409

    asyncio.run(run())


def test_legal_documents_are_listed_one_by_one_and_told(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            change = await begin(office, code)
            line = {
                "number": LAW["number"], "name": LAW["name"], "agency": "Quốc hội", "issued_on": "18/6/2014",
                "effective_on": "1/1/2015", "url": "https://vanban.example.test/50",
            }  # fmt: skip
            wrong = {**line, "effective_on": "1/1/2014", "url": "javascript:alert(1)"}
            await save(office, change, **{f"legal_documents.0.{name}": said for name, said in wrong.items()})
            page = await look(office, f"{change}/sua?kiem_tra=1")
            assert 'id="legal_documents.0.effective_on-error"' in page
            assert 'id="legal_documents.0.url-error"' in page
            saved = await save(office, change, **{f"legal_documents.0.{name}": said for name, said in line.items()})
            assert saved.headers["location"].endswith("?xong=luu")
            assert "Văn bản căn cứ 50/2014/QH13" in await look(office, change)
            await publish(office, change)
            [law] = (await told(office))["legal_documents"]
            days = {"issued_on": "2014-06-18", "effective_on": "2015-01-01"}
            assert law == line | days
            again = await begin(office, code)
            assert 'value="18/06/2014"' in await look(office, f"{again}/sua")

    asyncio.run(run())


@pytest.mark.parametrize(
    ("documents", "pointers"),
    [
        ([LAW], []),
        ([LAW, {**LAW, "name": "Luật khác"}], ["/legal_documents/1/number"]),
        ([LAW | {"url": "https://a.vn/b c"}], ["/legal_documents/0/url"]),
        ([LAW | {"url": "https://"}], ["/legal_documents/0/url"]),
        ([LAW | {"url": "http://[a"}], ["/legal_documents/0/url"]),
        ([LAW | {"issued_on": "2014-06-18", "effective_on": "2014-06-18"}], []),
    ],
)
def test_a_list_of_documents_is_checked_by_the_same_rules_wherever_it_comes_from(
    documents: list[dict[str, Any]], pointers: list[str]
) -> None:
    assert [fault.pointer for fault in check_legal_documents({"legal_documents": documents})] == pointers


def test_the_provinces_file_brings_blank_forms_and_says_which_is_not_there(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            province = tmp_path / "province"
            file = province / "procedures.json"
            source = json.loads(file.read_text())
            source["procedures"][0]["papers"][0]["blank"] = "don.docx"
            source["procedures"][0]["legal_documents"] = [LAW]
            file.write_text(json.dumps(source))
            with pytest.raises(ValueError, match=r"không có tệp procedure-files/don\.docx"):
                await seed(office.database, office.settings, province)
            (province / "procedure-files").mkdir()
            (province / "procedure-files" / "don.docx").write_bytes(hostile.docx())
            before = len(await office.rows(TOLD))
            for _ in range(2):
                await seed(office.database, office.settings, province)
            assert len(await office.rows(TOLD)) == before + 1, "the same again changes nothing"
            event = await told(office)
            assert event["papers"][0]["blank"]["name"] == "don.docx"
            assert event["legal_documents"][0]["number"] == LAW["number"]
            change = await begin(office, event["procedure_code"])
            assert "don.docx" in await look(office, f"{change}/sua"), "an editor goes on with it"

    asyncio.run(run())


@pytest.mark.clamd
def test_a_blank_form_in_which_malware_was_found_is_not_sent_for_approval(one_stop, clamd):
    clamd.start()

    async def run() -> None:
        async with one_stop(clamd_url=clamd.url) as office:
            change = await begin(office, office.procedures["chung"]["code"])
            bad = a_file("don.pdf", hostile.pdf() + b"\n% " + MARKER, "application/pdf")
            assert (await bring(office, change, {"papers.0": bad})).status_code == 303
            jobs = {job.name: job for job in MEMBER.work(office.settings).jobs}
            assert await Jobs(office.database, [jobs[SCAN.name]]).do_next()
            [found] = await office.rows("SELECT brought_by, about FROM quarantined_file")
            assert found["about"] == f"procedure/{office.procedures['chung']['code']}"
            refused = await send(office, change, clock.local_now().date())
            assert refused.status_code == 422
            assert "có mã độc" in refused.text

    asyncio.run(run())
