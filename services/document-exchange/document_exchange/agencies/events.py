"""What mail-directory tells: the whole present state each time, so the newest event replaces what was kept."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import Agency, Person, PersonPost
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.standards.vietnamese import sort_key


async def keep_agency(session: AsyncSession, event: AgencyRecorded) -> None:
    """Ghi nhận cơ quan."""
    values = {
        "code": event.agency_code,
        "name": event.name,
        "short_name": event.short_name,
        "tier": event.tier,
        "parent_code": event.parent_code,
        "mail_domain": event.mail_domain,
        "address": event.address,
        "phone": event.phone,
        "sort_key": sort_key(event.name),
        "valid_from": event.valid_from,
        "valid_to": event.valid_to,
    }
    changed = {name: value for name, value in values.items() if name != "code"}
    await session.execute(insert(Agency).values(values).on_conflict_do_update(index_elements=["code"], set_=changed))


async def keep_person(session: AsyncSession, event: PersonRecorded) -> None:
    """Ghi nhận cán bộ, công chức and the posts held now."""
    values = {
        "id": event.person_id,
        "full_name": event.full_name,
        "user_name": event.user_name,
        "email": event.email,
        "active": event.active,
    }
    changed = {name: value for name, value in values.items() if name != "id"}
    await session.execute(insert(Person).values(values).on_conflict_do_update(index_elements=["id"], set_=changed))
    await session.execute(delete(PersonPost).where(PersonPost.person_id == event.person_id))
    posts = {
        (post.agency_code, post.role): {
            "person_id": event.person_id,
            "agency_code": post.agency_code,
            "role": post.role,
            "title": post.title,
            "unit": post.unit,
            "kind": post.kind,
        }
        for post in event.posts
    }
    if posts:
        await session.execute(insert(PersonPost).values(list(posts.values())))
