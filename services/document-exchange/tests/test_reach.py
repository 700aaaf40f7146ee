"""How far each right goes, as the table says it: by the steps behind it, and by what people see through the routes."""

import asyncio
from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest

from document_exchange.documents.rules import STEPS, Case, DocumentStatus, Step
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.incoming.rules import Act, IncomingState, Recall
from document_exchange.incoming.rules import Case as IncomingCase
from document_exchange.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import Reach, Role
from shared.core.identifiers import new_id

from .test_steps import _ARRIVED, _ASSIGNED, _RESET, RECEIVER, SENDER, another, execute

OUTGOING = {
    Right.DRAFT: (Step.DRAFT, Step.EDIT, Step.SUBMIT, Step.TAKE_BACK),
    Right.REVIEW: (Step.AGREE, Step.HAND_ON, Step.SKIP, Step.SEND_BACK, Step.RETURN),
    Right.SIGN: (Step.SIGN,),
    Right.ISSUE: (
        *(Step.NUMBER, Step.SEAL, Step.READDRESS, Step.SEND, Step.RECALL, Step.AMEND),
        *(Step.REGISTER, Step.SCAN),
    ),
    Right.CANCEL: (Step.CANCEL,),
    Right.REASSIGN: (Step.REASSIGN,),
}
INCOMING = {
    Right.RECEIVE: (Act.ACCEPT, Act.REFUSE, Act.AGREE_RECALL, Act.REFUSE_RECALL),
    Right.ASSIGN: (Act.ASSIGN,),
    Right.PROCESS: (Act.START, Act.COMPLETE),
}
_FLAGS = (True, False)


def _outgoing(caller: str) -> Iterable[tuple[Reach, Case]]:
    """Every case of a document of the agency, and how far somebody must reach to whom it is one."""
    for state, (drafted, submitted), (inside, asked) in product(
        DocumentStatus, product(_FLAGS, _FLAGS), product(_FLAGS, _FLAGS)
    ):
        far = Reach.OWN if drafted or submitted or asked else Reach.UNIT if inside else Reach.AGENCY
        yield (
            far,
            Case(
                state,
                frozenset({caller}),
                drafted,
                submitted,
                in_own_unit=inside,
                reviews=asked,
                was_reviewed=True,
            ),
        )


def _incoming(caller: str) -> Iterable[tuple[Reach, IncomingCase]]:
    for state, recall, own, unit in product(IncomingState, Recall, product(_FLAGS, _FLAGS), product(_FLAGS, _FLAGS)):
        (mine, leads), (inside, helps) = own, unit
        far = Reach.OWN if mine or leads else Reach.UNIT if inside or helps else Reach.AGENCY
        yield far, IncomingCase(state, frozenset({caller}), recall, mine, inside, helps, leads)


@pytest.mark.parametrize("right", [*OUTGOING, *INCOMING])
def test_a_right_goes_as_far_as_the_steps_behind_it(right: Right) -> None:
    row = RIGHTS[right]
    if right in OUTGOING:
        acts: frozenset[str] = frozenset(OUTGOING[right])
        assert row == STEPS.callers(*OUTGOING[right])
        allowed = {
            caller: [far for far, case in _outgoing(caller) if acts.intersection(STEPS.allowed(case))]
            for caller in row.far
        }
    else:
        acts = frozenset(INCOMING[right])
        assert row == INCOMING_STEPS.callers(*INCOMING[right])
        allowed = {
            caller: [far for far, case in _incoming(caller) if acts.intersection(INCOMING_STEPS.allowed(case))]
            for caller in row.far
        }
    assert {caller: max(reaches) for caller, reaches in allowed.items()} == row.far


def _people(house: Any, agency: str) -> dict[str, Identity]:
    mine, leader, clerk = (house.person(role, agency) for role in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK))
    head = another(mine).model_copy(update={"unit": "u-1", "leads_unit": True})
    return {
        "himself": mine,
        "colleague": another(mine).model_copy(update={"unit": "u-1"}),
        "head": head,
        "head of another": head.model_copy(update={"unit": "u-2"}),
        "leader": leader,
        "clerk": clerk,
        "system": house.system(agency),
    }


_LISTED = {DocumentStatus.SENT: "/documents?scope=agency"}


async def _seen_by(house: Any, people: dict[str, Identity], listed_at: str, path: str, row_id: str) -> set[str]:
    """Who gets it by its address; it is in the lists of the same people and of nobody else."""
    found = set()
    for name, who in people.items():
        answer = await house.call(who, "GET", f"{path}/{row_id}")
        assert answer.status_code in (200, 404), name
        listed = await house.call(who, "GET", listed_at)
        assert (row_id in listed.text) == (answer.status_code == 200), name
        found |= {name} if answer.status_code == 200 else set()
    return found


def test_documents_are_seen_as_far_as_the_table_says(open_house: Any) -> None:
    async def play() -> None:
        async with open_house() as house:
            document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
            near = {"himself", "head"}
            for status, seen in (
                (DocumentStatus.DRAFT, near),
                (DocumentStatus.SUBMITTED, near | {"leader"}),
                (DocumentStatus.SIGNED, near | {"leader", "clerk"}),
                # What is issued is the whole agency's to look up, not to work on.
                (DocumentStatus.SENT, _people(house, SENDER).keys()),
            ):
                await execute(house, _RESET, id=document_id, status=status)
                people, listed_at = _people(house, SENDER), _LISTED.get(status, "/documents")
                assert await _seen_by(house, people, listed_at, "/documents", document_id) == seen, status
                assert not await _seen_by(house, _people(house, RECEIVER), listed_at, "/documents", document_id)
            incoming_id = str(new_id())
            await execute(house, _ARRIVED, id=incoming_id, here=RECEIVER, sender=SENDER, sha="a" * 64)
            here = _people(house, RECEIVER)
            await execute(house, _ASSIGNED, id=incoming_id, who=here["himself"].subject)
            await execute(
                house, "UPDATE incoming_document SET status = '04', unit_id = 'u-1' WHERE id = :id", id=incoming_id
            )
            seen = await _seen_by(house, here, "/inbox", "/incoming", incoming_id)
            assert seen == near | {"leader", "clerk", "system"}
            assert not await _seen_by(house, _people(house, SENDER), "/inbox", "/incoming", incoming_id)

    asyncio.run(play())
