"""Whether two steps are done at one agency is asked of the agencies, not of the words a procedure has for them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from testing.factories import an_agency

from ..continuing.kit import DIRECTORY, agency_of, tell_merged
from ..continuing.kit import work as worker_does
from ..parts.kit import NAMES, THERE, THERE_NAME, staff, there
from ..results.test_several_levels import _change
from .kit import (
    ABOVE,
    ABOVE_NAME,
    COUNTER,
    DRAFT,
    SPECIALIST,
    at_department,
    chain,
    department,
    done,
    standing,
    told,
    work,
)

NEXT, NEXT_NAME = "000.00.01.H08", "Ủy ban nhân dân tỉnh Mới"
HERS = f"{SPECIALIST}.{THERE}"


def _two(first: str, second: str) -> Any:
    """Two specialists' steps one after the other, then the signature of the agency that has it."""

    def change(row: dict[str, Any]) -> None:
        receive, examine, *rest = row["steps"]
        check = examine | {"code": "check", "name": "Kiểm tra", "at": first, "actions": []}
        row["steps"] = [receive, check, examine | {"at": second, "actions": []}, *rest]

    return change


def test_where_the_parent_has_changed_meanwhile_it_goes_to_the_new_one(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder, _two("parent", "parent"))
            dossier, expert = await at_department(office), there(office, SPECIALIST, ABOVE, agency_name=ABOVE_NAME)
            await done(office, expert, dossier, "claim")
            await staff(office, authority_folder, NEXT, NEXT_NAME)
            await office.rows("UPDATE agency SET parent_code = $1 WHERE code = $2", NEXT, office.agency)
            await done(office, expert, dossier, "transfer", {})
            assert await standing(office) == ("examine", NEXT, f"agency:{NEXT}", NEXT_NAME)
            assert ("", NEXT, SPECIALIST) in await told(office, "dossier-assigned")
            new = there(office, SPECIALIST, NEXT, agency_name=NEXT_NAME)
            assert await work(office, new) == [dossier]
            await done(office, new, dossier, "claim")

    asyncio.run(run())


def test_who_has_it_keeps_it_where_the_other_words_name_the_same_agency(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await office.rows("UPDATE agency SET parent_code = $1 WHERE code = $2", THERE, office.agency)
            await _change(office, tmp_path / "province", _two(THERE, "parent"))
            dossier = await at_department(office)
            await done(office, department(office), dossier, "claim")
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(department(office)))
            assert f'<option value="{HERS}"' in page.text, "and the page offers its own people"
            await done(office, department(office), dossier, "transfer", {})
            assert await standing(office) == ("examine", THERE, HERS, NAMES[SPECIALIST])

    asyncio.run(run())


@pytest.mark.parametrize("taken", [False, True], ids=["waits", "taken"])
@pytest.mark.parametrize("heir", ["who does the step", "who has it"])
def test_where_the_two_agencies_become_one_the_step_is_no_other_agencys(
    one_stop: Any, tmp_path: Path, authority_folder: Path, heir: str, taken: bool
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier, expert = await at_department(office), department(office)
            if taken:
                await done(office, expert, dossier, "claim")
            gone, stays = (office.agency, THERE) if heir == "who does the step" else (THERE, office.agency)
            await office.tell(an_agency(stays, name=THERE_NAME), DIRECTORY)
            await tell_merged(office, gone, stays)
            await worker_does(office)
            assert await agency_of(office, dossier) == stays
            step, at, holder, _ = await standing(office)
            assert (step, at) == ("examine", "")
            (row,) = await office.rows("SELECT step_sent_by FROM dossier")
            assert row["step_sent_by"] == ""
            assert holder == (HERS if taken else None), "it stays in the hands in which it is"
            subject = HERS if taken else f"{SPECIALIST}.{stays}"
            who = there(office, SPECIALIST, stays, agency_name=THERE_NAME, subject=subject)
            assert await work(office, who) == [dossier]
            if not taken:
                await done(office, who, dossier, "claim")

    asyncio.run(run())


def test_what_goes_to_another_agency_is_not_handed_to_a_unit_by_list(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier, own = await office.file("hop-bao"), office.identity(COUNTER)
            await done(office, own, dossier, "accept")
            url, said = "/api/one-stop/v1/unit-lists", {"dossiers": [dossier], "unit_id": ""}
            refused = await office.client.post(url, headers=office.headers(own), json=said)
            assert (refused.status_code, refused.json()["code"]) == (409, "unit_list_not_waiting"), refused.text
            await done(office, own, dossier, "transfer", {})
            await done(office, department(office), dossier, "claim")
            await done(office, department(office), dossier, "finish", DRAFT)

    asyncio.run(run())
