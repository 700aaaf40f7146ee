"""/mot-cua/sap-xep-co-quan: what an agency would hand on, and what agencies that were merged have handed on."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from one_stop.agencies.queries import heir_of
from one_stop.auth import MaySeeMergers
from one_stop.continuing.queries import (
    MOST_SHOWN,
    Moved,
    count_heirs,
    count_steps,
    list_mergers,
    list_moved,
    touched_of,
)
from one_stop.continuing.sharing import count_shares, read_shares, unmatched
from one_stop.rights import RIGHTS, Right
from shared.access.rights import holds
from shared.core import clock
from shared.directory.queries import list_agencies, names_of
from shared.storage import evidence
from shared.web.application import not_found, page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/sap-xep-co-quan")


@router.get("")
async def show_mergers(
    request: Request,
    _: MaySeeMergers,
    session: Session,
    co_quan: Annotated[list[str] | None, Query()] = None,
    con_lai: Annotated[str, Query(max_length=40)] = "",
    chia: Annotated[list[str] | None, Query(max_length=500)] = None,
) -> Response:
    """`co_quan`: agencies of which it is asked what they have. `con_lai`, `chia`: how the first would be split, as a plan's page asks."""
    agencies = await list_agencies(session, clock.local_now().date())
    asked = [agency for agency in agencies if agency.code in (co_quan or [])[:20]]
    mergers = await list_mergers(session)
    return page_of(request).render(
        request,
        "agency_mergers.html",
        agencies=[(agency.code, f"{agency.name} ({agency.code})") for agency in agencies],
        asked=[agency.code for agency in asked],
        touched=[await touched_of(session, agency.code, agency.name) for agency in asked],
        shares=await count_shares(session, asked[0].code, read_shares(chia or []), con_lai)
        if asked and con_lai
        else [],
        unmatched=await unmatched(session, asked[0].code, read_shares(chia or [])) if asked and con_lai else [],
        mergers=mergers,
        names=await names_of(session, [code for one in mergers for code in one.merger.successors]),
    )


@router.get("/{code}")
async def show_merger(
    code: str, request: Request, who: MaySeeMergers, session: Session, phuong_an: UUID | None = None
) -> Response:
    """Báo cáo đã chuyển: counts for whoever may see them, dossiers for whoever works at the successor that has them.

    `phuong_an`: by which plan, of an agency that several parts left; else the latest.
    """
    counted = _chosen(await list_mergers(session, code), phuong_an)
    merger = counted.merger
    shares = await count_heirs(session, merger)
    heirs = [*dict.fromkeys([await heir_of(session, one) for one in merger.successors])]
    theirs = who.agency_code in {*heirs, *(heir for heir, _, _ in shares)} and holds(who, RIGHTS[Right.SEE_DOSSIERS])
    if theirs:
        await evidence.record(session, "moved-dossiers-seen", f"agency/{code}", who)
    return page_of(request).render(
        request,
        "agency_merger.html",
        moved=counted,
        merger=merger,
        heirs=heirs,
        names=await names_of(session, [*heirs, *(heir for heir, _, _ in shares)]),
        shares=shares,
        steps=await count_steps(session, merger),
        rows=await list_moved(session, merger, who.agency_code) if theirs else [],
        theirs=theirs,
        most=MOST_SHOWN,
    )


def _chosen(rows: Sequence[Moved], plan: UUID | None) -> Moved:
    """Raises NotFound."""
    for one in rows:
        if plan in (None, one.merger.reorganisation_id):
            return one
    raise not_found()
