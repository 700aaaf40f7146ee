"""A result on paper becomes an electronic copy: entered with its scan, compared and signed by another, found by anybody who verifies it."""

import asyncio
import json
from datetime import date
from typing import Any

from one_stop.digitising.rules import STEPS, Digitising, PaperCase, PaperState, paper_key
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf
from testing.browser import make_pdf
from testing.hostile.photos import picture

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
SCAN = make_pdf("Giấy phép xây dựng số 125")["buffer"]
API = "/api/one-stop/v1/paper-results"
PAPER = {
    "kind": "Giấy phép xây dựng",
    "number": "125/GPXD",
    "issued_on": "15/03/2014",
    "issuer": "Sở Xây dựng tỉnh Bình Định",
    "signer": "Nguyễn Văn Cũ",
    "holder_name": "Trần Văn Bình",
    "holder_number": "210 123 456",
    "valid_until": "15/03/2064",
}


async def enter(office: Any, *scans: bytes, role: str = COUNTER, name: str = "quet.pdf", **changed: str) -> Any:
    files = [("tep", (name, scan, "application/octet-stream")) for scan in scans] or {"khong": ("", b"")}
    return await office.client.post(API, headers=office.headers(role), data=PAPER | changed, files=files)


async def entered(office: Any, *scans: bytes, **changed: str) -> str:
    answer = await enter(office, *scans, **changed)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def act(office: Any, paper: str, what: str, role: str, body: Any = None, **headers: str) -> Any:
    return await office.client.post(f"{API}/{paper}/{what}", headers=office.headers(role) | headers, json=body)


def test_a_paper_is_compared_by_another_signed_as_a_copy_and_stands_in_the_book(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            paper = await entered(office, SCAN)
            page = f"/mot-cua/ket-qua-giay/{paper}"
            assert "Chờ lãnh đạo đối chiếu" in (await office.client.get(page, headers=office.headers(SPECIALIST))).text
            assert "Đã đối chiếu, ký sao y" in (await office.client.get(page, headers=office.headers(LEADER))).text
            pressed = await office.client.post(
                f"{page}/ky", headers=office.headers(LEADER), data={"csrf_token": "csrf-token"}
            )
            assert pressed.status_code == 303, pressed.text
            (booked,) = await office.rows("SELECT * FROM booked_result")
            assert (booked["number"], booked["issuer"], booked["dossier_id"]) == ("125/GPXD", PAPER["issuer"], None)
            pdf = await office.app.state.files.get(booked["sha256"])
            assert pdf.startswith(SCAN)
            (report,) = await asyncio.to_thread(
                verify_pdf, pdf, TrustAnchors.of_authority(office.settings.authority_folder)
            )
            assert (report.valid, report.signer_name) == (True, "Lê Quang Minh")
            (event,) = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.result-digitised.v1'")
            told = json.loads(event["data"])
            assert (told["original_signer"], told["compared_by"]) == ("Nguyễn Văn Cũ", "Lê Quang Minh")
            one = await office.client.get(f"/mot-cua/ket-qua/{booked['id']}", headers=office.headers(LEADER))
            assert "Số hóa từ bản giấy" in one.text
            again = await act(office, paper, "sign", LEADER)
            assert (again.status_code, again.json()["code"]) == (409, "paper_result_elsewhere")

    asyncio.run(run())


def test_nobody_compares_what_he_entered_himself(one_stop: Any) -> None:
    own = PaperCase(PaperState.TO_COMPARE, frozenset({LEADER, SPECIALIST}), entered=True)
    assert Digitising.SIGN not in STEPS.allowed(own)

    async def run() -> None:
        async with one_stop() as office:
            paper = await entered(office, SCAN)
            await office.rows("UPDATE paper_result SET entered_by = $1", f"{LEADER}.{office.agency}")
            refused = await act(office, paper, "sign", LEADER)
            assert (refused.status_code, refused.json()["code"]) == (403, "paper_result_own_entry")
            assert not await office.rows("SELECT 1 FROM booked_result")
            for role in (COUNTER, SPECIALIST):
                assert (await act(office, paper, "sign", role)).status_code == 403
                assert (await act(office, paper, "send-back", role, {"reason": "Mờ quá"})).status_code == 403
            assert (await enter(office, SCAN, role=LEADER, number="9/X")).status_code == 403
            other = office.headers(LEADER, agency="000.00.12.H08")
            assert (await office.client.get(f"{API}/{paper}", headers=other)).status_code == 404

    asyncio.run(run())


def test_photographs_become_one_pdf_and_what_is_sent_back_is_mended(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            pages = picture("JPEG"), picture("JPEG", size=(200, 300))
            paper = await entered(office, *pages, name="trang.jpg")
            back = await act(office, paper, "send-back", LEADER, {"reason": "Trang 2 mờ, chụp lại"})
            assert (back.status_code, back.json()["state"]) == (200, "draft")
            html = (await office.client.get(f"/mot-cua/ket-qua-giay/{paper}", headers=office.headers(COUNTER))).text
            assert "Trang 2 mờ, chụp lại" in html
            form = {
                "csrf_token": "csrf-token",
                **{k: v for k, v in PAPER.items() if k not in ("issued_on", "valid_until")},
            }
            form |= {"issued_on-day": "16", "issued_on-month": "3", "issued_on-year": "2014"}
            url = f"/mot-cua/ket-qua-giay/{paper}/sua"
            files = [("tep", ("moi.pdf", SCAN, "application/pdf"))]
            sent = await office.client.post(url, headers=office.headers(SPECIALIST), data=form, files=files)
            assert sent.status_code == 303, sent.text
            (row,) = await office.rows("SELECT * FROM paper_result")
            assert (row["state"], str(row["issued_on"]), row["entered_by_name"]) == (
                "to-compare",
                "2014-03-16",
                "Trần Văn Bình",
            )
            stale = await act(office, paper, "sign", LEADER, **{"If-Match": '"1"'})
            assert stale.status_code == 412
            sha = json.loads(row["file"])["sha256"]
            seen = await office.client.get(f"/mot-cua/ket-qua-giay/{paper}/tep/{sha}", headers=office.headers(LEADER))
            assert seen.content == SCAN
            assert (await act(office, paper, "sign", LEADER)).status_code == 200

    asyncio.run(run())


def test_the_same_is_done_on_the_screen_and_by_programs(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            form = {name: said for name, said in PAPER.items() if name not in ("issued_on", "valid_until")}
            form |= {
                "csrf_token": "csrf-token",
                "issued_on-day": "15",
                "issued_on-month": "3",
                "issued_on-year": "2014",
            }
            files = [("tep", ("quet.pdf", SCAN, "application/pdf"))]
            url = "/mot-cua/so-hoa-ket-qua/moi"
            made = await office.client.post(url, headers=office.headers(COUNTER), data=form, files=files)
            assert made.status_code == 303, made.text
            one = made.headers["location"].partition("?")[0]
            for act_, role, status, reason in (
                ("tra-lai", LEADER, 422, ""),
                ("tra-lai", LEADER, 303, "Số giấy phép đọc nhầm"),
                ("bo", COUNTER, 422, ""),
            ):
                data = {"csrf_token": "csrf-token", "reason": reason}
                pressed = await office.client.post(f"{one}/{act_}", headers=office.headers(role), data=data)
                assert pressed.status_code == status, (act_, pressed.text)
            paper = one.rpartition("/")[2]
            amended = await office.client.post(
                f"{API}/{paper}/amend",
                headers=office.headers(COUNTER),
                data=PAPER | {"number": "126/GPXD"},
                files={"khong": ("", b"")},
            )
            assert (amended.status_code, amended.json()["state"]) == (200, "to-compare"), "its scan is kept"
            data = {"csrf_token": "csrf-token", "reason": "Nhập nhầm tờ"}
            assert (
                await office.client.post(f"{one}/bo", headers=office.headers(COUNTER), data=data)
            ).status_code == 303
            await _listed_as_dropped(office)

    asyncio.run(run())


async def _listed_as_dropped(office: Any) -> None:
    listed = await office.client.get("/mot-cua/so-hoa-ket-qua", headers=office.headers(COUNTER))
    assert "126/GPXD" in listed.text
    assert "Đã bỏ" in listed.text
    rows = await office.client.get("/api/one-stop/v1/lists/paper-results", headers=office.headers(COUNTER))
    assert [row["state"] for row in rows.json()["items"]] == ["Đã bỏ"]


def test_one_paper_is_entered_once_and_the_first_is_named(one_stop: Any) -> None:
    same = paper_key("Sở  Xây dựng", "0125 / gpxd", *_day_and_kind())
    assert same == paper_key("sở xây dựng", "125/GPXD", *_day_and_kind())

    async def run() -> None:
        async with one_stop() as office:
            first = await entered(office)
            twice = await enter(office, SCAN, number="0125 / gpxd")
            assert (twice.status_code, twice.json()["code"]) == (409, "paper_result_entered")
            assert "Nguyễn Thị Hoa" in twice.json()["title"] + twice.json().get("detail", "")
            page = await office.client.post(
                "/mot-cua/so-hoa-ket-qua/moi",
                headers=office.headers(COUNTER),
                data={"csrf_token": "csrf-token", "number": "1"},
            )
            assert page.status_code == 422
            assert 'id="kind-error"' in page.text
            assert (await act(office, first, "drop", COUNTER, {"reason": "Nhập nhầm tờ"})).status_code == 200
            assert (await enter(office)).status_code == 201
            future = await enter(office, issued_on="15/03/2090", number="7/X")
            assert (future.status_code, future.json()["errors"][0]["pointer"]) == (422, "/issued_on")

    asyncio.run(run())


def _day_and_kind() -> tuple[date, str]:
    return date(2014, 3, 15), "Giấy phép xây dựng"


def test_a_digitised_result_is_revoked_like_any_other(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            paper = await entered(office, SCAN)
            signed = await act(office, paper, "sign", LEADER)
            result = signed.json()["result_id"]
            body = {
                "kind": "revoked",
                "ground": "other",
                "reason": "Không đúng đối tượng",
                "legal_basis": "Điều 1",
                "document_number": "1/QĐ",
                "document_date": "02/03/2020",
            }
            url = f"/api/one-stop/v1/issued-results/{result}/changes"
            changed = await office.client.post(url, headers=office.headers(LEADER), json=body)
            assert (changed.status_code, changed.json()["state"]) == (201, "revoked"), changed.text
            (event,) = await office.rows("SELECT subject, data FROM outbox WHERE type = 'one-stop.result-changed.v1'")
            assert json.loads(event["data"])["dossier_id"] == result

    asyncio.run(run())


def test_leaders_are_told_what_waits_to_be_compared_and_who_entered_it_what_came_back(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            paper = await entered(office)
            about = f"paper-result/{paper}"
            told = "SELECT data FROM outbox WHERE data->>'about' = $1 ORDER BY position"
            assert await office.rows(told, about) == [], "it has no scan yet"
            other = await entered(office, SCAN, number="126/GPXD")
            back = await act(office, other, "send-back", LEADER, {"reason": "Bản quét thiếu trang 2"})
            assert back.status_code == 200, back.text
            events = [json.loads(row["data"]) for row in await office.rows(told, f"paper-result/{other}")]
            assert [
                (event["notification"], event["to"][0]["person_id"], event["to"][0]["role"]) for event in events
            ] == [
                ("paper-result-to-compare", "", LEADER),
                ("paper-result-returned", f"{COUNTER}.{office.agency}", ""),
            ]
            assert events[0]["facts"] == {"reference": "126/GPXD", "agency": PAPER["issuer"]}

    asyncio.run(run())
