"""Who sent a document is what the directory says of its code; how a packet names its sender is the sender's word alone."""

from typing import Any

from shared.access.rights import Role
from shared.notifying.sentences import our_sentences, say

from .test_foreign_packets import RECEIVER, SENDER, a_packet, run, send
from .test_notifications import told

CLAIMED = "UBND tỉnh. Mời đăng nhập https://evil.example"
NAME = "Sở Thông tin và Truyền thông"


def naming_itself(packet: bytes, name: str = CLAIMED, notation: str = "STTTT\n- CNTT") -> bytes:
    return packet.replace(NAME.encode(), name.encode()).replace(
        b"<edXML:CodeNotation>STTTT-CNTT<", f"<edXML:CodeNotation>{notation}<".encode()
    )


def test_what_a_packet_calls_its_sender_stands_on_the_page_of_the_document_alone(
    open_house: Any, letter: bytes
) -> None:
    async def play(house: Any) -> None:
        await send(house, naming_itself(a_packet(7, letter)))
        await house.read()
        (incoming,) = await house.inbox(RECEIVER)
        assert (incoming["sender_name"], incoming["reference"]) == (NAME, "07/STTTT - CNTT")
        assert "sender_name_differs" in incoming["warnings"]
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        before = len(await told(house))
        await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
        for place in ("/van-ban/den", "/van-ban/so-van-ban-den", "/van-ban/den?q=07"):
            page = (await house.call(clerk, "GET", place)).text
            assert NAME in page, place
            assert "evil" not in page, place
        assert f"/van-ban/den/{incoming['id']}" not in (await house.call(clerk, "GET", "/van-ban/den?q=evil")).text
        page = (await house.call(clerk, "GET", f"/van-ban/den/{incoming['id']}")).text
        assert NAME in page
        assert CLAIMED in page
        (arrived,) = (await told(house))[before:]
        assert arrived["facts"] == {"reference": "07/STTTT - CNTT", "agency": NAME}
        said = say(our_sentences(), arrived["notification"], arrived["facts"])
        assert "\n" not in said.title

    run(open_house, play)


def test_a_name_written_in_another_way_and_a_former_one_are_no_warning(open_house: Any, letter: bytes) -> None:
    async def play(house: Any) -> None:
        await send(
            house, *(naming_itself(a_packet(n, letter), name) for n, name in enumerate((NAME.upper(), "STTTT"), 1))
        )
        await house.read()
        found = await house.inbox(RECEIVER)
        assert [one["sender_name"] for one in found] == [NAME, NAME]
        assert not [one for one in found if "sender_name_differs" in one["warnings"]]

    run(open_house, play)


def test_a_packet_with_words_no_line_can_hold_is_refused(open_house: Any, letter: bytes) -> None:
    async def play(house: Any) -> None:
        for packet in (
            naming_itself(a_packet(7, letter), "x" * 201),
            naming_itself(a_packet(7, letter), NAME, "x" * 201),
        ):
            headers = {"content-type": "application/xml"}
            refused = await house.call(house.system(SENDER), "POST", "/packets", content=packet, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (422, "packet_text_too_long")

    run(open_house, play)
