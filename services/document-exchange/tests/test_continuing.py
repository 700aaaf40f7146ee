"""Nobody's draft is lost with its agency: it goes on at the successor, with its drafter and its history."""

from datetime import date, timedelta
from typing import Any

import pytest

from document_exchange.continuing.actions import CONTINUE
from document_exchange.documents.rules import DocumentStatus, Step
from shared.access.rights import Role
from shared.contracts.mail_directory import AgencyMerged
from shared.contracts.values import Share
from shared.core import clock
from shared.work.jobs import Jobs
from testing.factories import an_agency

from .test_draft_units import OTHER, ROOM, staffed
from .test_exits import SENDER, bring_to, run

AGAIN = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e62"
HEIR, SECOND = "000.00.55.H08", "000.00.57.H08"


def merged(**changed: Any) -> AgencyMerged:
    today = clock.local_now().date()
    values: dict[str, Any] = {
        "agency_code": SENDER,
        "agency_name": "Sở Cũ",
        "successor_code": HEIR,
        "successor_name": "Sở Mới",
        "first_day": today,
        "act": "merge",
        "document_number": "15/NQ-HĐND",
        "document_date": today - timedelta(days=9),
        "reorganisation_id": "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e61",
    }
    return AgencyMerged(**(values | changed))


async def work(house: Any, *jobs: Any) -> None:
    """The worker does what is due."""
    while await Jobs(house.database, list(jobs) or [CONTINUE]).do_next():
        pass


async def tell_merged(house: Any, *events: AgencyMerged) -> None:
    for code in (HEIR, SECOND):
        await house.tell(an_agency(code, name="Sở Mới", short_name="SM", valid_from=date(2020, 1, 1)), "mail-directory")
    for _ in range(2):  # told twice it happens once
        for event in events:
            await house.tell(event, "mail-directory")
        await work(house)


def _drafter(house: Any, agency: str = HEIR) -> Any:
    return house.person(Role.SPECIALIST).model_copy(update={"agency_code": agency})


STATES = [
    (DocumentStatus.DRAFT, "draft"),
    (DocumentStatus.RETURNED, "returned"),
    (DocumentStatus.SUBMITTED, "returned"),
    (DocumentStatus.SIGNED, "returned"),
]


@pytest.mark.parametrize(("state", "then"), STATES, ids=[state for state, _ in STATES])
def test_what_is_drafted_goes_on_at_the_successor(open_house: Any, state: Any, then: str) -> None:
    async def play(house: Any) -> None:
        document_id = await bring_to(house, state)
        await tell_merged(house, merged())
        drafter = _drafter(house)
        seen = await house.call(drafter, "GET", f"/documents/{document_id}")
        assert (seen.status_code, seen.json()["status"]) == (200, then)
        assert (await house.call(house.person(Role.SPECIALIST), "GET", f"/documents/{document_id}")).status_code == 404
        history = (await house.call(drafter, "GET", f"/documents/{document_id}/timeline")).json()["items"]
        assert len(history) > 1, "what happened before is kept"
        (line,) = [one for one in history if one["act"] == Step.CONTINUE]
        assert (line["actor"], line["label"]) == ("Danh bạ", "Sang cơ quan kế thừa")
        assert "Sáp nhập theo 15/NQ-HĐND" in line["note"]
        assert ("trình lại" in line["note"]) is (state in {DocumentStatus.SUBMITTED, DocumentStatus.SIGNED})

    run(open_house, play)


@pytest.mark.parametrize(("room", "heir"), [(ROOM, SECOND), (OTHER, HEIR)])
def test_of_a_split_agency_it_goes_with_its_unit(open_house: Any, room: str, heir: str) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        document_id = await bring_to(house, DocumentStatus.DRAFT)
        shares = (
            Share(successor_code=HEIR, successor_name="Sở Mới"),
            Share(successor_code=SECOND, successor_name="Sở Khác", units=(ROOM,) if room == ROOM else ()),
        )
        await tell_merged(house, merged(act="split", shares=shares))
        assert (await house.call(_drafter(house, heir), "GET", f"/documents/{document_id}")).status_code == 200

    run(open_house, play)


def test_what_stays_with_an_agency_that_stands(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        draft, numbered = await bring_to(house, DocumentStatus.DRAFT), await bring_to(house, DocumentStatus.NUMBERED)
        sealed = await bring_to(house, DocumentStatus.SEALED)
        here = house.person(Role.SPECIALIST)
        gone = Share(successor_code=HEIR, successor_name="Sở Mới", units=("u-nao-do",))
        await tell_merged(house, merged(act="part", successor_code=SENDER, shares=(gone,)))
        assert (await house.call(here, "GET", f"/documents/{draft}")).status_code == 200
        gone = Share(successor_code=HEIR, successor_name="Sở Mới", units=(ROOM,))
        await tell_merged(house, merged(act="part", successor_code=SENDER, shares=(gone,), reorganisation_id=AGAIN))
        assert (await house.call(here, "GET", f"/documents/{draft}")).status_code == 404
        clerk = house.person(Role.RECORDS_CLERK)
        for document in (numbered, sealed):  # it has its seal
            assert (await house.call(clerk, "GET", f"/documents/{document}")).status_code == 200

    run(open_house, play)
