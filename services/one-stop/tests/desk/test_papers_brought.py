"""What was brought on paper stands on the dossier's page as what it is; "no file" is said only where nothing came."""

import asyncio
import re

COUNTER = "counter-officer"
NO_FILE = "Không có tệp kèm theo"


async def _page(office, dossier: str) -> str:
    found = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))
    assert found.status_code == 200, found.text
    section = found.text.partition("Giấy tờ đã nộp")[2].partition("<aside")[0]
    return " ".join(re.sub("<[^>]+>", " ", section).split())


async def _receive(office, form: str, papers: list[str]) -> str:
    new = {
        "procedure_code": office.procedures[form]["code"],
        "full_name": "Lê Văn Giấy",
        "address": "12 Lê Lợi",
        "paper_codes": papers,
    }
    made = await office.client.post("/api/one-stop/v1/dossiers", headers=office.headers(COUNTER), json=new)
    assert made.status_code == 201, made.text
    return made.json()["id"]


def test_papers_received_at_the_counter_are_listed_with_their_kind(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            papers = office.procedures["hop-bao"]["papers"]
            shown = await _page(office, await _receive(office, "hop-bao", [paper["code"] for paper in papers]))
            assert "bản giấy nhận tại quầy" in shown
            for paper in papers:
                counts = [
                    f"{name}: {paper[key]}"
                    for key, name in (
                        ("originals", "bản chính"),
                        ("certified_copies", "bản sao chứng thực"),
                        ("copies", "bản sao"),
                    )
                    if paper.get(key)
                ]
                assert " ".join([paper["name"], "; ".join(counts)]).strip() in shown
            assert NO_FILE not in shown

    asyncio.run(run())


def test_programs_read_what_was_received_on_paper(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            papers = office.procedures["hop-bao"]["papers"]
            brought = await _receive(office, "hop-bao", [paper["code"] for paper in papers])
            read = await office.client.get(f"/api/one-stop/v1/dossiers/{brought}", headers=office.headers(COUNTER))
            shown = read.json()["paper_documents"]
            assert [paper["name"] for paper in shown] == [paper["name"] for paper in papers]
            assert [paper["originals"] for paper in shown] == [paper.get("originals", 0) for paper in papers]
            online = await office.file("hop-bao")
            read = await office.client.get(f"/api/one-stop/v1/dossiers/{online}", headers=office.headers(COUNTER))
            assert read.json()["paper_documents"] == []

    asyncio.run(run())


def test_what_a_supplement_brought_to_the_counter_is_listed_too(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            paper = office.procedures["hop-bao"]["papers"][0]
            asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper["code"], "note": "Nộp bản chính"}]}
            assert (await office.act(dossier, "request-supplement", COUNTER, asked)).status_code == 200
            taken = await office.act(dossier, "take-supplement", COUNTER, {"papers": [paper["code"]]})
            assert taken.status_code == 200, taken.text
            shown = await _page(office, dossier)
            assert f"Đã nhận: {paper['name']}" in shown
            assert NO_FILE not in shown

    asyncio.run(run())


def test_a_dossier_with_nothing_says_so(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            form = next(
                (f for f, p in office.procedures.items() if not any(paper["required"] for paper in p["papers"])), None
            )
            if form is None:  # every procedure of the samples needs a paper: nothing came with this filing
                dossier = await office.file("hop-bao", papers=())
            else:
                dossier = await _receive(office, form, [])
            assert NO_FILE in await _page(office, dossier)

    asyncio.run(run())
