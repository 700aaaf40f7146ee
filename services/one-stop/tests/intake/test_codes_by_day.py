"""Codes of dossiers follow the province's dated map, and the model of local government the dossier's own day."""

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from one_stop.dossiers import codes, reading
from one_stop.dossiers import models as dossier_models
from one_stop.intake import queries
from shared.contracts.values import FormerCode
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.province import CodesOfDossiers, Province, TerritorialChange, this_province
from shared.standards.dossier_code import DayForm, Generation
from testing.factories import an_agency

from ..moves.test_holders import COUNTER

TODAY = clock.local_now().date()
LATER = TODAY + timedelta(days=7 - TODAY.weekday() if TODAY.weekday() > 2 else 1)
"""A working day to come."""


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> Province:
    """From `LATER` on the newer code, a long day and seven digits; and two tiers."""
    change = CodesOfDossiers(valid_from=LATER, agency=Generation.QD20, day=DayForm.LONG, width=7)
    two = TerritorialChange(valid_from=LATER, model="two_tier")
    province = this_province().model_copy(update={"dossier_codes": (change,), "territorial_changes": (two,)})
    for module in (codes, dossier_models, reading, queries):
        monkeypatch.setattr(module, "this_province", lambda: province)
    return province


async def _accepted(office: Any, day: date) -> tuple[str, str]:
    """Its code, and the model of local government that it is shown with."""
    with clock.stopped_at(datetime.combine(day, time(9), clock.VIETNAM)):
        dossier = await office.file("hop-bao")
        assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
        url = f"/api/one-stop/v1/dossiers/{dossier}"
        seen = (await office.client.get(url, headers=office.headers(COUNTER))).json()
        page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))).text
        assert ("hai cấp" in page) == (seen["territorial_model"] == "two_tier")
        return seen["code"], seen["territorial_model"]


def test_from_its_day_on_the_newer_code_is_given_and_both_are_in_the_register(one_stop: Any, dated: Province) -> None:
    async def run() -> None:
        async with one_stop() as office:
            code_2020 = FormerCode(code="", until=LATER - timedelta(days=1))
            told = an_agency(office.agency, code_2020="H08.15", former_codes=(code_2020,))
            await office.tell(told, "mail-directory")
            old, new = [await _accepted(office, day) for day in (TODAY, LATER)]
            assert old == (f"{office.agency}-{TODAY:%y%m%d}-0001", "three_tier")
            assert new == (f"H08.15-{LATER:%Y%m%d}-0000001", "two_tier")
            register = (await office.client.get("/mot-cua/so-theo-doi", headers=office.headers(COUNTER))).text
            assert register.index(old[0]) < register.index(new[0])
            for code in (old[0], new[0]):
                found = await office.client.get(f"/mot-cua?pham_vi=agency&q={code}", headers=office.headers(COUNTER))
                assert code in found.text

    asyncio.run(run())


def test_an_agency_without_the_newer_code_goes_on_with_the_older(one_stop: Any, dated: Province) -> None:
    async def run() -> None:
        async with one_stop() as office:
            assert (await _accepted(office, LATER))[0] == f"{office.agency}-{LATER:%Y%m%d}-0000001"

    asyncio.run(run())


def test_a_procedure_of_a_tier_that_is_gone_takes_nothing_new(one_stop: Any, dated: Province) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await office.rows("UPDATE procedure_version SET tier = 'district'")
            code = office.procedures["hop-bao"]["code"]
            async with office.database.sessions() as session:
                assert (await queries.get_procedure_here(session, code, office.agency)).code == code
                with (
                    clock.stopped_at(datetime.combine(LATER, time(9), clock.VIETNAM)),
                    pytest.raises(Conflict) as refused,
                ):
                    await queries.get_procedure_here(session, code, office.agency)
            assert refused.value.code == "procedure_tier_gone"

    asyncio.run(run())
