"""Reading lists of the post. Every query begins with the agency whose officer asks."""

from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import codes_ended_into
from one_stop.dossiers.indexes import RESOLVED_DOSSIER
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import visible_to
from one_stop.post_lists.models import PostItem, PostList
from one_stop.post_lists.rules import MOST
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.queries import codes_before


def of_agency(agency_code: str) -> Select[PostList]:
    """Its own, and those of agencies that ended and whose work it does now: of one that was split the first successor has all, another
    one those on which a dossier is that it has.
    """
    former = codes_before(agency_code, clock.local_now().date())
    here = PostItem.list_id == PostList.id, PostItem.dossier_id == Dossier.id, Dossier.agency_code == agency_code
    shared = and_(PostList.agency_code.in_(codes_ended_into(agency_code, stands=False)), exists().where(*here))
    return select(PostList).where(or_(PostList.agency_code == agency_code, PostList.agency_code.in_(former), shared))


async def get_list(session: AsyncSession, list_id: UUID, agency_code: str, *, lock: bool = False) -> PostList:
    """Absent and not theirs look the same. `lock`: for who changes what is on it."""
    statement = of_agency(agency_code).where(PostList.id == list_id)
    statement = statement.with_for_update() if lock else statement
    found = (await session.scalars(statement, execution_options={"populate_existing": lock})).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_items(session: AsyncSession, list_id: UUID) -> list[PostItem]:
    statement = select(PostItem).where(PostItem.list_id == list_id)
    return list(await session.scalars(statement.order_by(PostItem.position)))


async def get_item(session: AsyncSession, post_list: PostList, item_id: UUID) -> PostItem:
    found = await session.get(PostItem, item_id, populate_existing=True)
    if found is None or found.list_id != post_list.id:
        raise NotFound("not_found")
    return found


async def list_to_post(session: AsyncSession, agency_code: str) -> list[Dossier]:
    """What may go on the next list: asked for by post, signed, and not with the post already. What waited longest first."""
    wanted = visible_to(agency_code).where(
        text(RESOLVED_DOSSIER), Dossier.with_post == "", Dossier.return_channel == BY_POST
    )
    return list(await session.scalars(wanted.order_by(Dossier.finished_at, Dossier.id).limit(MOST)))


BY_POST = "post"
