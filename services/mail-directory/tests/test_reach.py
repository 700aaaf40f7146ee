"""How far rights in the directory go: the own agency and those directly below it, the unit one leads, oneself."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from mail_directory.agencies.actions import record_agency
from mail_directory.agencies.models import Agency
from mail_directory.people.telling import today
from mail_directory.rights import RIGHTS, Right
from mail_directory.seeding import _SINCE
from shared.access.rights import UNIT_HEAD, Reach, Role
from testing.members import methods_of, routes_of

from .conftest import ELSEWHERE, HERE, PROVINCE, Directory, an_officer
from .test_units import API, NEW, WHY

BELOW = "000.01.11.H08"
ADMINISTRATOR = Role.DIRECTORY_ADMINISTRATOR

UNUSUAL = {
    (Right.ADMINISTER, ADMINISTRATOR): Reach.BELOW,
    (Right.RESET_PASSWORDS, ADMINISTRATOR): Reach.BELOW,
    (Right.DELEGATE, ADMINISTRATOR): Reach.BELOW,
    (Right.READ_DELEGATIONS, ADMINISTRATOR): Reach.BELOW,
    (Right.READ_DELEGATIONS, Role.LEADER): Reach.AGENCY,
    (Right.READ_DELEGATIONS, UNIT_HEAD): Reach.UNIT,
    (Right.SEE_PLANNED_CHANGES, ADMINISTRATOR): Reach.BELOW,
    (Right.SEE_LOCKED_ACCOUNTS, ADMINISTRATOR): Reach.BELOW,
    (Right.REORGANISE, ADMINISTRATOR): Reach.BELOW,
    (Right.CONFIRM_REORGANISATION, ADMINISTRATOR): Reach.BELOW,
    (Right.CONFIRM_REORGANISATION, Role.LEADER): Reach.BELOW,
    (Right.SEE_PLANNED_CHANGES, UNIT_HEAD): Reach.UNIT,
}
"""Further than oneself and less than the province: tried here, in `test_delegation_documents.py` and in `test_reorganising.py`.
Another one is a decision.
"""

CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/agencies/{code}/units", NEW | {"code": "P9"}),
    ("PUT", "/units/{unit_id}", {"name": "Phòng Khác", "kind": "division", "version": 1}),
    ("POST", "/units/{unit_id}/merge", WHY | {"into_id": "{other}", "version": 1}),
    ("POST", "/units/{unit_id}/end", {"version": 1}),
    ("PUT", "/units/{unit_id}/posts/{post_id}", WHY),
    ("DELETE", "/units/{unit_id}/posts/{post_id}", WHY),
    ("POST", "/planned-changes/{planned_id}/withdraw", {}),
    (
        "POST",
        "/people",
        {
            "full_name": "Trần Văn Đức",
            "email": "duc@binhdinh.gov.vn",
            "user_name": "ductv.moi",
            "agency_code": "{code}",
            "role": "specialist",
            "title": "Chuyên viên",
        },
    ),
    (
        "POST",
        "/people/{person_id}/transfer",
        {"agency_code": "{code}", "role": "specialist", "title": "Chuyên viên", "version": 1},
    ),
    ("POST", "/people/{person_id}/disable", {"reason": "Nghỉ hưu"}),
    ("POST", "/people/{person_id}/enable", {}),
    (
        "POST",
        "/people/{person_id}/posts",
        {"agency_code": "{code}", "role": "leader", "title": "Phó", "kind": "concurrent", "version": 1},
    ),
    ("POST", "/people/{person_id}/posts/{post_id}/end", {"last_day": str(today()), "reason": "Nghỉ hưu", "version": 1}),
]


def _rights(dependant: Dependant) -> set[str]:
    found = {str(right) for one in dependant.dependencies if (right := getattr(one.call, "right", None))}
    return found.union(*(_rights(one) for one in dependant.dependencies))


def _administered(routes: list[tuple[str, APIRoute]]) -> set[tuple[str, str]]:
    asked = [(path, route) for path, route in routes if Right.ADMINISTER in _rights(route.dependant)]
    return {
        (method, path.removeprefix(API))
        for path, route in asked
        for method in methods_of(route)
        if path.startswith(API)
    }


def test_every_reach_in_between_is_one_that_was_decided() -> None:
    found = {(right, caller): far for right, row in RIGHTS.items() for caller, far in row.far.items()}
    assert {key: far for key, far in found.items() if Reach.OWN < far < Reach.ALL} == UNUSUAL


async def _settled(directory: Directory, code: str) -> dict[str, str]:
    """A person of the agency, two units of it and a change that waits: ids by the names in the paths."""
    async with directory.database.sessions.begin() as session:
        agency = Agency(
            code=BELOW, code_2020=None, tier="department", parent_code=HERE, mail_domain="x.vn", valid_from=_SINCE
        )
        agency.rename("Trung tâm Thử", "TTT")
        await record_agency(session, agency)
    person, _ = await directory.add("anhnt.moi", agency=code)
    own = an_officer(ADMINISTRATOR, code)
    units = [
        (await directory.call("POST", f"{API}/agencies/{code}/units", own, json=NEW | {"code": name})).json()["id"]
        for name in ("P1", "P2")
    ]
    change = {"name": "Phòng Mới", "kind": "division", "version": 1, "first_day": str(today() + timedelta(days=3))}
    assert (await directory.call("PUT", f"{API}/units/{units[0]}", own, json=change)).status_code == 200
    waiting = await directory.call("GET", f"{API}/units/{units[0]}/planned-changes", own)
    named = {"unit_id": units[0], "other": units[1], "planned_id": waiting.json()["items"][0]["id"]}
    return named | {"code": code, "person_id": str(person.id), "post_id": str(person.posts[0].id)}


async def _answers(directory: Directory, agency: str, ids: dict[str, str]) -> dict[tuple[str, str], int]:
    who, found = an_officer(ADMINISTRATOR, agency), {}
    for method, path, body in CALLS:
        sent = {name: value.format(**ids) if isinstance(value, str) else value for name, value in body.items()}
        more: dict[str, Any] = {"params": sent} if method == "DELETE" else {"json": sent}
        found[method, path] = (await directory.call(method, API + path.format(**ids), who, **more)).status_code
    for path in (f"/danh-ba/can-bo/{ids['person_id']}/mat-khau", f"/danh-ba/co-quan/{ids['code']}/chung-thu-so"):
        form = {"key": "seal", "reason": ""}
        found["POST", path] = (await directory.call("POST", path, who, data=form)).status_code
    return found


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [(HERE, (HERE, PROVINCE), (ELSEWHERE, BELOW)), (BELOW, (BELOW, HERE), (PROVINCE, ELSEWHERE))],
    ids=["a department", "what lies below it"],
)
def test_an_administrator_reaches_the_own_agency_and_one_level_down(
    run: Any, code: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    async def act(directory: Directory) -> None:
        ids = await _settled(directory, code)
        assert {(method, path) for method, path, _ in CALLS} == _administered(routes_of(directory.app))
        planned, offered = f"{API}/units/{ids['unit_id']}/planned-changes", f"/danh-ba/can-bo/{ids['person_id']}/vi-tri"
        for agency in outside:
            answers = await _answers(directory, agency, ids)
            assert set(answers.values()) == {403}, (agency, answers)
            assert (await directory.call("GET", planned, an_officer(ADMINISTRATOR, agency))).status_code == 403
            page = (await directory.call("GET", offered, an_officer(ADMINISTRATOR, agency))).text
            assert f'value="{code}"' not in page
        for agency in inside:
            assert (await directory.call("GET", planned, an_officer(ADMINISTRATOR, agency))).status_code == 200
            page = (await directory.call("GET", offered, an_officer(ADMINISTRATOR, agency))).text
            assert f'value="{code}"' in page
            answers = await _answers(directory, agency, ids)
            assert 403 not in answers.values(), (agency, answers)

    run(act)


def test_who_leads_a_unit_sees_what_is_planned_for_it_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        ids = await _settled(directory, HERE)
        planned = f"{API}/units/{ids['unit_id']}/planned-changes"
        member = an_officer("specialist").model_copy(update={"unit": ids["unit_id"]})
        head = member.model_copy(update={"leads_unit": True})
        for who, status in (
            (head, 200),
            (member, 403),
            (head.model_copy(update={"unit": ids["other"]}), 403),
            (an_officer("leader"), 403),
        ):
            assert (await directory.call("GET", planned, who)).status_code == status

    run(act)
