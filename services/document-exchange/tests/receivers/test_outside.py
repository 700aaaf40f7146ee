"""Receivers that are not on the platform: named in the draft, reached by the clerk, found in the book of what went by post."""

import re
from datetime import timedelta
from typing import Any

import pytest

from document_exchange.packets.packet import DocumentPacket
from document_exchange.packets.reader import read_packet
from shared.access.rights import Role
from shared.core import clock

from ..entered.kit import clerk_of, enter
from ..test_exits import run
from ..test_incoming import post

MINISTRY = {"name": "Bộ Nội vụ", "organ_code": "G09"}
PERSON = {"name": "Ông Trần Văn Bình, 12 Trần Phú, Quy Nhơn"}
ONLY = {"all_agencies": False, "addressees": []}


def today(behind: int = 0) -> str:
    return (clock.local_now().date() - timedelta(days=behind)).isoformat()


def test_a_packet_names_who_has_an_identifier_and_the_clerk_notes_how_each_was_reached(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(outside=[MINISTRY, PERSON], addressees=["000.00.02.H08"], all_agencies=False)
        assert len(sent["deliveries"]) == 1
        packet = read_packet(await house.files.get(sent["packet_sha256"]))
        assert isinstance(packet, DocumentPacket)
        assert [one.organ_id for one in packet.receivers] == ["000.00.02.H08", "G09"]
        assert [(one["position"], one["way"]) for one in sent["outside"]] == [(1, ""), (2, "")]
        clerk, path = house.person(Role.RECORDS_CLERK), f"/documents/{sent['id']}/outside"
        body = {"way": "file", "sent_on": today()}
        noted = await house.call(clerk, "PUT", f"{path}/1", json=body)
        assert noted.status_code == 200, noted.text
        day = clock.local_now().date()
        typed = {"sent_on-day": day.day, "sent_on-month": day.month, "sent_on-year": day.year, "envelopes": "2"}
        page = f"/van-ban/di/{sent['id']}/ngoai/2"
        answer = await post(house, clerk, page, way="post", trace="EB123456789VN", **typed)
        assert answer.status_code == 303, answer.text
        shown = (await house.call(clerk, "GET", f"/van-ban/di/{sent['id']}")).text
        assert "EB123456789VN" in shown
        assert "Bưu điện" in shown
        after = await house.document(sent["id"])
        assert [(o["way"], o["envelopes"]) for o in after["outside"]] == [("file", 1), ("post", 2)]

    run(open_house, play)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"way": "post", "sent_on": today(-1)}, "/sent_on"),
        ({"way": "post", "sent_on": today(1)}, "/sent_on"),
        ({"way": "post", "sent_on": today(), "envelopes": 0}, "/envelopes"),
        ({"way": "", "sent_on": today()}, "/way"),
        ({"way": "post", "sent_on": "0001-01-01"}, "/sent_on"),
        ({"way": "post", "sent_on": today(), "trace": "x" * 201}, "/trace"),
    ],
)
def test_what_cannot_be_is_not_noted(open_house: Any, body: dict[str, Any], where: str) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(**ONLY, outside=[PERSON])
        clerk, path = house.person(Role.RECORDS_CLERK), f"/documents/{sent['id']}/outside"
        answer = await house.call(clerk, "PUT", f"{path}/1", json=body)
        assert answer.status_code == 422, answer.text
        assert where in {error["pointer"] for error in answer.json()["errors"]}
        assert (
            await house.call(clerk, "PUT", f"{path}/2", json={"way": "post", "sent_on": today()})
        ).status_code == 404
        assert (await house.document(sent["id"]))["version"] == sent["version"]

    run(open_house, play)


def test_a_line_noted_wrongly_opens_again_with_what_was_typed_and_says_it_beside_the_field(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(**ONLY, outside=[MINISTRY, PERSON])
        page, day = f"/van-ban/di/{sent['id']}/ngoai/2", clock.local_now().date()
        typed = {"sent_on-day": day.day, "sent_on-month": day.month, "sent_on-year": day.year, "envelopes": "3"}
        wrong = await post(house, house.person(Role.RECORDS_CLERK), page, trace="EB77VN", **typed)
        assert wrong.status_code == 422
        assert 'href="#way">Hãy chọn cách gửi.' in wrong.text
        assert re.search(r'<details [^>]*id="gui-ngoai-2" open>', wrong.text)
        assert not re.search(r'<details [^>]*id="gui-ngoai-1" open>', wrong.text)
        assert wrong.text.count('id="way"') == 1
        assert re.search(r'id="trace" [^>]*value="EB77VN"', wrong.text)
        assert re.search(r'id="envelopes" [^>]*value="3"', wrong.text)

    run(open_house, play)


def test_a_person_alone_is_a_receiver_and_no_packet_is_made(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(**ONLY, outside=[PERSON])
        assert (sent["status"], sent["packet_sha256"], sent["deliveries"]) == ("sent", None, [])

    run(open_house, play)


def test_lines_of_the_form_are_receivers_bullets_and_all(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter = house.person(Role.SPECIALIST)
        lines = "\uf0b7 Bộ Nội vụ; G09\r\n- Công ty Cổ phần A\r\n\r\n• Bộ Nội vụ; G09"
        made = await post(
            house, drafter, "/van-ban/di/soan-thao", type_code="CV", subject="V/v thử", priority="0", outside=lines
        )
        assert made.status_code == 303, made.text
        document_id = made.headers["location"].split("/")[-1].split("?")[0]
        whole = (await house.call(drafter, "GET", f"/documents/{document_id}")).json()
        assert [(o["name"], o["organ_code"]) for o in whole["outside"]] == [
            ("Bộ Nội vụ", "G09"),
            ("Công ty Cổ phần A", ""),
        ]
        form = (await house.call(drafter, "GET", f"/van-ban/di/{document_id}/sua")).text
        assert "Bộ Nội vụ; G09\nCông ty Cổ phần A" in form

    run(open_house, play)


@pytest.mark.parametrize("line", ["Bộ Nội vụ; khong-phai-ma", "; G09", "x" * 201, "Sở Nội vụ; 000.00.02.H08"])
def test_a_line_that_names_nobody_outside_is_refused_with_what_was_typed(open_house: Any, line: str) -> None:
    async def play(house: Any) -> None:
        drafter = house.person(Role.SPECIALIST)
        answer = await post(
            house, drafter, "/van-ban/di/soan-thao", type_code="CV", subject="V/v thử", priority="0", outside=line
        )
        assert answer.status_code == 422
        assert 'href="#outside"' in answer.text
        assert line in answer.text

    run(open_house, play)


def test_an_answer_goes_to_who_asked_from_outside(open_house: Any) -> None:
    """What came from off the platform is answered there, not refused."""

    async def play(house: Any) -> None:
        arrival = await enter(house, author="Bộ Nội vụ")
        form = await house.call(clerk_of(house), "GET", f"/van-ban/di/soan-thao?tra_loi={arrival['id']}")
        assert "Bộ Nội vụ</textarea>" in form.text

    run(open_house, play)


def test_one_identifier_is_one_receiver_outside(open_house: Any) -> None:
    """A packet names each once: what would be refused at sending is refused in the form."""

    async def play(house: Any) -> None:
        twice = [MINISTRY, {"name": "Vụ Cải cách hành chính", "organ_code": "g09"}]
        body = {"type_code": "CV", "subject": "V/v thử", "outside": twice}
        answer = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
        assert answer.status_code == 422, answer.text
        (error,) = answer.json()["errors"]
        assert error["pointer"] == "/outside"
        assert "G09" in error["detail"]

    run(open_house, play)


def test_two_clerks_do_not_note_over_each_other(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent(**ONLY, outside=[PERSON])
        clerk, path = house.person(Role.RECORDS_CLERK), f"/documents/{sent['id']}/outside/1"
        body = {"way": "post", "sent_on": today(), "version": sent["version"]}
        assert (await house.call(clerk, "PUT", path, json=body)).status_code == 200
        stale = await house.call(clerk, "PUT", path, json=body | {"way": "hand"})
        assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
        assert (await house.document(sent["id"]))["outside"][0]["way"] == "post"
        shown = (await house.call(clerk, "GET", f"/van-ban/di/{sent['id']}")).text
        assert f'name="version" value="{sent["version"] + 1}"' in shown
        day = clock.local_now().date()
        typed = {"sent_on-day": day.day, "sent_on-month": day.month, "sent_on-year": day.year}
        late = await post(
            house, clerk, f"/van-ban/di/{sent['id']}/ngoai/1", way="hand", version=sent["version"], **typed
        )
        assert late.status_code == 412
        for nowhere in ("99999", "-1"):
            assert (
                await post(house, clerk, f"/van-ban/di/{sent['id']}/ngoai/{nowhere}", way="post")
            ).status_code == 404

    run(open_house, play)
