"""The page's buttons, the API's refusals and the table of steps agree, for every state, act and role."""

import asyncio
import re
from collections.abc import Callable
from itertools import product
from typing import Any

from sqlalchemy import text

from document_exchange.deliveries.rules import STEPS as DELIVERY_STEPS
from document_exchange.deliveries.rules import DeliveryState
from document_exchange.documents.rules import ON_THE_WAY, STEPS, Case, DocumentStatus, Step
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.incoming.rules import Act, IncomingState, Recall
from document_exchange.incoming.rules import Case as IncomingCase
from document_exchange.texts import DOCUMENT_STATUS_LABELS, STATUS_LABELS
from shared.access.identity import Identity
from shared.access.rights import Role, callers_of
from shared.core.identifiers import new_id
from shared.standards.document_status import NAMES
from shared.standards.document_status import DocumentStatus as Reported

SENDER = "000.00.11.H08"
RECEIVER = "000.00.02.H08"
REFUSED_BY_TABLE = {
    "not_allowed", "not_drafter", "not_this_leader", "document_step_not_allowed", "not_assigned", "not_your_unit", "incoming_cancelled",
    "not_lead", "recall_not_requested", "incoming_step_not_allowed", "not_reviewer", "nothing_reviewed", "draft_has_people",
}  # fmt: skip


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def another(who: Identity) -> Identity:
    return who.model_copy(update={"subject": f"{who.subject}-khac", "name": "Người khác"})


async def execute(house: Any, statement: str, **values: Any) -> None:
    async with house.database.sessions.begin() as session:
        await session.execute(text(statement), values)


TURN = "0199d3a0-0000-7000-8000-00000000beef"
CALLS: dict[Step, tuple[str, str, str, dict[str, Any]]] = {
    Step.SUBMIT: ("POST", "submit", "trinh-ky", {}),
    Step.SIGN: ("POST", "sign", "ky-so", {}),
    Step.TAKE_BACK: ("POST", "take-back", "rut-lai", {}),
    Step.NUMBER: ("POST", "number", "cap-so", {}),
    Step.SEAL: ("POST", "seal", "dong-dau", {}),
    Step.SEND: ("POST", "send", "phat-hanh", {}),
    Step.REASSIGN: ("POST", "reassign", "doi-nguoi", {}),
    Step.READDRESS: ("PUT", "addressees", "doi-noi-nhan", {"addressees": [RECEIVER]}),
    Step.CANCEL: ("POST", "cancel", "huy", {"opinion": "Không cần nữa"}),
    Step.RETURN: ("POST", "return", "tra-lai", {"opinion": "Sửa lại"}),
    Step.AGREE: ("POST", "agree", "dong-y", {}),
    Step.HAND_ON: ("POST", "hand-on", "chuyen-kiem-tra", {"review_id": TURN, "person_id": f"records-clerk-{SENDER}"}),
    Step.SKIP: ("POST", "skip-review", "bo-qua", {"review_id": TURN, "opinion": "Gấp"}),
    Step.SEND_BACK: ("POST", "send-back", "tra-ve-cap", {"level": 1, "opinion": "Xem lại"}),
    Step.RECALL: ("POST", "recall", "lay-lai", {"reason": "Gửi nhầm"}),
    Step.AMEND: ("POST", "changes", "cap-nhat", {"reason": "Sửa số liệu", "subject": "V/v số liệu đã sửa"}),
    Step.CIRCULATE: ("POST", "circulate", "gui-them", {"inside": ["person:records-clerk-000.00.11.H08"]}),
    Step.WITHDRAW: ("POST", "withdraw", "thoi-gui", {"inside": ["person:records-clerk-000.00.11.H08"]}),
    Step.SCAN: ("POST", "scan", "ban-quet", {}),
}
_RESET = """UPDATE outgoing_document SET status = :status, version = 1, number = NULL, series_id = NULL, document_key = NULL,
  reference = '', unit_id = 'u-1', review_round = 1 WHERE id = :id"""
_TURNS = """INSERT INTO document_review (id, document_id, agency_code, round, level, position, kind, whose, name, state)
  VALUES (gen_random_uuid(), :id, :here, 1, 1, 1, 'form', 'clerk', 'Văn thư', 'agreed'),
    (:turn, :id, :here, 1, 2, 2, 'content', 'unit:u-1', 'Trưởng đơn vị', 'asked')"""


async def put_back(house: Any, document_id: str, status: DocumentStatus) -> None:
    """As it was, with one level that agreed and the head of the unit who is asked."""
    await execute(house, _RESET, id=document_id, status=status)
    await execute(house, "DELETE FROM document_review")
    await execute(house, _TURNS, id=document_id, here=SENDER, turn=TURN)


def test_an_outgoing_document(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        drafter, leader, clerk = (house.person(r) for r in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK))
        head = another(drafter).model_copy(update={"unit": "u-1", "leads_unit": True})
        everybody = [drafter, leader, clerk, another(drafter), another(leader), house.person(Role.COUNTER_OFFICER)]
        everybody += [head, head.model_copy(update={"unit": "u-2"})]
        for status, who in product(DocumentStatus, everybody):
            await put_back(house, document_id, status)
            case = Case(
                status,
                callers_of(who),
                who is drafter,
                who is leader,
                in_own_unit=who is head,
                reviews=who is head and status in ON_THE_WAY,
                was_reviewed=status in ON_THE_WAY,
            )
            page = await house.call(who, "GET", f"/van-ban/di/{document_id}")
            allowed = set(STEPS.allowed(case)) if page.status_code == 200 else set()
            buttons = set(re.findall(rf'action="/van-ban/di/{document_id}/([a-z-]+)"', page.text))
            at = (status, who.subject)
            assert (f"/van-ban/di/{document_id}/sua" in page.text) == (Step.EDIT in allowed), at
            assert buttons <= {button for _, _, button, _ in CALLS.values()}, at
            for step, (method, path, button, body) in CALLS.items():
                await put_back(house, document_id, status)
                if step is Step.SCAN:  # of papers, with a file
                    scan = {"tep": ("quet.pdf", house.letter)}
                    answer = await house.call(who, method, f"/paper-documents/{document_id}/{path}", files=scan)
                else:
                    answer = await house.call(who, method, f"/documents/{document_id}/{path}", json=body)
                refused = answer.status_code == 404 or answer.json().get("code") in REFUSED_BY_TABLE
                assert refused == (step not in allowed), (*at, step, answer.text[:300])
                # Whom to name besides hangs on who is left; the form is there when there is somebody.
                if step not in (Step.REASSIGN, Step.CIRCULATE, Step.WITHDRAW) or button in buttons:
                    assert (button in buttons) == (step in allowed), (*at, step)

    run(open_house, play)


REPORTS: dict[Act, tuple[str, str]] = {
    Act.ACCEPT: ("03", "tiep-nhan"),
    Act.REFUSE: ("02", "tra-lai"),
    Act.ASSIGN: ("04", "phan-cong"),
    Act.START: ("05", "xu-ly"),
    Act.COMPLETE: ("06", "hoan-thanh"),
    Act.AGREE_RECALL: ("15", "dong-y-lay-lai"),
    Act.REFUSE_RECALL: ("16", "tu-choi-lay-lai"),
}
_ARRIVED = """INSERT INTO incoming_document (id, addressee_code, sender_code, document_code, document_key, packet_sha256,
  packet_size, packet_name, read_at) VALUES (:id, :here, :sender, 'VB-1', 'VB-1', :sha, 10, 'a.edxml', now())"""
_PUT_BACK = """UPDATE incoming_document SET status = :status, recall = :recall, version = 1, arrival_number = NULL,
  arrival_year = NULL, unit_id = 'u-1' WHERE id = :id"""
_ASSIGNED = """INSERT INTO assignment (incoming_id, person_id, person_name, part, assigned_by) VALUES (:id, :who, 'A', 'lead', 'B')
  ON CONFLICT DO NOTHING"""


def test_an_incoming_document(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = str(new_id())
        await execute(house, _ARRIVED, id=incoming_id, here=RECEIVER, sender=SENDER, sha="a" * 64)
        mine, leader, clerk = (
            house.person(role, RECEIVER) for role in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK)
        )
        head = another(mine).model_copy(update={"unit": "u-1", "leads_unit": True})
        of_another_unit = head.model_copy(update={"unit": "u-2"})
        everybody = [mine, another(mine), head, of_another_unit, leader, clerk, house.system(RECEIVER)]
        recalls = (Recall.NOT_ASKED, Recall.REQUESTED, Recall.AGREED)
        for status, recall, who in product(IncomingState, recalls, everybody):
            at = (status, recall, who.subject)

            async def put_back(status: IncomingState = status, recall: Recall = recall) -> None:
                await execute(house, _PUT_BACK, id=incoming_id, status=status, recall=recall)
                await execute(house, _ASSIGNED, id=incoming_id, who=mine.subject)

            await put_back()
            allowed = set(
                INCOMING_STEPS.allowed(
                    IncomingCase(status, callers_of(who), recall, who is mine, who is head, leads=who is mine)
                )
            )
            page = await house.call(who, "GET", f"/van-ban/den/{incoming_id}")
            if who.kind == "officer":
                buttons = set(re.findall(rf'action="/van-ban/den/{incoming_id}/([a-z-]+)"', page.text))
                offered = {act for act, (_, button) in REPORTS.items() if button in buttons}
                assert offered == (allowed & REPORTS.keys() if page.status_code == 200 else set()), at
                assert (f"/van-ban/den/{incoming_id}/sua" in page.text) == (Act.CORRECT in allowed), at
            for act, (code, _) in REPORTS.items():
                await put_back()
                report = {"code": code, "description": "Thử"}
                answer = await house.call(who, "POST", f"/incoming/{incoming_id}/status", json=report)
                refused = answer.status_code == 404 or answer.json().get("code") in REFUSED_BY_TABLE
                assert refused == (act not in allowed or page.status_code == 404), (*at, act, answer.text[:300])

    run(open_house, play)


def test_the_tables_keep_to_the_official_statuses() -> None:
    """QĐ 28/2018, Điều 10: the codes that travel, with the names people know them by."""
    assert {state.value for state in IncomingState} <= {code.value for code in Reported}
    assert {state.value for state in DeliveryState} - {"00", "withdrawn"} == {state.value for state in IncomingState}
    assert {row.act for row in DELIVERY_STEPS.rows} == set(Reported)
    for state in IncomingState:
        assert STATUS_LABELS[state] == NAMES[Reported(state.value)]
    # What the receiver may report next is what it may do next: the sender never refuses a true report.
    for act, (code, _) in REPORTS.items():
        for way in (way for row in INCOMING_STEPS.rows if row.act is act for way in row.ways if way.target):
            here = {DeliveryState(state.value) for state in way.sources - {way.target}}
            assert here <= DELIVERY_STEPS.sources(Reported(code)), act


def test_every_state_and_act_has_its_words() -> None:
    assert STEPS.states == set(DocumentStatus) == set(DOCUMENT_STATUS_LABELS)
    assert set(STEPS.labels) == set(Step)
    assert set(INCOMING_STEPS.labels) == set(Act)
    for table in (STEPS, INCOMING_STEPS, DELIVERY_STEPS):
        for way in (way for row in table.rows for way in row.ways):
            assert bool(way.by) is not bool(way.cause)
