"""The matrix of rights: every kind of caller at every edge, and administrators of other agencies."""

from typing import Any

import pytest

from shared.access.identity import Identity
from shared.access.rights import Role

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer

CITIZEN = Identity(kind="citizen", subject="c1", csrf="token-of-this-session")
SYSTEM = Identity(kind="system", subject="qlvb", agency_code=HERE, roles=frozenset({"directory"}))
SERVICE = Identity(kind="service", subject="gateway")
EVERYBODY = {role.value: an_officer(role) for role in Role} | {
    "anonymous": None,
    "citizen": CITIZEN,
    "system": SYSTEM,
    "service": SERVICE,
}
OFFICERS = {role.value for role in Role}

EDGES: list[tuple[str, str, set[str]]] = [
    ("GET", "/api/mail-directory/v1/agencies", OFFICERS | {"system"}),
    ("GET", f"/api/mail-directory/v1/agencies/{HERE}", OFFICERS | {"system"}),
    ("GET", "/api/mail-directory/v1/people", OFFICERS | {"system"}),
    ("GET", "/api/mail-directory/v1/people/{person}", OFFICERS | {"system"}),
    ("POST", "/api/mail-directory/v1/people/{person}/disable", {"directory-administrator"}),
    ("POST", "/api/mail-directory/v1/people/{person}/enable", {"directory-administrator"}),
    ("GET", "/internal/identities/{person}", {"service"}),
    ("GET", "/danh-ba", OFFICERS | {"system"}),
    ("GET", "/danh-ba/can-bo/{person}", OFFICERS | {"system"}),
    ("GET", "/danh-ba/can-bo/moi", {"directory-administrator"}),
    ("GET", "/danh-ba/tai-khoan", OFFICERS),
]


def test_the_matrix_of_rights(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        wrong = []
        recorded = 0
        for method, pattern, allowed in EDGES:
            path = pattern.format(person=person.id)
            for name, identity in EVERYBODY.items():
                more = {"json": {"reason": "Thử"}} if path.endswith("/disable") else {}
                answer = await directory.call(method, path, identity, **more)
                refused = answer.status_code in (401, 403) or (name == "anonymous" and answer.status_code == 303)
                recorded += refused and name != "anonymous"
                if (name in allowed) != (answer.status_code == 200) or (name not in allowed) != refused:
                    wrong.append((name, method, path, answer.status_code))
        assert not wrong
        rows = await directory.rows("SELECT actor, facts FROM evidence WHERE kind = 'refused'")
        assert len(rows) == recorded > 20, "every attempt is recorded"

    run(act)


@pytest.mark.parametrize(
    ("agency", "status"), [(HERE, 200), (PROVINCE, 200), (ELSEWHERE, 403)], ids=["own", "above", "another"]
)
def test_an_administrator_looks_after_the_own_agency_and_those_directly_below(
    run: Any, agency: str, status: int
) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        who = an_officer("directory-administrator", agency)
        api = f"/api/mail-directory/v1/people/{person.id}"
        assert (await directory.call("POST", f"{api}/disable", who, json={"reason": "Nghỉ hưu"})).status_code == status
        reset = await directory.call("POST", f"/danh-ba/can-bo/{person.id}/mat-khau", who, data={})
        assert reset.status_code == status

    run(act)


def test_nobody_takes_over_somebody_who_also_serves_elsewhere(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        async with directory.database.sessions.begin() as session:
            from mail_directory.people import actions, queries
            from mail_directory.seeding import _SINCE

            held = await queries.get_person(session, person.id)
            actions.new_post(held, ELSEWHERE, Role.LEADER, "Phó Giám đốc", _SINCE, by=None)
        path = f"/danh-ba/can-bo/{person.id}/mat-khau"
        assert (await directory.call("POST", path, ADMINISTRATOR, data={})).status_code == 403
        above = an_officer("directory-administrator", PROVINCE)
        assert (await directory.call("POST", path, above, data={})).status_code == 200

    run(act)


def test_only_an_operator_makes_an_operator_or_touches_one(run: Any) -> None:
    async def act(directory: Directory) -> None:
        operator, _ = await directory.add("vanhanh.stttt", role="operator")
        assert (
            await directory.call("POST", f"/danh-ba/can-bo/{operator.id}/mat-khau", ADMINISTRATOR, data={})
        ).status_code == 403
        new = {
            "full_name": "Trần Văn Đức",
            "email": "d@binhdinh.gov.vn",
            "user_name": "ductv",
            "agency_code": HERE,
            "role": "operator",
            "title": "Quản trị",
        }
        answer = await directory.call("POST", "/api/mail-directory/v1/people", ADMINISTRATOR, json=new)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_out_of_reach")

    run(act)
