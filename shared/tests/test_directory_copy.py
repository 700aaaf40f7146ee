"""The copy of the directory is one and the same in every service that keeps it: the newest state replaces what was there."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded, UnitRecorded
from shared.contracts.values import Delegated, FormerName, Post
from shared.core.errors import TEXTS, Conflict
from shared.directory import queries
from shared.directory.keeping import PEOPLE
from shared.directory.models import Agency, Delegation, Person, PersonPost, Unit
from shared.storage.database import Database

HERE, HEIR, LAST = "000.00.11.H08", "000.00.12.H08", "000.00.13.H08"
SINCE, TODAY = date(2016, 1, 1), date(2026, 3, 2)


def an_agency(code: str, name: str, **more: object) -> AgencyRecorded:
    return AgencyRecorded(agency_code=code, name=name, short_name="S", tier="department", valid_from=SINCE, **more)


def a_person(person_id: str, name: str, *posts: Post, **more: object) -> PersonRecorded:
    return PersonRecorded(person_id=person_id, full_name=name, user_name=person_id, posts=posts, **more)


def a_post(role: str, title: str, agency: str = HERE, **more: str) -> Post:
    return Post(agency_code=agency, role=role, title=title, **more)


Check = Callable[[AsyncSession], Awaitable[None]]


@pytest.fixture(params=["one_stop", "document_exchange"])
def with_copy(request: pytest.FixtureRequest, service_database: Callable[[str], str]) -> Callable[[Check], None]:
    database_url = service_database(request.param)

    def run(check: Check) -> None:
        async def whole() -> None:
            database = Database(database_url, "test")
            async with database.sessions.begin() as session:
                await check(session)
            await database.close()

        asyncio.run(whole())

    return run


async def hear(session: AsyncSession, *events: AgencyRecorded | UnitRecorded | PersonRecorded) -> None:
    for event in events:
        await PEOPLE[type(event)](session, event)
    session.expire_all()


def test_a_paper_of_an_old_day_is_shown_with_the_name_of_that_day(with_copy: Callable[[Check], None]) -> None:
    async def check(session: AsyncSession) -> None:
        former = (
            FormerName(name="Sở Bưu chính, Viễn thông", until=date(2017, 12, 31)),
            FormerName(name="Sở Thông tin", until=date(2026, 2, 28)),
        )
        await hear(session, an_agency(HERE, "Sở Khoa học", former_names=former))
        agency = await queries.get_agency(session, HERE)
        assert agency.name_on(date(2016, 5, 1)) == "Sở Bưu chính, Viễn thông"
        assert agency.name_on(date(2017, 12, 31)) == "Sở Bưu chính, Viễn thông"
        assert agency.name_on(date(2018, 1, 1)) == "Sở Thông tin"
        assert agency.name_on(TODAY) == "Sở Khoa học"

    with_copy(check)


def test_agencies_with_what_became_of_them(with_copy: Callable[[Check], None]) -> None:
    async def check(session: AsyncSession) -> None:
        gone = an_agency(HERE, "Sở Cũ", valid_to=date(2026, 1, 31), successor_code=HEIR)
        await hear(session, an_agency(HERE, "Sở Cũ"), an_agency(LAST, "Sở Đất"), an_agency(HEIR, "Sở Ao"), gone)
        assert [agency.code for agency in await queries.list_agencies(session, TODAY)] == [HEIR, LAST]
        assert [agency.code for agency in await queries.list_agencies(session, TODAY, besides=LAST)] == [HEIR]
        assert [agency.code for agency in await queries.list_agencies(session, date(2026, 1, 31))] == [HEIR, HERE, LAST]
        assert await queries.list_closed(session, TODAY, [HERE, HEIR, "elsewhere"]) == {HERE}
        assert await queries.names_of(session, [HERE, "elsewhere"]) == {HERE: "Sở Cũ"}
        assert await queries.list_successors(session, HERE) == [HEIR]
        await hear(session, an_agency(HEIR, "Sở Ao", valid_to=date(2026, 2, 28), successor_code=LAST))
        assert await queries.list_successors(session, HERE) == [HEIR, LAST]
        before = list(await session.scalars(queries.codes_before(LAST, TODAY)))
        assert sorted(before) == [HERE, HEIR], "and back again"
        assert list(await session.scalars(queries.codes_before(LAST, date(2026, 2, 28)))) == [], (
            "on its last day it still acts"
        )
        await hear(session, an_agency(LAST, "Sở Đất", successor_code=HERE))
        assert await queries.list_successors(session, HERE) == [HEIR, LAST], "a circle ends"
        assert (await queries.get_agency(session, LAST)).is_valid_on(TODAY)
        with pytest.raises(Conflict) as not_here:
            await queries.get_agency(session, "elsewhere")
        said = TEXTS[not_here.value.code] % not_here.value.facts
        assert "elsewhere chưa được danh bạ chuyển tới" in said
        assert "thử lại sau ít phút" in said

    with_copy(check)


def test_people_by_role_in_vietnamese_order_with_their_unit(with_copy: Callable[[Check], None]) -> None:
    async def check(session: AsyncSession) -> None:
        unit = UnitRecorded(
            unit_id="u1", agency_code=HERE, code="P1", name="Phòng Một", unit_kind="division", valid_from=SINCE
        )
        in_unit = a_post("specialist", "Chuyên viên", unit="Phòng Một", unit_id="u1", post_id="p1", kind="main")
        await hear(
            session,
            unit,
            a_person("duc", "Trần Văn Đức", in_unit),
            a_person("dung", "Lê Thị Dung", a_post("specialist", "Chuyên viên"), a_post("leader", "Phó Trưởng phòng")),
            a_person("an", "Đỗ Văn An", a_post("specialist", "Chuyên viên"), active=False),
            a_person("xa", "Bùi Văn Xa", a_post("specialist", "Chuyên viên", agency=HEIR)),
        )
        found = await queries.list_colleagues(session, HERE, "specialist", "leader")
        assert [(one.id, one.unit, one.unit_id) for one in found] == [("dung", "", ""), ("duc", "Phòng Một", "u1")]
        assert await queries.find_colleague(session, HERE, "xa", "specialist") is None
        assert await queries.authority_of(session, "dung", HERE, "leader", "Lãnh đạo") == (
            "KT. Trưởng phòng",
            "Phó Trưởng phòng",
        )
        assert await queries.authority_of(session, "ai-do", HERE, "leader", "Lãnh đạo") == ("Lãnh đạo",)
        await hear(session, an_agency(HERE, "Sở Sông", collective="Ban Quản lý"))
        above = await queries.authority_of(session, "dung", HERE, "leader", "Lãnh đạo")
        assert above[0] == "TM. Ban Quản lý", "the table of agencies says it, not the name"
        assert await queries.authority_of(session, "dung", HERE, "specialist", "") == ("Chuyên viên",)
        gone = queries.has_left(Person.id.expression, literal(HERE), "specialist")
        assert set((await session.scalars(select(Person.id).where(gone))).all()) == {"an", "xa"}
        renamed = unit.model_copy(update={"name": "Phòng Hai", "head_post_id": "p1", "valid_to": TODAY})
        await hear(session, renamed)
        (kept,) = (await session.scalars(select(Unit))).all()
        assert (kept.name, kept.kind, kept.head_post_id, kept.valid_to) == ("Phòng Hai", "division", "p1", TODAY)

    with_copy(check)


def test_posts_and_delegations_are_those_told_last(with_copy: Callable[[Check], None]) -> None:
    async def check(session: AsyncSession) -> None:
        given = Delegated(
            delegation_id="d1",
            post_id="p9",
            giver_id="an",
            giver_name="Đỗ Văn An",
            agency_code=HERE,
            role="leader",
            title="Giám đốc",
            powers=("power:documents",),
            valid_to=TODAY,
        )
        first = a_person("duc", "Trần Văn Đức", a_post("specialist", "Chuyên viên"), delegations=(given,))
        await hear(session, first, first)
        (kept,) = (await session.scalars(select(Delegation))).all()
        assert (kept.delegate_id, kept.giver_id, kept.powers) == ("duc", "an", ["power:documents"])
        await hear(session, a_person("duc", "Trần Văn Đức", a_post("leader", "Giám đốc")))
        assert (await session.scalars(select(Delegation))).all() == []
        assert [post.role for post in (await session.scalars(select(PersonPost))).all()] == ["leader"]
        assert (await session.scalars(select(Agency))).all() == []

    with_copy(check)
