"""A document opened from a filtered list leads back to the same place of the list, also after an act."""

import re
from html import unescape
from typing import Any

from shared.access.rights import Role
from testing.pieces import send_in_pieces

from .test_foreign_packets import a_packet
from .test_incoming import arrived
from .test_journey import run
from .test_pages import follow, post, version_in

RECEIVER = "000.00.02.H08"
OUTSIDE = "000.00.00.H41"


def link(page: str, start: str) -> str:
    """The first link to an address that begins so."""
    found = re.search(f'href="({re.escape(start)}[^"]*)"', page)
    assert found, start
    return unescape(found[1])


def action(page: str, step: str) -> str:
    found = re.search(f'action="([^"]*/{step}[^"]*)"', page)
    assert found, step
    return unescape(found[1])


def test_an_incoming_document_leads_back_to_the_filtered_list(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        here = f"/van-ban/den/{(await arrived(house))['id']}"
        listed = (await house.call(clerk, "GET", "/van-ban/den?trang_thai=01&q=lien thong&sau=")).text
        opened = link(listed, here)
        row = f'id="vb-{here.rsplit("/", 1)[-1]}"'
        assert row in listed
        left = f"/van-ban/den?q=lien+thong&trang_thai=01#{row[4:-1]}"
        page = (await house.call(clerk, "GET", opened)).text
        assert link(page, "/van-ban/den?") == left
        # A refusal, a check and an act keep the way.
        refused = await post(house, clerk, action(page, "tra-lai"), {})
        assert refused.status_code == 422
        assert link(refused.text, "/van-ban/den?") == left
        checked = await post(house, clerk, action(page, "kiem-tra-lai"), {})
        assert checked.headers["location"].endswith("#chu-ky")
        assert link(await follow(house, clerk, checked), "/van-ban/den?") == left
        page = await follow(house, clerk, await post(house, clerk, action(page, "tiep-nhan"), {}))
        assert "Đã thực hiện: tiếp nhận, vào sổ." in page
        assert page.count(f'href="{left.replace("&", "&amp;")}"') == 2, "above the page, and beside what was done"
        # Opened by itself, it leads to the whole list.
        assert 'href="/van-ban/den#' in (await house.call(clerk, "GET", here)).text

    run(open_house, play)


def test_an_outgoing_document_leads_back_to_the_filtered_list(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        where = f"/van-ban/di/{await house.draft()}"
        listed = (await house.call(specialist, "GET", "/van-ban/di?trang_thai=draft")).text
        left = f"/van-ban/di?trang_thai=draft#vb-{where.rsplit('/', 1)[-1]}"
        page = (await house.call(specialist, "GET", link(listed, where))).text
        assert link(page, "/van-ban/di?") == left
        edit = (await house.call(specialist, "GET", link(page, f"{where}/sua"))).text
        assert link(edit, "/van-ban/di?") == left
        fields = {"type_code": "CV", "subject": "V/v sửa", "priority": "0", "all_agencies": "true"}
        fields |= {"leader_id": leader.subject, "version": version_in(edit)}
        wrong = await post(house, specialist, action(edit, "sua"), fields | {"subject": ""})
        assert link(wrong.text, "/van-ban/di?") == left
        page = await follow(house, specialist, await post(house, specialist, action(edit, "sua"), fields))
        assert link(page, "/van-ban/di?") == left
        page = await follow(house, specialist, await post(house, specialist, action(page, "trinh-ky"), {}))
        assert link(page, "/van-ban/di?") == left

        # Whoever gives a document out of sight comes back to the list he had.
        listed = (await house.call(leader, "GET", "/van-ban/di?trang_thai=submitted")).text
        page = (await house.call(leader, "GET", link(listed, where))).text
        await follow(house, leader, await post(house, leader, action(page, "ky-so"), {}))
        clerk = house.person(Role.RECORDS_CLERK)
        listed = (await house.call(clerk, "GET", "/van-ban/di?trang_thai=signed")).text
        page = (await house.call(clerk, "GET", link(listed, where))).text
        gone = await post(house, clerk, action(page, "tra-lai"), {"opinion": "Sai thể thức"})
        assert gone.headers["location"] == "/van-ban/di?trang_thai=signed"
        # A new draft is begun from the list as well.
        begun = (await house.call(specialist, "GET", link(listed, "/van-ban/di/soan-thao"))).text
        assert link(begun, "/van-ban/di?") == "/van-ban/di?trang_thai=signed"

    run(open_house, play)


def test_a_packet_brought_by_the_clerk_is_taken_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        files = {"packet": ("goi-tin.edxml", a_packet(1, house.letter, sender=OUTSIDE), "application/xml")}
        form = (await house.call(clerk, "GET", "/van-ban/den/nhap-goi-tin")).text
        page = await follow(house, clerk, await post(house, clerk, action(form, "nhap-goi-tin"), {}, files))
        assert "V/v thử số 1" in page
        again = await post(house, clerk, "/van-ban/den/nhap-goi-tin", {}, files)
        assert again.status_code == 409
        assert 'href="#packet"' in again.text
        assert len(await house.inbox(RECEIVER)) == 1
        # A large one has gone ahead in pieces, and stays there while its form is refused.
        uploads = "/api/document-exchange/v1/uploads"
        assert f'data-pieces="{uploads}"' in form
        for number, status in ((1, 409), (2, 303)):
            packet = a_packet(number, house.letter, sender=OUTSIDE)
            sent = await send_in_pieces(house.client, uploads, "goi-tin-lon.edxml", packet, house.headers(clerk))
            answer = await post(house, clerk, "/van-ban/den/nhap-goi-tin", {"packet": sent})
            assert answer.status_code == status, answer.text
            left = await house.call(clerk, "GET", f"/uploads/{sent}")
            assert left.status_code == (404 if status == 303 else 200)
        assert len(await house.inbox(RECEIVER)) == 2

    run(open_house, play)
