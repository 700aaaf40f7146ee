"""What citizens are told of their own dossiers, as one-stop's events come in."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from online_services.submissions.models import Draft, UploadedFile
from shared.core.formats import vn_second
from shared.notifying.keeping import Contact, News, keep
from shared.work.scanning import Brought

PLACE = "/dich-vu-cong/thong-bao"
KEPT = "SELECT id AS place, sha256 FROM uploaded_file WHERE id > CAST(:place AS uuid) ORDER BY id LIMIT :most"
"""What citizens and programs uploaded."""


async def contact_of(session: AsyncSession, account_id: str) -> Contact:
    """Where the holder of an account is reached; nowhere once it is closed."""
    try:
        account = await session.get(Account, UUID(account_id))
    except ValueError:
        account = None
    return Contact(account.email, account.phone) if account is not None and account.active else Contact()


async def tell_of_infected(session: AsyncSession, sha256: str) -> Brought | None:
    """Báo cho người gửi tệp có mã độc, where he mends it: in the draft, or in the dossier that it was filed with."""
    found = (await session.scalars(select(UploadedFile).where(UploadedFile.sha256 == sha256))).all()
    for file in found:
        if file.owner.startswith("citizen:"):
            account_id = file.owner.removeprefix("citizen:")
            news = News(
                account_id, "file-infected", {"sent": vn_second(file.created_at)}, await _place_of(session, file)
            )
            await keep(session, news, await contact_of(session, account_id))
    return Brought(found[0].name, found[0].owner, f"file/{found[0].id}") if found else None


async def _place_of(session: AsyncSession, file: UploadedFile) -> str:
    draft = await session.get(Draft, file.purpose_id) if file.purpose_id else None
    if draft is None:
        return "/dich-vu-cong/ho-so"
    return f"/dich-vu-cong/ban-nhap/{draft.id}/giay-to" if draft.filed_at is None else f"/dich-vu-cong/ho-so/{draft.id}"
