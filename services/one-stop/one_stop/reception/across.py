"""Tiếp nhận không phụ thuộc địa giới, on the page of reception: what other agencies decide and this counter may receive for them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.forms.rule_sets import rule_set_at
from one_stop.intake.queries import ANY_COUNTER
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import list_current
from shared.core import clock
from shared.directory.queries import list_agencies, names_of

SHOWN = 50
RETURNS = {
    "counter": "Tại Bộ phận Tiếp nhận và Trả kết quả",
    "post": "Qua dịch vụ bưu chính công ích",
}
RETURNS_ACROSS = {
    "counter": "Tại quầy này",
    "competent-counter": "Tại quầy của cơ quan giải quyết",
    "post": "Qua dịch vụ bưu chính công ích",
}


@dataclass(frozen=True)
class Offered:
    """Cơ quan có thẩm quyền to choose from, the own one first; empty where it is the own one alone."""

    agencies: list[tuple[str, str]]
    helpers: list[tuple[str, str]]
    """Where somebody may have been helped before he came here."""

    @property
    def across(self) -> bool:
        return bool(self.agencies)


def may_receive(procedure: ProcedureVersion, counter_code: str) -> bool:
    """The own agency decides it, or any counter receives it."""
    competent = {agency.agency_code for agency in procedure.agencies}
    return counter_code in competent or (rule_set_at(clock.now()) in ANY_COUNTER and bool(competent))


async def list_elsewhere(session: AsyncSession, counter_code: str, words: str) -> list[tuple[ProcedureVersion, str]]:
    """Procedures that only others decide, found by words, each with who does."""
    found = await list_current(session, search=words, limit=SHOWN * 2)
    others = [one for one in found if may_receive(one, counter_code) and counter_code not in _codes(one)][:SHOWN]
    names = await names_of(session, {code for one in others for code in _codes(one)})
    return [(one, _words(sorted(names.get(code, code) for code in _codes(one)))) for one in others]


async def competent_offered(session: AsyncSession, procedure: ProcedureVersion, counter_code: str) -> Offered:
    codes = _codes(procedure)
    if codes == {counter_code} or rule_set_at(clock.now()) not in ANY_COUNTER:
        return Offered([], [])
    names = await names_of(session, codes)
    agencies = sorted(
        ((code, names.get(code, code)) for code in codes), key=lambda one: (one[0] != counter_code, one[1])
    )
    others = await list_agencies(session, clock.local_now().date(), counter_code)
    return Offered(agencies, [(one.code, one.name) for one in others])


def _codes(procedure: ProcedureVersion) -> set[str]:
    return {agency.agency_code for agency in procedure.agencies}


def _words(names: list[str]) -> str:
    return (
        names[0]
        if len(names) == 1
        else f"{len(names)} cơ quan: {', '.join(names[:2])}{', …' if len(names) > 2 else ''}"
    )


async def boxes_of(session: AsyncSession, procedure: ProcedureVersion, counter_code: str) -> dict[str, Any]:
    """What the page shows of it: who decides, where the applicant was helped, where the result is fetched."""
    offered = await competent_offered(session, procedure, counter_code)
    return {
        "competent": offered.agencies,
        "helpers": offered.helpers,
        "own_agency": counter_code,
        "returns": RETURNS_ACROSS if offered.across else RETURNS,
    }
