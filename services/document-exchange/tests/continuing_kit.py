"""An agency that goes into another: its successor's people, and what they see."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from testing.factories import a_person, a_post

from .test_continuing import HEIR, merged
from .test_incoming import RECEIVER, arrived

PLACES = {Role.RECORDS_CLERK: "Văn thư", Role.LEADER: "Giám đốc", Role.SPECIALIST: "Chuyên viên"}


async def hire(house: Any, agency: str = HEIR) -> None:
    """The successor's own people."""
    for role, title in PLACES.items():
        person = a_person(f"{role}-{agency}", a_post(agency, role, title), full_name=f"Người {role}")
        await house.tell(person, "mail-directory")


def of(house: Any, role: str, agency: str = HEIR) -> Identity:
    named = {"subject": f"{role}-{agency}", "agency_code": agency, "agency_name": "Sở Mới"}
    who: Identity = house.person(role).model_copy(update=named)
    return who


def of_receiver(**changed: Any) -> Any:
    return merged(agency_code=RECEIVER, **changed)


async def rows(house: Any, query: str, **values: Any) -> list[Any]:
    async with house.database.sessions.begin() as session:
        return list(await session.execute(text(query), values))


async def sees(house: Any, who: Identity, path: str) -> bool:
    status = (await house.call(who, "GET", path)).status_code
    assert status in (200, 404)
    return bool(status == 200)


async def registered(house: Any) -> dict[str, Any]:
    """Assigned to the receiver's specialist."""
    incoming = await arrived(house)
    worker = house.person(Role.SPECIALIST, RECEIVER)
    await house.report(RECEIVER, incoming["id"], "03", Role.RECORDS_CLERK)
    await house.report(RECEIVER, incoming["id"], "04", Role.LEADER, lead_id=worker.subject)
    return incoming


def day_from_today(ago: int) -> Any:
    return clock.local_now().date() + timedelta(days=ago)


def mine(house: Any) -> str:
    return str(house.person(Role.SPECIALIST, RECEIVER).subject)


async def do(house: Any, statement: str, **values: Any) -> None:
    async with house.database.sessions.begin() as session:
        await session.execute(text(statement), values)
