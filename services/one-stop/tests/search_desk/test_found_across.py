"""Beyond the own agency: leaders look below them, the provincial centre everywhere, each look is kept, nobody else sees anything."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from shared.access.identity import Identity, OnBehalfOf
from shared.access.rights import Power
from shared.directory.keeping import keep_agency
from testing.factories import an_agency

from ..conftest import ELSEWHERE
from .test_found_dossiers import CALL, PAGE

CENTRE, ABOVE = "000.00.01.H08", "000.00.00.H08"
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"


async def _two_agencies(office: Any) -> tuple[str, str]:
    """A dossier here, and one of an agency elsewhere that lies below the same."""
    async with office.database.sessions.begin() as session:
        await keep_agency(session, an_agency(ELSEWHERE, name="Sở Y tế", phone="0256 3791 000"))
        await keep_agency(session, an_agency(CENTRE, name="Văn phòng Ủy ban nhân dân tỉnh"))
        await keep_agency(session, an_agency(ABOVE, parent_code=""))
    here, there = await office.file(), await office.file()
    for dossier in (here, there):
        assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
    await office.rows(
        "UPDATE dossier SET agency_code = $2, received_agency_code = $2 WHERE id = $1", UUID(there), ELSEWHERE
    )
    return str(here), str(there)


async def _ask(office: Any, who: Identity, **asked: str) -> Any:
    return await office.client.get(CALL, params=asked, headers=office.headers(who))


def _ids(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()["items"]}


async def _looks(office: Any) -> list[dict[str, Any]]:
    rows = await office.rows("SELECT actor, subject, facts FROM evidence WHERE kind = 'dossiers-sought' ORDER BY id")
    return [{"subject": row["subject"], **json.loads(row["facts"])} for row in rows]


@pytest.mark.parametrize(
    ("role", "agency", "scope"), [(LEADER, ABOVE, "below"), (COUNTER, CENTRE, "province")], ids=["above", "centre"]
)
def test_who_may_finds_across_agencies_and_each_look_is_kept(one_stop: Any, role: str, agency: str, scope: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            here, there = await _two_agencies(office)
            who = office.identity(role, agency)
            assert _ids(await _ask(office, who, q="dang phuoc")) == set(), "at home there is nothing"
            assert _ids(await _ask(office, who, q="dang phuoc", scope=scope)) == {here, there}
            assert _ids(await _ask(office, who, q="dang phuoc", scope=scope, agency=ELSEWHERE)) == {there}
            assert _ids(await _ask(office, who, received_from="1/1/2020", scope=scope)) == {here, there}
            assert _ids(await _ask(office, who, scope=scope)) == set(), "nothing is leafed through"
            looks = await _looks(office)
            assert [look["found"] for look in looks] == [2, 1, 2, 0]
            assert {look["subject"] for look in looks} == {f"agency/{agency}"}
            assert looks[1]["asked"] == {"agency": ELSEWHERE}
            assert looks[2]["asked"] == {"received_from": "01/01/2020"}
            place = {"q": "dang phuoc", "pham_vi": scope}
            page = (await office.client.get(PAGE, params=place, headers=office.headers(who))).text
            assert "Sở Y tế, điện thoại 0256 3791 000" in page
            assert "/mot-cua/ho-so/" not in page, "its page is shown where it is worked on"
            for address in ("ket-xuat", "ban-in"):
                taken = await office.client.get(f"{PAGE}/{address}", params=place, headers=office.headers(who))
                assert taken.status_code == 200
            assert len(await _looks(office)) == 7, "page, file and print too"

    asyncio.run(run())


def test_who_may_not_is_shown_nothing_and_leaves_nothing(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _two_agencies(office)
            above = office.identity(LEADER, ABOVE)
            given = OnBehalfOf(
                delegation="1", subject="x", name="x", title="x", powers=frozenset({Power.DOSSIERS.value})
            )
            for who, scope in (
                (office.identity(COUNTER), "province"),
                (office.identity(LEADER, CENTRE), "province"),
                (office.identity(SPECIALIST, CENTRE), "province"),
                (office.identity(COUNTER, ABOVE), "below"),
                (office.identity(SPECIALIST, ABOVE), "below"),
                (above.model_copy(update={"on_behalf_of": given}), "below"),
            ):
                refused = await _ask(office, who, q="dang phuoc", scope=scope)
                assert refused.status_code == 404, (who.roles, who.agency_code, refused.text)
                place = {"q": "dang phuoc", "pham_vi": scope}
                for address in (PAGE, f"{PAGE}/ket-xuat", f"{PAGE}/ban-in"):
                    answer = await office.client.get(address, params=place, headers=office.headers(who))
                    assert answer.status_code == 404, address
            # A leader whose agency has none below it finds his own alone; an agency that is not below is not there.
            assert len(_ids(await _ask(office, office.identity(LEADER), q="dang", scope="below"))) == 1
            other = await _ask(office, office.identity(LEADER), q="dang", scope="below", agency=ELSEWHERE)
            assert other.status_code == 404
            assert [look["found"] for look in await _looks(office)] == [1]

    asyncio.run(run())
