"""A packet says what QĐ 28/2018 Điều 10 wants: nơi nhận as printed, who typed it, whether it directs, and how its sender is reached."""

from typing import Any

from document_exchange.packets.packet import DocumentPacket
from document_exchange.packets.reader import read_packet
from shared.access.rights import Role
from shared.directory.keeping import keep_agency
from testing.factories import an_agency

from .test_journey import RECEIVER, run
from .test_pages import post

SENDER = "000.00.11.H08"
CONTACTS = {
    "address": "1 Đường Thử, Quy Nhơn",
    "phone": "0256 000 111",
    "email": "vanthu@stttt.example.test",
    "website": "https://stttt.example.test",
}


async def packet_at_receiver(house: Any) -> DocumentPacket:
    await house.exchange()
    await house.read()
    (arrival,) = await house.inbox(RECEIVER)
    clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
    answer = await house.call(clerk, "GET", f"/incoming/{arrival['id']}/packet")
    packet = read_packet(answer.content)
    assert isinstance(packet, DocumentPacket)
    page = (await house.call(clerk, "GET", f"/van-ban/den/{arrival['id']}")).text
    assert all(place in page for place in packet.places)
    return packet


def test_what_the_drafter_wrote_and_how_the_agency_is_reached_travels(open_house: Any) -> None:
    async def play(house: Any) -> None:
        named = {"name": "Sở Thông tin và Truyền thông", "short_name": "STTTT"}
        async with house.database.sessions.begin() as session:
            await keep_agency(session, an_agency(SENDER, **named, **CONTACTS))
        printed = "- Như trên;\n- Chủ tịch UBND tỉnh (để báo cáo);\n- Lưu: VT, CNTT."
        said = {"printed_receivers": printed, "typer_notation": "NVA", "directs": True}
        document = await house.sent(**said)
        assert document["printed_receivers"].splitlines()[0] == "Như trên"
        packet = await packet_at_receiver(house)
        assert packet.places == ("Như trên", "Chủ tịch UBND tỉnh (để báo cáo)", "Lưu: VT, CNTT.")
        assert (packet.typer_notation, packet.steering) == ("NVA", 1)
        assert packet.promulgation_amount == 3
        sender = packet.sender
        assert [sender.address, sender.telephone, sender.email, sender.website] == list(CONTACTS.values())

    run(open_house, play)


def test_what_nobody_wrote_is_said_as_it_usually_is(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await house.sent()
        packet = await packet_at_receiver(house)
        assert packet.places == ("Lưu: VT, CNTT",)
        assert (packet.typer_notation, packet.steering) == ("CNTT", 0)
        assert packet.sender.email == "vanthu@example.test"

    run(open_house, play)


def test_the_form_keeps_what_was_typed_and_says_what_to_mend(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter = house.person(Role.SPECIALIST)
        document_id = await house.draft(printed_receivers="Như trên", directs=True)
        page = (await house.call(drafter, "GET", f"/van-ban/di/{document_id}/sua")).text
        assert "Như trên" in page
        form = {
            "type_code": "CV",
            "subject": "V/v thử",
            "printed_receivers": "x" * 151,
            "typer_notation": "QUÁ DÀI MỘT CHÚT",
            "directs": "true",
        }
        refused = await post(house, drafter, f"/van-ban/di/{document_id}/sua", form)
        assert refused.status_code == 422
        assert "mỗi dòng không quá 150 ký tự" in refused.text
        assert "Ký hiệu người soạn thảo không quá 10 ký tự" in refused.text
        assert "x" * 151 in refused.text
        good = form | {"printed_receivers": "• Lưu: VT;", "typer_notation": ""}
        assert (await post(house, drafter, f"/van-ban/di/{document_id}/sua", good)).status_code == 303
        kept = (await house.call(drafter, "GET", f"/documents/{document_id}")).json()
        assert (kept["printed_receivers"], kept["typer_notation"], kept["steering"]) == ("Lưu: VT", "", 1)
        await post(house, drafter, f"/van-ban/di/{document_id}/sua", good | {"directs": ""})
        assert (await house.call(drafter, "GET", f"/documents/{document_id}")).json()["steering"] == 0

    run(open_house, play)
