"""Chứng thư số theo vị trí công tác: issued, renewed and ended as the directory tells; repeating changes nothing.

This service signs, so the authority's folder is here. Only leaders and records clerks sign; a person holds one
certificate: for the main post if that one signs, else for the post that signs first in that order.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

import anyio.to_thread
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import Agency, Person, PersonPost
from shared.access.rights import Role
from shared.core import clock
from shared.core.logs import get_logger
from shared.signing.authority import SigningAuthority
from shared.signing.errors import SigningRefused

log = get_logger(__name__)

_SIGNING_ROLES = (Role.LEADER, Role.RECORDS_CLERK)
_BESIDE = frozenset({"concurrent", "acting"})


@dataclass(frozen=True)
class _Wanted:
    """What a holder should have: a name, a title and an agency; no agency: nothing."""

    holder: str
    name: str = ""
    title: str = ""
    agency_name: str = ""


async def renew_person(session: AsyncSession, authority: SigningAuthority, person_id: str) -> None:
    """The person's certificate fits the post held now, or is revoked."""
    await _apply(authority, [await _wanted_by(session, person_id)])


async def renew_agency(session: AsyncSession, authority: SigningAuthority, code: str) -> None:
    """The seal, and the certificates of those who sign there: they carry the agency's name."""
    agency = await session.get(Agency, code, populate_existing=True)
    open_now = agency is not None and agency.is_valid_on(_today())
    wanted: list[_Wanted | None] = [
        _Wanted(f"seal:{code}", agency_name=agency.name if agency is not None and open_now else "")
    ]
    query = select(PersonPost.person_id).where(PersonPost.agency_code == code, PersonPost.role.in_(_SIGNING_ROLES))
    wanted += [await _wanted_by(session, person) for person in sorted(set((await session.scalars(query)).all()))]
    await _apply(authority, wanted)


async def renew_all(session: AsyncSession, authority: SigningAuthority) -> None:
    """What no event tells: a certificate about to end, an agency whose last day has passed."""
    for code in (await session.scalars(select(Agency.code).order_by(Agency.code))).all():
        await renew_agency(session, authority, code)


async def _wanted_by(session: AsyncSession, person_id: str) -> _Wanted | None:
    person = await session.get(Person, person_id, populate_existing=True)
    holder = f"officer:{person_id}"
    if person is None or not person.active:
        return _Wanted(holder)
    query = (
        select(PersonPost.role, PersonPost.title, PersonPost.kind, Agency)
        .outerjoin(Agency, Agency.code == PersonPost.agency_code)
        .where(PersonPost.person_id == person_id, PersonPost.role.in_(_SIGNING_ROLES))
        .order_by(PersonPost.agency_code)
    )
    rows = list(await session.execute(query))
    if any(row.Agency is None for row in rows):
        # The agency's own news is on its way, and will bring the certificate.
        return None
    posts = [row for row in rows if row.Agency.is_valid_on(_today())]
    if not posts:
        return _Wanted(holder)
    post = min(posts, key=lambda row: (row.kind in _BESIDE, _SIGNING_ROLES.index(Role(row.role))))
    return _Wanted(holder, person.full_name, post.title, post.Agency.name)


async def _apply(authority: SigningAuthority, wanted: list[_Wanted | None]) -> None:
    await anyio.to_thread.run_sync(partial(_write, authority, [one for one in wanted if one]))


def _write(authority: SigningAuthority, wanted: list[_Wanted]) -> None:
    for one in wanted:
        kind, _, subject_id = one.holder.partition(":")
        try:
            if not one.agency_name:
                authority.end(one.holder)
            elif kind == "seal":
                authority.issue_seal(subject_id, one.agency_name)
            else:
                authority.issue_officer(subject_id, one.name, one.title, one.agency_name)
        except SigningRefused as error:
            # A name no certificate can carry must not hold up the directory's other news.
            log.warning("certificate_not_issued", holder=one.holder, error=error.code)


def _today() -> date:
    return clock.local_now().date()
