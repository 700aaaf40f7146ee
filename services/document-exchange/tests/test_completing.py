"""Who says that an arrival is done, and with which document: the sender is told, so neither a helper nor a stranger says it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import DocumentStatus
from document_exchange.incoming.models import IncomingDocument
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.identifiers import new_id

from .test_cooperating_units import SECOND_HEAD, given_to_both
from .test_exits import SENDER
from .test_incoming import RECEIVER, run
from .test_units import HEAD, ONE, TWO, give, officer


async def done(house: Any, who: Identity, incoming_id: str, **body: object) -> Any:
    return await house.call(who, "POST", f"/incoming/{incoming_id}/status", json={"code": "06"} | body)


async def sent_document(house: Any, drafter: str, **changed: Any) -> str:
    now: datetime = clock.now()
    document = OutgoingDocument(
        id=new_id(),
        agency_code=RECEIVER,
        status=DocumentStatus.SENT,
        version=1,
        type_code="CV",
        type_name="Công văn",
        subject="V/v việc khác",
        drafter_id=drafter,
        reference=f"{len(drafter)}/SNV",
        created_at=now,
        updated_at=now,
    )
    for name, value in changed.items():
        setattr(document, name, value)
    async with house.database.sessions.begin() as session:
        session.add(document)
    return str(document.id)


def test_who_leads_completes_and_neither_a_helper_nor_a_stranger(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        assert (await give(house, HEAD, incoming_id, lead_id="binh", cooperating_ids=["sau"])).status_code == 200
        assert (await give(house, SECOND_HEAD, incoming_id, cooperating_ids=["nam"])).status_code == 200
        strangers = [house.person(role, SENDER) for role in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK)]
        for who in (*strangers, officer("khac", TWO), house.system(SENDER)):
            assert (await done(house, who, incoming_id)).status_code == 404, who.subject
        for who, code in ((officer("sau"), "not_lead"), (officer("nam", TWO), "not_lead"), (SECOND_HEAD, None)):
            refused = await done(house, who, incoming_id)
            assert refused.status_code == 403, refused.text
            assert code in (None, refused.json()["code"])
            page = await house.call(who, "GET", f"/van-ban/den/{incoming_id}")
            assert "/hoan-thanh" not in page.text
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        assert (await house.call(clerk, "GET", f"/incoming/{incoming_id}")).json()["status"] == "04"
        assert (await done(house, officer("binh"), incoming_id, description="Đã xong")).json()["status"] == "06"

    run(open_house, play)


def test_the_head_of_the_unit_that_leads_completes_too(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        answer = await done(house, HEAD, incoming_id, description="Không cần góp ý nữa")
        assert (answer.status_code, answer.json()["status"]) == (200, "06"), answer.text

    run(open_house, play)


def test_it_is_answered_with_a_document_drawn_up_for_it_or_the_callers_to_see(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given_to_both(house)
        assert (await give(house, HEAD, incoming_id, lead_id="binh")).status_code == 200
        worker = officer("binh", ONE)
        colleagues = await sent_document(house, "nam")
        elsewhere = await sent_document(house, "binh", agency_code=SENDER)
        draft = await sent_document(house, "binh", status=DocumentStatus.DRAFT, reference="")
        for document in (colleagues, elsewhere, draft, str(new_id())):
            refused = await done(house, worker, incoming_id, answer_document_id=document)
            assert refused.status_code == 422, refused.text
            assert refused.json()["errors"][0]["pointer"] == "/answer_document_id"
        (own, for_it) = (
            await sent_document(house, "binh"),
            await sent_document(house, "nam", answers_incoming_id=incoming_id),
        )
        for document in (own, for_it):
            answer = await done(house, worker, incoming_id, answer_document_id=document, description="Đã trả lời")
            assert answer.status_code == 200, answer.text
            assert answer.json()["answer_document_id"] == document
            async with house.database.sessions.begin() as session:
                incoming = await session.get(IncomingDocument, UUID(incoming_id))
                incoming.status = "04"

    run(open_house, play)
