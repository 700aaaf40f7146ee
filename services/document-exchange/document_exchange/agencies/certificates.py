"""Chứng thư số theo vị trí công tác: ordered from the signing port as the directory tells; repeating changes nothing.

Only leaders, records clerks and counter officers sign, and whoever a leader has let sign (ủy quyền); a person holds one certificate
at each agency where that is so (`shared.access.signing_posts`).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.rights import Power
from shared.access.signing_posts import SIGNING_ROLES, Held, posts_that_sign
from shared.core import clock
from shared.core.logs import get_logger
from shared.directory.models import Agency, Delegation, Person, PersonPost
from shared.signing.holders import list_holders, person_holder
from shared.signing.wanted import Wanted

log = get_logger(__name__)

Certify = Callable[[list[Wanted]], Awaitable[dict[str, str]]]
"""Has what is wanted made so; returns what was refused, holder → code."""


@dataclass(frozen=True)
class CertificateOrders:
    """Đặt cấp chứng thư số: how, and the folder of the certificates that are there."""

    certify: Certify
    folder: Path


async def renew_person(session: AsyncSession, orders: CertificateOrders, person_id: str) -> None:
    """The person's certificates fit the posts held now, or are revoked."""
    await _apply(orders, await _wanted_by(session, list_holders(orders.folder), person_id))


async def renew_agency(session: AsyncSession, orders: CertificateOrders, code: str) -> None:
    """The seal, and the certificates of those who sign there: they carry the agency's name."""
    await _renew_agency(session, orders, list_holders(orders.folder), code)


async def renew_all(session: AsyncSession, orders: CertificateOrders) -> None:
    """What no event tells: a certificate about to end, an agency whose last day has passed."""
    there = list_holders(orders.folder)
    for code in (await session.scalars(select(Agency.code).order_by(Agency.code))).all():
        await _renew_agency(session, orders, there, code)


async def _renew_agency(session: AsyncSession, orders: CertificateOrders, there: Sequence[str], code: str) -> None:
    agency = await session.get(Agency, code, populate_existing=True)
    open_now = agency is not None and agency.is_valid_on(_today())
    wanted = [Wanted(holder=f"seal:{code}", agency_name=agency.name if agency is not None and open_now else "")]
    holders = select(PersonPost.person_id).where(PersonPost.agency_code == code, PersonPost.role.in_(SIGNING_ROLES))
    delegates = select(Delegation.delegate_id).where(Delegation.agency_code == code, _lets_sign())
    for person_id in sorted(set((await session.scalars(holders.union(delegates))).all())):
        wanted += await _wanted_by(session, there, person_id)
    await _apply(orders, wanted)


async def _wanted_by(session: AsyncSession, there: Sequence[str], person_id: str) -> list[Wanted]:
    person = await session.get(Person, person_id, populate_existing=True)
    found = await _certified_by(session, person) if person is not None and person.active else []
    if found is None:
        return []
    kept, own = {one.holder for one in found}, person_holder(person_id)
    held = [own, *(holder for holder in there if holder.startswith(f"{own}_"))]
    return [Wanted(holder=holder) for holder in held if holder not in kept] + found


async def _certified_by(session: AsyncSession, person: Person) -> list[Wanted] | None:
    """None while an agency's own news is on its way: it will bring the certificates."""
    lent = set(
        await session.scalars(select(Delegation.agency_code).where(Delegation.delegate_id == person.id, _lets_sign()))
    )
    query = (
        select(PersonPost.role, PersonPost.title, PersonPost.kind, PersonPost.agency_code, Agency)
        .outerjoin(Agency, Agency.code == PersonPost.agency_code)
        .where(
            PersonPost.person_id == person.id,
            or_(PersonPost.role.in_(SIGNING_ROLES), PersonPost.agency_code.in_(lent)),
        )
    )
    rows = list(await session.execute(query))
    if any(row.Agency is None for row in rows):
        return None
    posts = [row for row in rows if row.Agency.is_valid_on(_today())]
    found: list[Wanted] = []
    for at in posts_that_sign([Held(row.role, row.kind, row.agency_code) for row in posts], lent):
        holder = person_holder(person.id, posts[at].agency_code if found else "")
        named = {"name": person.full_name, "title": posts[at].title, "agency_name": posts[at].Agency.name}
        found.append(Wanted(holder=holder, **named))
    return found


async def _apply(orders: CertificateOrders, wanted: list[Wanted]) -> None:
    for holder, code in (await orders.certify(wanted)).items():
        log.warning("certificate_not_issued", holder=holder, error=code)


def _lets_sign() -> ColumnElement[bool]:
    return Delegation.powers.contains([Power.SIGNING.value])


def _today() -> date:
    return clock.local_now().date()
