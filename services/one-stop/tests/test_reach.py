"""How far each right goes, as the table says it: by the steps behind it, and by what people see through the routes."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest

from one_stop.dossiers.cases import Case, Worker
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.rights import RIGHTS, Right
from shared.access.rights import UNIT_HEAD, Reach, Role

from .dossiers.test_steps import HERE, STANDINGS, WORKFLOW

# A dossier may pass the counter again before its result is signed, and be sent back from there.
ACROSS_THE_COUNTER = [replace(step, role="counter-officer") if step.code == "check" else step for step in WORKFLOW]
ACTS = {
    Right.RECEIVE_DOSSIERS: (Doing.ACCEPT, Doing.REFUSE, Doing.TAKE_SUPPLEMENT, Doing.SCAN, Doing.HAND_OVER),
    Right.MARK_PAPERS: (Doing.MARK,),
    Right.REQUEST_SUPPLEMENTS: (Doing.REQUEST_SUPPLEMENT,),
    Right.MOVE_DOSSIERS: (Doing.TRANSFER,),
    Right.RETURN_DOSSIERS: (Doing.RETURN, Doing.TAKE_BACK),
    Right.ASSIGN_DOSSIERS: (Doing.REASSIGN,),
    Right.STOP_DOSSIERS: (Doing.STOP, Doing.REJECT_STOP),
    Right.PROPOSE_STOPS: (Doing.PROPOSE_STOP,),
    Right.WITHDRAW_DOSSIERS: (Doing.WITHDRAW_AT_COUNTER, Doing.SETTLE),
    Right.PROPOSE_APOLOGIES: (Doing.PROPOSE_APOLOGY,),
    Right.PROPOSE_PAUSES: (Doing.PROPOSE_PAUSE,),
    Right.DECIDE_DUE_DATES: (
        *(Doing.SIGN_APOLOGY, Doing.DECLINE_APOLOGY, Doing.EXTEND),
        *(Doing.PAUSE, Doing.APPROVE_PAUSE, Doing.DECLINE_PAUSE),
    ),
    Right.RESUME_CLOCK: (Doing.RESUME,),
    Right.ASK_PARTS: (Doing.ASK_PART,),
    Right.DRAFT_RESULTS: (Doing.CLAIM, Doing.FINISH, Doing.SET_RESULTS),
    Right.SIGN_RESULTS: (Doing.APPROVE, Doing.SIGN),
    Right.RECALL_RESULTS: (Doing.RECALL,),
    Right.UNDO_HAND_OVERS: (Doing.UNDO_HAND_OVER,),
}


@cache
def _allowed(caller: str, agency: str) -> list[tuple[Reach, frozenset[Doing]]]:
    """What somebody of the agency may do with every dossier of `HERE`, and how far one must reach for it."""
    return [(far, frozenset(STEPS.allowed(case))) for far, case in _cases(caller, agency)]


def _cases(caller: str, agency: str) -> Iterable[tuple[Reach, Case]]:
    head = caller == UNIT_HEAD
    roles, given = (frozenset[str](), frozenset({caller})) if head else (frozenset({caller}), frozenset[str]())
    who = Worker("me", "Tôi", agency, roles, given=given, leads="u-1" if head else "")
    for standing, unit in product(STANDINGS, ("u-1", "u-2")):
        far = Reach.OWN if standing.holder_id == "me" else Reach.UNIT if unit == who.leads else Reach.AGENCY
        yield far, Case(replace(standing, unit_id=unit), ACROSS_THE_COUNTER, who)


@pytest.mark.parametrize("right", ACTS)
def test_a_right_goes_as_far_as_the_steps_behind_it(right: Right) -> None:
    row, acts = RIGHTS[right], frozenset(ACTS[right])
    assert row == STEPS.callers(*acts)
    for caller, far in row.far.items():
        assert max(reached for reached, allowed in _allowed(caller, HERE) if acts & allowed) is far, caller
        assert not any(allowed for _, allowed in _allowed(caller, "000.00.99.H08")), "another agency's"


def test_dossiers_are_seen_in_the_whole_agency_and_nowhere_else(one_stop: Any) -> None:
    assert set(RIGHTS[Right.SEE_DOSSIERS].far.values()) == {Reach.AGENCY}

    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            await office.rows("UPDATE dossier SET holder_id = 'ai-khac' WHERE id = $1 RETURNING id", dossier)
            listed_at, path = "/api/one-stop/v1/dossiers?scope=agency", f"/api/one-stop/v1/dossiers/{dossier}"
            for role, agency in product(RIGHTS[Right.SEE_DOSSIERS].far, (office.agency, "000.00.99.H08")):
                here, headers = agency == office.agency, office.headers(str(role), agency)
                answer = await office.client.get(path, headers=headers)
                assert answer.status_code == (200 if here else 404), role
                assert (dossier in (await office.client.get(listed_at, headers=headers)).text) == here, role

    asyncio.run(run())


def test_figures_go_one_level_down_and_no_further(one_stop: Any) -> None:
    """Of the agency above, the one between and the one below it."""

    async def run() -> None:
        async with one_stop() as office:
            above, between, below = "000.00.00.H08", office.agency, "000.01.13.H08"
            await office.rows(
                "INSERT INTO agency (code, name, parent_code, valid_from) VALUES ($1, 'Trung tâm Thử', $2, '2016-01-01')"
                " RETURNING code",
                below,
                between,
            )
            for code in (above, between, below):
                await office.rows(
                    "INSERT INTO daily_figure (name, agency_code, day, title, numerator, denominator, revision)"
                    " VALUES ('dossiers-received', $1, current_date - 2, 'Hồ sơ đã tiếp nhận', 7, 0, 1) RETURNING name",
                    code,
                )
            names = {row["code"]: row["name"] for row in await office.rows("SELECT code, name FROM agency")}

            async def seen(agency: str) -> set[str]:
                page = await office.client.get("/mot-cua/so-lieu", headers=office.headers(Role.LEADER.value, agency))
                body = page.text.partition("<tbody")[2].partition("</tbody")[0]
                return {code for code in (above, between, below) if names[code] in body}

            assert await seen(above) == {above, between}
            assert await seen(between) == {between, below}
            assert await seen(below) == {below}

    asyncio.run(run())
