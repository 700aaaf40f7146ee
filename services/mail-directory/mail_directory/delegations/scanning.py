"""Mã độc trong tệp văn bản ủy quyền: told to who brought it, who alone can bring another."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.delegations.queries import list_with_file
from mail_directory.people.models import Delegation, Person
from mail_directory.people.queries import get_agency
from shared.core.formats import vn_date
from shared.notifying.keeping import Contact, News, keep
from shared.work.scanning import Brought


async def tell_of_infected(session: AsyncSession, sha256: str) -> Brought | None:
    """The giver is told where it was not kept who brought it, or who did has left."""
    found = await list_with_file(session, sha256)
    for one in found:
        brought_by = await session.get(Person, UUID(one.document_by)) if one.document_by else None
        await _tell(session, one, brought_by if brought_by and brought_by.active else one.giver)
    if not found:
        return None
    return Brought(str((found[0].document_file or {})["name"]), found[0].document_by, f"delegation/{found[0].id}")


async def _tell(session: AsyncSession, one: Delegation, to: Person) -> None:
    if to.active:
        agency = await get_agency(session, one.agency_code)
        facts = {"post": one.title, "agency": agency.name, "since": vn_date(one.valid_from)}
        news = News(str(to.id), "delegation-infected", facts, f"/danh-ba/uy-quyen/{one.id}/dinh-kem")
        await keep(session, news, Contact(to.email, to.phone))
