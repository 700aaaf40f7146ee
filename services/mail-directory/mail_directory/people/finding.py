"""People and agencies for the search box."""

from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries, telling
from shared.access.identity import Identity
from shared.web.search import MOST_HITS, Group, Hit


async def find_people(session: AsyncSession, _: Identity, words: str) -> list[Group]:
    """By given name, as Vietnamese lists are; nobody whose account is locked."""
    today, href = telling.today(), f"/danh-ba?{urlencode({'q': words})}"
    people = await queries.list_people(session, today, text=words, limit=MOST_HITS + 1)
    agencies = await queries.list_agencies(session, words, limit=MOST_HITS + 1)
    posts = [post for person in people for post in person.posts_on(today)]
    names = await queries.agency_names(session, [post.agency_code for post in posts])
    held = {
        person.id: "; ".join(f"{post.title}, {names.get(post.agency_code, '')}" for post in person.posts_on(today))
        for person in people
    }
    return [
        Group(
            title="Cán bộ",
            order=80,
            hits=[
                Hit(text=person.full_name, about=held[person.id], href=f"/danh-ba/can-bo/{person.id}")
                for person in people[:MOST_HITS]
            ],
            more=len(people) > MOST_HITS,
            href=href,
        ),
        Group(
            title="Cơ quan",
            order=81,
            hits=[
                Hit(text=agency.name, about=agency.code, href=f"/danh-ba/co-quan/{agency.code}")
                for agency in agencies[:MOST_HITS]
            ],
            more=len(agencies) > MOST_HITS,
            href=href,
        ),
    ]
