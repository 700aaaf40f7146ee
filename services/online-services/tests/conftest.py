"""A running service on a fresh database, with the province's real catalogue and callers of every kind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
from sqlalchemy import select

from online_services import seeding
from online_services.accounts.models import Account
from online_services.features import MEMBER
from online_services.main import create_app
from online_services.procedures.actions import keep_procedure
from shared.access.identity import Identity
from shared.contracts.mail_directory import AgencyRecorded
from shared.contracts.one_stop_procedures import ProcedurePublished
from shared.contracts.values import PaperRequired
from shared.core import clock
from shared.core.identifiers import new_id
from shared.core.settings import Settings
from shared.directory.keeping import keep_agency
from shared.foreign import confined
from shared.storage.database import Database
from testing.hostile import files as hostile
from testing.service import RunningService, stand_up

PROVINCE = Path(__file__).parents[3] / "data" / "binh-dinh"
CSRF = "the-token-of-this-session"
SYSTEM_AGENCY = "000.00.11.H08"


@pytest.fixture(autouse=True)
def nobody_has_spent_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The accounts of all tests are the same people to this process, which keeps what each made it work."""
    monkeypatch.setattr(confined, "_spent", {})


@pytest.fixture
def settings(settings_of: Callable[..., Settings]) -> Settings:
    return settings_of("online_services", begin)


class Service(RunningService):
    """The service in this process, and callers for it."""

    def caller(self, identity: Identity) -> httpx.AsyncClient:
        headers = self.headers(identity.model_copy(update={"csrf": CSRF}))
        transport = httpx.ASGITransport(app=self.application, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)

    def anonymous(self) -> httpx.AsyncClient:
        return self.caller(Identity())

    def citizen(self, subject: str) -> httpx.AsyncClient:
        return self.caller(Identity(kind="citizen", subject=subject, name="Người thử"))

    def system(self, *scopes: str) -> httpx.AsyncClient:
        who = Identity(kind="system", subject="phan-mem-so", agency_code=SYSTEM_AGENCY, roles=frozenset(scopes))
        return self.caller(who)

    def gateway(self) -> httpx.AsyncClient:
        return self.caller(Identity(kind="service", subject="gateway"))

    async def account(self, user_name: str) -> Account:
        async with self.database.sessions() as session:
            return (await session.execute(select(Account).where(Account.user_name == user_name))).scalar_one()

    async def lan(self) -> httpx.AsyncClient:
        return self.citizen(str((await self.account("congdan.lan")).id))

    async def khoa(self) -> httpx.AsyncClient:
        return self.citizen(str((await self.account("congdan.khoa")).id))

    async def in_transaction(self, *work: Callable[[Any], Awaitable[object]]) -> None:
        for act in work:
            async with self.database.sessions.begin() as session:
                await act(session)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    async with stand_up(Service, "online-services", create_app, settings, MEMBER.work(settings).handlers) as service:
        yield service


async def begin(url: str) -> None:
    """What every test begins with: the province's catalogue, agencies and trial accounts."""
    database = Database(url, "begin")
    await seeding.seed(database, Settings(_env_file=None), PROVINCE)
    async with database.sessions.begin() as session:
        for procedure in catalogue():
            await keep_procedure(session, procedure)
        for agency in agencies():
            await keep_agency(session, agency)
    await database.close()


NO_TERM = {"amount": 0, "unit": "working_days"}


def catalogue() -> list[ProcedurePublished]:
    procedures = orjson.loads((PROVINCE / "procedures.json").read_bytes())["procedures"]
    return [
        ProcedurePublished(
            procedure_code=p["code"],
            name=p["name"],
            tier=p["tier"],
            field=p["sector"]["name"],
            level=p["level"],
            agency_codes=tuple(p["agencies"]),
            term_amount=p.get("term", NO_TERM)["amount"],
            term_unit=p.get("term", NO_TERM)["unit"],
            fee=p.get("fee", 0),
            papers=tuple(PaperRequired(**paper) for paper in p.get("papers", ())),
            form_id=p["form"],
            result_name=p.get("result", ""),
            updating=tuple(name for name in ("term", "fee", "papers", "result") if name not in p),
            synonyms=tuple(p.get("synonyms", ())),
        )
        for p in procedures
    ]


def agencies() -> list[AgencyRecorded]:
    lines = (PROVINCE / "agencies.csv").read_text("utf-8").splitlines()[1:]
    fields = [line.split(",") for line in lines if line]
    start = clock.local_now().date().replace(year=2011)
    return [
        AgencyRecorded(agency_code=f[0], name=f[1], short_name=f[2], tier=f[3], parent_code=f[4], valid_from=start)
        for f in fields
    ]


Check = Callable[[Callable[[Service], Awaitable[None]]], None]


@pytest.fixture
def in_service(settings: Settings) -> Check:
    """`in_service(check)` runs an asynchronous check against a running service."""

    def run(check: Callable[[Service], Awaitable[None]]) -> None:
        async def body() -> None:
            async with running(settings) as service:
                await check(service)

        asyncio.run(body())

    return run


PDF = hostile.pdf()
"""A blank page."""
GENERIC = "3.908001"
BUSINESS = "3.908078"
"""Đăng ký hộ kinh doanh: eleven districts are competent, a fee of 100.000 đồng, a form of its own."""

ANSWERS: dict[str, Any] = {
    "applicant_name": "Trần Thị Ngọc Lan",
    "applicant_id": "052190004317",
    "applicant_phone": "0905312468",
    "applicant_address": "126 Nguyễn Huệ, thành phố Quy Nhơn",
    "on_behalf": "self",
    "request": "Đề nghị công nhận trường đạt chuẩn quốc gia",
    "declaration": True,
}


async def upload(caller: httpx.AsyncClient, content: bytes = PDF, name: str = "giấy tờ.pdf") -> UUID:
    answer = await caller.post(
        "/api/online-services/v1/files",
        params={"name": name},
        content=content,
        headers={"content-type": "application/octet-stream"},
    )
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def a_submission(caller: httpx.AsyncClient, code: str = GENERIC, **changes: Any) -> dict[str, Any]:
    """A body that nothing is wrong with, with every demanded paper attached."""
    procedure = (await caller.get(f"/api/online-services/v1/procedures/{code}")).json()
    papers = [
        {"paper_code": paper["code"], "file_id": str(await upload(caller))}
        for paper in procedure["papers"]
        if paper["required"]
    ]
    body = {"procedure_code": code, "answers": ANSWERS, "papers": papers, "agency_code": procedure["agency_codes"][0]}
    return body | changes


async def file_one(caller: httpx.AsyncClient) -> str:
    body = await a_submission(caller)
    answer = await caller.post("/api/online-services/v1/submissions", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def fresh_key() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}
