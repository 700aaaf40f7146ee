"""Báo trước chứng thư số sắp hết hạn: to its holder, and to who has another one made."""

from pathlib import Path

from anyio import to_thread
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.people import queries
from mail_directory.people.certificates import SEAL, Line, lines_of
from mail_directory.people.models import Person
from mail_directory.people.telling import today
from shared.core.formats import vn_date
from shared.notifying.keeping import Contact, News, keep
from shared.signing.holders import find_certificate, list_holders

MOST = 1000
"""People of one agency looked at."""

_TOLD = text(
    "SELECT 1 FROM notification WHERE kind = :kind AND person = :person AND post = :post AND link = :link"
    " AND facts ->> 'ends_on' = :on AND facts ->> 'agency' = :agency LIMIT 1"
)


async def warn_of_ending_certificates(session: AsyncSession, folder: Path) -> None:
    """Thirty days ahead (`Certified.ends_soon`), once for each last day, however often this runs."""
    if not await to_thread.run_sync(_some_end_soon, folder):
        return
    for agency in (await session.scalars(select(Agency).order_by(Agency.code))).all():
        people = {
            person.id: person
            for person in await queries.list_people(session, today(), agency_code=agency.code, limit=MOST)
        }
        lent = await queries.signing_lent_to(session, people.values(), today())
        for line in lines_of(folder, agency, people.values(), today(), lent):
            if line.certificate is not None and line.certificate.ends_soon:
                await _tell(session, agency, line, {str(key): person for key, person in people.items()}.get(line.key))


def _some_end_soon(folder: Path) -> bool:
    found = (find_certificate(folder, holder) for holder in list_holders(folder))
    return any(one is not None and one.ends_soon for one in found)


async def _tell(session: AsyncSession, agency: Agency, line: Line, holder: Person | None) -> None:
    assert line.certificate is not None
    facts = {"agency": agency.name, "ends_on": vn_date(line.certificate.not_after)}
    if line.key != SEAL and holder is not None:
        own = News(line.key, "certificate-ending", facts | {"post": line.title}, "/danh-ba/chung-thu-so", line.post)
        await _once(session, own, holder)
    for person, post in await queries.list_administrators(session, agency, today()):
        link = f"/danh-ba/co-quan/{agency.code}/chung-thu-so"
        await _once(session, News(str(person.id), "certificate-ending-here", facts, link, str(post.id)), person)


async def _once(session: AsyncSession, news: News, to: Person) -> None:
    about = {"kind": news.kind, "person": news.person, "post": news.post, "link": news.link}
    if not await session.scalar(_TOLD, about | {"on": news.facts["ends_on"], "agency": news.facts["agency"]}):
        await keep(session, news, Contact(to.email, to.phone))
