"""A sender's wish about what an agency had that ended, or that left it with its unit: answered by whoever has the document now."""

from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.packets.packet import Organ, ReceiverChange, Response, StatusPacket
from document_exchange.packets.writer import write_status
from shared.access.rights import Role
from shared.contracts.document_exchange import ChangeAsked
from shared.contracts.values import FileReference, Share
from shared.messaging.outbox import tell
from testing.factories import an_agency

from ..continuing_kit import day_from_today, do, hire, of
from ..test_continuing import HEIR, merged, tell_merged
from .change_kit import (
    CODE,
    REASON,
    a_recall,
    a_replacement,
    an_update,
    arrived,
    change,
    changes,
    incoming,
    new_document,
    wish,
)
from .issued_kit import answer_wish, issued, settle, wish_at
from .test_packets_api import AT, OUTSIDE, RECEIVER, SENDER, a_packet, bring, run, send
from .test_replacements import replaced

NEW_CODE = "H08.11"


async def ended(house: Any) -> Any:
    """The successor's clerk."""
    await hire(house)
    await tell_merged(house, merged())
    return of(house, Role.RECORDS_CLERK)


async def answered(house: Any, clerk: Any, change_id: str, act: str, **body: str) -> dict[str, Any]:
    answer = await house.call(clerk, "POST", f"/sender-changes/{change_id}/{act}", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def the_13(code: str = CODE) -> bytes:
    return write_status(StatusPacket(Organ(OUTSIDE, "Cơ quan ngoài"), Response(SENDER, "", code), "13", REASON, AT))


def struck() -> bytes:
    return an_update(receivers=(ReceiverChange(SENDER, added=False),))


@pytest.mark.parametrize("content", [a_recall(), the_13(), struck()], ids=["type 1", "status 13", "struck"])
def test_a_sender_that_names_the_ended_agency_reaches_its_successor(open_house: Any, content: bytes) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        clerk = await ended(house)
        taken = await bring(house, content, clerk)
        assert taken.status_code == 201, taken.text
        assert taken.json()["state"] == "handed"
        agreed = await house.call(clerk, "POST", f"/incoming/{id_}/status", json={"code": "15"})
        assert (agreed.status_code, agreed.json()["recall"]) == (200, "agreed")
        fresh = await bring(house, new_document(8), clerk)
        assert fresh.json()["code"] == "packet_not_addressed", "what is new goes to whom it is addressed"

    run(open_house, play)


def test_what_waits_when_the_agency_ends_waits_at_its_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        asked = await wish(house, an_update(subject="V/v số liệu đã sửa"))
        lost = await wish(house, a_recall("khong-co-ma-nay"))
        clerk = await ended(house)
        gone = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/sender-changes/{asked['id']}")
        assert gone.status_code == 404
        assert (await answered(house, clerk, asked["id"], "agree"))["state"] == "agreed"
        whole = await house.call(clerk, "GET", f"/incoming/{id_}")
        assert whole.json()["subject"] == "V/v số liệu đã sửa"
        assert (await answered(house, clerk, lost["id"], "refuse", words="Không có"))["state"] == "refused"

    run(open_house, play)


def test_a_wish_follows_its_document_out_with_the_unit_that_leaves(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        stays = await arrived(house, 8)
        asked = await wish(house, an_update(subject="V/v số liệu đã sửa"))
        other = await wish(house, an_update(f"{OUTSIDE},2026/11/20,08/STTTT-CNTT", subject="V/v việc ở lại"))
        await do(house, "UPDATE incoming_document SET unit_id = 'u-di', status = '04' WHERE id = :id", id=id_)
        await hire(house)
        share = Share(successor_code=HEIR, successor_name="Sở Mới", units=("u-di",))
        await tell_merged(
            house, merged(act="part", successor_code=SENDER, shares=(share,), first_day=day_from_today(-3))
        )
        old, clerk = house.person(Role.RECORDS_CLERK), of(house, Role.RECORDS_CLERK)
        assert (await house.call(old, "GET", f"/incoming/{id_}")).status_code == 404
        assert (await house.call(old, "GET", f"/sender-changes/{asked['id']}")).status_code == 404
        assert (await answered(house, clerk, asked["id"], "agree"))["state"] == "agreed"
        assert (await change(house, other["id"]))["incoming_id"] == stays
        # What the agency brings about it later is the other one's to answer.
        form = {"csrf_token": "form-token"}
        named = {"packet": ("goi.edxml", a_recall(), "application/xml")}
        sent = await house.call(old, "POST", "/van-ban/den/nhap-goi-tin", data=form, files=named)
        assert (sent.status_code, sent.headers["location"]) == (303, "/van-ban/den/thay-doi")
        listed = (await house.call(clerk, "GET", "/sender-changes")).json()["items"]
        assert {one["kind"] for one in listed} == {1, 2}

    run(open_house, play)


def asks_to_replace(delivery_id: str, old: str, new: str) -> ChangeAsked:
    return ChangeAsked(
        delivery_id=delivery_id,
        change_id="01a217dc-e449-7a21-90e1-317a59d2e54b",
        document_id=old,
        sender_code=SENDER,
        addressee_code=RECEIVER,
        business=3,
        reason=REASON,
        new_document_id=new,
        packet=FileReference(sha256="0" * 64, size=1, name="goi.edxml", media_type="application/xml"),
        asked_by="Văn thư",
        asked_at=AT,
    )


def test_the_successor_of_the_sender_replaces_what_that_one_issued(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await issued(house, outside=False)
        (old,) = await house.inbox(RECEIVER)
        assert (await house.report(RECEIVER, old["id"], "03", Role.RECORDS_CLERK)).status_code == 200
        await tell_merged(house, merged())
        new_code = f"{HEIR},2026/11/20,09/STTTT-CNTT"
        asked = asks_to_replace(document["deliveries"][0]["id"], document["document_code"], new_code)
        async with house.database.sessions.begin() as session:
            await tell(session, asked)
        await settle(house)
        assert (await wish_at(house))["allowed"] == ["refuse"], "what takes its place is on its way"
        stranger = a_packet("000.00.05.H08", (RECEIVER,), 9, document_id=new_code)
        await send(house, stranger, house.system("000.00.05.H08"))
        await settle(house)
        assert (await wish_at(house))["allowed"] == ["refuse"], "nobody else speaks for the sender"
        assert (await send(house, a_packet(HEIR, (RECEIVER,), 9), house.system(HEIR))).status_code == 201
        await settle(house)
        assert (await answer_wish(house, await wish_at(house), "agree"))["state"] == "agreed"
        (new,) = [one for one in await house.inbox(RECEIVER) if one["sender_code"] == HEIR]
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        assert new["id"] in (await house.call(clerk, "GET", f"/van-ban/den/{old['id']}")).text

    run(open_house, play)


def test_what_left_with_its_unit_is_not_closed_for_an_arrival_that_stayed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        new_id, asked = await replaced(house)
        before = await incoming(house, new_id)
        await do(house, "UPDATE incoming_document SET unit_id = 'u-di', status = '04' WHERE id = :id", id=id_)
        await hire(house)
        share = Share(successor_code=HEIR, successor_name="Sở Mới", units=("u-di",))
        await tell_merged(
            house, merged(act="part", successor_code=SENDER, shares=(share,), first_day=day_from_today(-3))
        )
        clerk = of(house, Role.RECORDS_CLERK)
        refused = await house.call(clerk, "POST", f"/sender-changes/{asked['id']}/agree", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "replacement_not_here")
        assert await incoming(house, new_id) == before
        await answered(house, clerk, asked["id"], "refuse", words="Văn bản thay thế không ở đây")

    run(open_house, play)


@pytest.mark.parametrize("code", ["code_2020", "former_codes"])
def test_no_file_speaks_for_an_agency_of_the_platform_under_its_other_code(open_house: Any, code: str) -> None:
    async def play(house: Any) -> None:
        known: dict[str, Any] = {"code_2020": NEW_CODE}
        if code == "former_codes":
            known = {"code_2020": "H08.12", "former_codes": ({"code": NEW_CODE, "until": "2025-01-01"},)}
        await house.tell(an_agency("000.00.02.H08", name="Sở Nội vụ", **known), "mail-directory")
        for content in (new_document(), a_recall(), a_replacement(), the_13()):
            refused = await bring(house, content.replace(OUTSIDE.encode(), NEW_CODE.encode()))
            assert (refused.status_code, refused.json()["code"]) == (409, "sender_on_platform")
        assert await changes(house) == []
        if code == "code_2020":
            body = {"type_code": "CV", "subject": "V/v thử", "outside": [{"name": "Sở", "organ_code": NEW_CODE}]}
            answer = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
            assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "on_platform")

    run(open_house, play)


def test_a_wish_that_came_first_meets_the_update_that_makes_the_agency_a_receiver(open_house: Any) -> None:
    async def play(house: Any) -> None:
        early = await wish(house, a_recall())
        assert early["state"] == "unmatched"
        added = await bring(house, an_update(receivers=(ReceiverChange(SENDER, added=True),)))
        assert added.json()["kind"] == "document"
        assert (await change(house, early["id"]))["state"] == "handed"
        assert (await incoming(house, added.json()["incoming_id"]))["recall"] == "requested"
        async with house.database.sessions() as session:
            assert (await session.execute(text("SELECT count(*) FROM sender_change"))).scalar_one() == 1

    run(open_house, play)
