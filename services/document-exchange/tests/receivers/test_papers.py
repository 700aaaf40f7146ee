"""A paper goes with what is sent, or counts instead (QĐ 28/2018 Điều 7.2): the packet says so, each receiver has a line."""

from typing import Any

import pypdfium2
import pytest

from document_exchange.packets.packet import DocumentPacket
from document_exchange.packets.reader import read_packet
from shared.access.rights import Role
from shared.core import clock
from shared.directory.keeping import keep_agency
from testing.factories import an_agency

from ..test_journey import RECEIVER, run
from ..test_pages import post

ONE = {"addressees": [RECEIVER], "all_agencies": False}


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


async def packet_of(house: Any, document: dict[str, Any]) -> DocumentPacket:
    packet = read_packet(await house.files.get(document["packet_sha256"]))
    assert isinstance(packet, DocumentPacket)
    return packet


@pytest.mark.parametrize("paper", ["with", "instead"])
def test_the_packet_says_that_a_paper_comes_and_the_clerk_notes_it_as_sent(open_house: Any, paper: str) -> None:
    async def play(house: Any) -> None:
        document = await house.sent(**ONE, paper=paper)
        assert (await packet_of(house, document)).business.paper_follows
        (line,) = document["papers"]
        assert (line["addressee_code"], line["name"], line["way"]) == (RECEIVER, "Sở Nội vụ", "")
        assert document["outside"] == []
        clerk = house.person(Role.RECORDS_CLERK)
        body = {"way": "post", "sent_on": clock.local_now().date().isoformat(), "trace": "EE123VN"}
        path = f"/documents/{document['id']}/outside/{line['position']}"
        assert (await house.call(clerk, "PUT", path, json=body)).status_code == 200
        book = (await house.call(clerk, "GET", "/van-ban/so-buu-dien")).text
        assert "Sở Nội vụ" in book
        assert "EE123VN" in book
        page = (await house.call(clerk, "GET", f"/van-ban/di/{document['id']}")).text
        assert "In bì thư" in page
        assert "Bản chính giấy" in page
        assert 'value="file"' not in page, "a paper goes by post or by hand"
        by_file = await house.call(clerk, "PUT", path, json=body | {"way": "file"})
        assert (by_file.status_code, by_file.json()["errors"][0]["pointer"]) == (422, "/way")
        await house.exchange()
        await house.read()
        (arrival,) = await house.inbox(RECEIVER)
        there = house.person(Role.RECORDS_CLERK, RECEIVER)
        assert "Có bản giấy gửi kèm" in (await house.call(there, "GET", f"/van-ban/den/{arrival['id']}")).text

    run(open_house, play)


def test_without_a_paper_nothing_is_said_and_there_is_no_envelope(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent(**ONE)
        assert not (await packet_of(house, document)).business.paper_follows
        assert document["papers"] == []
        clerk = house.person(Role.RECORDS_CLERK)
        assert (await house.call(clerk, "GET", f"/van-ban/di/{document['id']}/bi-thu")).status_code == 404

    run(open_house, play)


def test_the_clerk_decides_before_the_issue_and_a_change_of_receivers_by_a_program_leaves_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft(**ONE)
        await house.step(document_id, "submit", Role.SPECIALIST)
        await house.step(document_id, "sign", Role.LEADER)
        clerk = house.person(Role.RECORDS_CLERK)
        form = {"addressees": RECEIVER, "paper": "with", "version": (await house.document(document_id))["version"]}
        done = await post(house, clerk, f"/van-ban/di/{document_id}/doi-noi-nhan", form)
        assert done.status_code == 303, done.text
        assert (await house.document(document_id))["paper"] == "with"
        again = await house.call(clerk, "PUT", f"/documents/{document_id}/addressees", json={"addressees": [RECEIVER]})
        assert (again.status_code, again.json()["paper"]) == (200, "with")
        wrong = await house.call(clerk, "PUT", f"/documents/{document_id}/addressees", json={"paper": "fax"})
        assert wrong.status_code == 422

    run(open_house, play)


def test_envelopes_bear_the_address_of_each_receiver(open_house: Any) -> None:
    async def play(house: Any) -> None:
        async with house.database.sessions.begin() as session:
            news = an_agency(RECEIVER, name="Sở Nội vụ", short_name="SNV", address="9 Đường Thử, Quy Nhơn")
            await keep_agency(session, news)
        document = await house.sent(**ONE, paper="with", outside=[{"name": "Công ty Thử"}])
        clerk = house.person(Role.RECORDS_CLERK)
        for path in (f"/van-ban/di/{document['id']}/bi-thu", f"/documents/{document['id']}/envelopes"):
            answer = await house.call(clerk, "GET", path)
            assert answer.status_code == 200
            said = words_of(answer.content)
            for words in ("9 Đường Thử, Quy Nhơn", "Công ty Thử", "Sở Nội vụ", str(document["reference"])):
                assert words in said
        stranger = house.person(Role.SPECIALIST)
        assert (await house.call(stranger, "GET", f"/van-ban/di/{document['id']}/bi-thu")).status_code == 403
        elsewhere = house.person(Role.RECORDS_CLERK, RECEIVER)
        assert (await house.call(elsewhere, "GET", f"/van-ban/di/{document['id']}/bi-thu")).status_code == 404

    run(open_house, play)
