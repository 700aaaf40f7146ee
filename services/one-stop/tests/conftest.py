"""A one-stop of its own for each test: fresh database, two procedures, key pair, officers with certificates."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from one_stop.agencies.actions import keep_agency, keep_person
from one_stop.main import create_app
from one_stop.seeding import seed
from one_stop.worker import HANDLERS
from shared.access.identity import HEADER, Identity, IdentityIssuer, make_keys
from shared.contracts.event import Event
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, AttachedPaper, FileReference, Post
from shared.core.settings import Settings
from shared.messaging.axis.port import Parcel
from shared.messaging.inbox import Consumer
from shared.signing.authority import SigningAuthority
from shared.storage.database import Database
from tests.senders import proofs_of, signed_by
from tests.unchanged import UnchangedWhenRefused

PROVINCE = Path(__file__).parents[3] / "data" / "binh-dinh"
HERE = "000.00.13.H08"
ELSEWHERE = "000.00.12.H08"


def a_paper(code: str, name: str = "Đơn đề nghị", sha256: str = "a" * 64) -> AttachedPaper:
    return AttachedPaper(
        paper_code=code,
        paper_name=name,
        file=FileReference(sha256=sha256, size=1000, media_type="application/pdf", name="don.pdf"),
    )


class SilentAxis:
    """Stands where reports would leave; what consumers do does not depend on it."""

    async def publish(self, messages: list[Any]) -> list[bool]:
        return [True for _ in messages]


@dataclass
class OneStop:
    """A running one-stop under test."""

    settings: Settings
    database: Database
    client: httpx.AsyncClient
    issuer: IdentityIssuer
    agency: str
    procedures: dict[str, dict[str, Any]]
    sequences: dict[str, int] = field(default_factory=dict)
    app: Any = None

    def identity(self, role: str, agency: str | None = None, person: str | None = None) -> Identity:
        agency = self.agency if agency is None else agency
        name = {"counter-officer": "Nguyễn Thị Hoa", "specialist": "Trần Văn Bình", "leader": "Lê Quang Minh"}.get(
            role, "Người khác"
        )
        return Identity(
            kind="officer",
            subject=person or f"{role}.{agency}",
            name=name,
            agency_code=agency,
            agency_name="Sở",
            roles=frozenset({role}),
            csrf="csrf-token",
        )

    def headers(self, role: str, agency: str | None = None, person: str | None = None) -> dict[str, str]:
        return {HEADER: self.issuer.issue(self.identity(role, agency, person), "one-stop")}

    async def tell(self, event: Event, source: str, sequence: int | None = None, event_id: str | None = None) -> bytes:
        """Deliver an event through the inbox, as the worker does."""
        number = sequence or self.sequences.get(event.subject, 0) + 1
        self.sequences[event.subject] = max(number, self.sequences.get(event.subject, 0))
        body = json.dumps(
            {
                "id": event_id or str(uuid4()), "type": event.type, "source": f"/{source}", "subject": event.subject,
                "time": datetime.now(UTC).isoformat(), "sequence": number, "data": event.model_dump(mode="json"),
            }
        ).encode()  # fmt: skip
        await self.receive(*signed_by(source, body))
        return body

    async def receive(self, *parcels: Parcel) -> None:
        consumer = Consumer("one-stop", self.database, SilentAxis(), HANDLERS, proofs_of("one-stop"))  # type: ignore[arg-type]
        await consumer.receive(list(parcels))

    def a_submission(self, form: str = "chung", **changed: Any) -> SubmissionFiled:
        """A filed dossier with all its papers; a test states only what matters."""
        procedure = self.procedures[form]
        values: dict[str, Any] = {
            "submission_id": str(uuid4()),
            "procedure_code": procedure["code"],
            "agency_code": self.agency,
            "applicant": Applicant(
                kind="citizen",
                full_name="Đặng Phước Thượng",
                personal_id="052090001234",
                address="12 Trần Phú, Quy Nhơn",
                phone="0905123456",
            ),
            "form_id": form,
            "form_version": 1,
            "answers": {"applicant_name": "Đặng Phước Thượng", "applicant_phone": "0905123456"},
            "papers": tuple(a_paper(paper["code"], paper["name"]) for paper in procedure["papers"]),
            "filed_at": datetime.now(UTC),
        }
        return SubmissionFiled(**(values | changed))

    async def file(self, form: str = "chung", **changed: Any) -> str:
        """File a dossier; its id."""
        event = self.a_submission(form, **changed)
        await self.tell(event, "online-services")
        return event.submission_id

    async def act(
        self, dossier_id: str, action: str, role: str, body: dict[str, Any] | None = None, **headers: str
    ) -> httpx.Response:
        url = f"/api/one-stop/v1/dossiers/{dossier_id}/{action}"
        return await self.client.post(url, headers=self.headers(role) | headers, json=body)

    async def rows(self, statement: str, *arguments: object) -> list[Any]:
        return list(await (await self.database.hot()).fetch(statement, *arguments))


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority")
    SigningAuthority(folder, "http://localhost:8000")
    return folder


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder / "identity.pem", folder / "identity.jwks.json", bits=2048)
    return folder


@pytest.fixture
def one_stop(
    service_database: Callable[[str], str], tmp_path: Path, key_folder: Path, authority_folder: Path
) -> Callable[[], Any]:
    """`async with one_stop() as office:` inside the test's own event loop."""
    url = service_database("one_stop")
    var = tmp_path / "var"
    var.mkdir()
    (var / "authority").symlink_to(authority_folder)
    settings = Settings(
        var=var,
        database_urls={"one_stop": url},
        identity_key_file=key_folder / "identity.pem",
        identity_jwks_file=key_folder / "identity.jwks.json",
    )
    province = _small_province(tmp_path / "province")

    @asynccontextmanager
    async def run() -> AsyncIterator[OneStop]:
        app = create_app(settings)
        database = Database(url, "test")
        await seed(database, settings, province)
        async with app.fastapi.router.lifespan_context(app.fastapi):  # type: ignore[attr-defined]
            transport = httpx.ASGITransport(app=UnchangedWhenRefused(app, app.fastapi, "one-stop"))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                procedures = {
                    row["form"]: row for row in json.loads((province / "procedures.json").read_text())["procedures"]
                }
                agency = next(iter(procedures.values()))["agencies"][0]
                office = OneStop(
                    settings,
                    database,
                    client,
                    IdentityIssuer(settings.identity_key),
                    agency,
                    procedures,
                    app=app.fastapi,
                )  # type: ignore[attr-defined]
                await _staff(office, authority_folder)
                yield office
        await database.close()

    return run


def _small_province(folder: Path) -> Path:
    """The real province, with two of its procedures at one agency."""
    folder.mkdir()
    for name in ("province.json", "calendar.csv", "agencies.csv"):
        (folder / name).write_bytes((PROVINCE / name).read_bytes())
    (folder / "eforms").symlink_to(PROVINCE / "eforms")
    source = json.loads((PROVINCE / "procedures.json").read_text())
    agency = next(row for row in source["procedures"] if row["workflow"] == "standard" and row["form"] == "chung")[
        "agencies"
    ][0]
    standard = next(row for row in source["procedures"] if row["workflow"] == "standard" and row["form"] == "chung")
    short = next(row for row in source["procedures"] if row["workflow"] == "short")
    short = {**short, "agencies": [agency], "form": "hop-bao"}
    source["procedures"] = [standard, short]
    (folder / "procedures.json").write_text(json.dumps(source))
    return folder


async def _staff(office: OneStop, authority_folder: Path) -> None:
    authority = SigningAuthority(authority_folder, "http://localhost:8000")
    async with office.database.sessions.begin() as session:
        await keep_agency(
            session,
            AgencyRecorded(
                agency_code=office.agency,
                name="Sở Xây dựng",
                short_name="SXD",
                tier="department",
                parent_code="000.00.00.H08",
                valid_from=date(2020, 1, 1),
            ),
        )
        for role, title in (
            ("counter-officer", "Công chức"),
            ("specialist", "Chuyên viên"),
            ("leader", "Phó Giám đốc"),
        ):
            who = office.identity(role)
            post = Post(agency_code=office.agency, role=role, title=title)
            await keep_person(
                session, PersonRecorded(person_id=who.subject, full_name=who.name, user_name=role, posts=(post,))
            )
    await asyncio.to_thread(
        authority.issue_officer, f"leader.{office.agency}", "Lê Quang Minh", "Phó Giám đốc", "Sở Xây dựng"
    )
