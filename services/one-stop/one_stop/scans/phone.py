"""Photographs of papers from a phone that nobody signs in on: the officer opens a link for a while, and ends it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.procedures.models import ProcedurePaper
from one_stop.scans.actions import Scan, add_scans
from one_stop.scans.models import PhoneLink
from one_stop.scans.rules import PHONE_TERM, SECRET_LENGTH, check_amount, hash_of
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import NotFound, Refusal
from shared.core.identifiers import new_id, new_secret
from shared.storage import evidence


async def open_link(session: AsyncSession, who: Identity, dossier_id: UUID) -> tuple[PhoneLink, str]:
    """Mở liên kết chụp giấy tờ: the link and its secret, told this once. What the officer opened before for the dossier ends."""
    await load_for_action(session, dossier_id, worker_of(who), Doing.SCAN, None)
    now, secret = clock.now(), new_secret(SECRET_LENGTH)
    before = update(PhoneLink).where(PhoneLink.dossier_id == dossier_id, PhoneLink.ended_at.is_(None))
    await session.execute(before.where(PhoneLink.opened_by["subject"].astext == who.subject).values(ended_at=now))
    link = PhoneLink(
        id=new_id(),
        dossier_id=dossier_id,
        secret_hash=hash_of(secret),
        opened_by=who.model_dump(mode="json", exclude={"csrf", "session"}),
        opened_at=now,
        expires_at=now + PHONE_TERM,
        arrived=[],
        bytes_taken=0,
    )
    session.add(link)
    await session.flush()
    await evidence.record(session, "phone-link-opened", f"dossier/{dossier_id}", who, link=str(link.id))
    return link, secret


async def end_link(session: AsyncSession, who: Identity, dossier_id: UUID, link_id: UUID) -> PhoneLink:
    """Đóng liên kết: nothing more comes by it. Ended again it stays ended."""
    link = await get_link(session, who, dossier_id, link_id)
    if link.ended_at is None:
        link.ended_at = clock.now()
        await session.flush()
        await evidence.record(session, "phone-link-ended", f"dossier/{dossier_id}", who, link=str(link.id))
    return link


async def get_link(session: AsyncSession, who: Identity, dossier_id: UUID, link_id: UUID) -> PhoneLink:
    """The officer's own. Raises NotFound."""
    link = await session.get(PhoneLink, link_id)
    if link is None or link.dossier_id != dossier_id or link.officer.subject != who.subject:
        raise NotFound("not_found")
    return link


async def find_open(
    session: AsyncSession, secret: str, *, hold: bool = False
) -> tuple[PhoneLink, list[ProcedurePaper]]:
    """The link of a secret, and the papers that may be photographed. Raises NotFound for one that is over, or never was."""
    statement = select(PhoneLink).where(PhoneLink.secret_hash == hash_of(secret))
    link = (await session.scalars(statement.with_for_update() if hold else statement)).one_or_none()
    if link is None or not link.is_open(clock.now()):
        raise NotFound("phone_link_over")
    try:
        dossier, procedure, _ = await load_for_action(
            session, link.dossier_id, worker_of(link.officer), Doing.SCAN, None
        )
    except Refusal as refusal:  # where the dossier stands is not told to whoever holds the phone
        raise NotFound("phone_link_over") from refusal
    return link, procedure.papers_of(dossier.case_code)


async def take_photos(session: AsyncSession, secret: str, paper_code: str, scans: Sequence[Scan]) -> Dossier:
    """Nhận ảnh từ điện thoại: as scans of the officer who opened the link, noted under his name."""
    link, papers = await find_open(session, secret, hold=True)
    kept = [file for file, originals in scans for file in (originals or [file])]
    size = sum(file.size for file in kept)
    check_amount(len(kept), size, len(link.arrived), link.bytes_taken)
    dossier = await add_scans(session, link.officer, link.dossier_id, None, paper_code, scans, by_phone=str(link.id))
    paper = next(paper.name for paper in papers if paper.code == paper_code)
    now = clock.now().isoformat()
    link.arrived = [*link.arrived, *({"name": one.name, "paper": paper, "size": one.size, "at": now} for one in kept)]
    link.bytes_taken += size
    await session.flush()
    return dossier
