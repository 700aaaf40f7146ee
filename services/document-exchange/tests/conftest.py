"""A small province on a real database: four agencies with their people, keys and seals, and the axis in one hand."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

import httpx
import orjson
import pytest
import typst

from document_exchange.agencies.events import keep_agency, keep_person
from document_exchange.incoming.reading import read_arrivals
from document_exchange.main import create_app
from document_exchange.signatures import Signatures
from document_exchange.worker import HANDLERS
from shared.access.identity import HEADER, Identity, IdentityIssuer, make_keys
from shared.access.rights import Role
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.contracts.values import Post
from shared.core.settings import Settings
from shared.messaging.axis.port import Message, Parcel
from shared.messaging.inbox import Consumer, split_batch
from shared.messaging.outbox import Relay
from shared.signing.authority import SigningAuthority
from shared.storage.database import Database
from shared.storage.files import FileStore
from tests.senders import proofs_of, signed_by
from tests.unchanged import UnchangedWhenRefused

SENDER = "000.00.11.H08"
AGENCIES = {
    "000.00.00.H08": ("Ủy ban nhân dân tỉnh Bình Định", "UBND tỉnh", "province", ""),
    SENDER: ("Sở Thông tin và Truyền thông", "STTTT", "department", "000.00.00.H08"),
    "000.00.02.H08": ("Sở Nội vụ", "SNV", "department", "000.00.00.H08"),
    "000.00.05.H08": ("Sở Tài chính", "STC", "department", "000.00.00.H08"),
}
ROLES = {
    Role.SPECIALIST: ("Chuyên viên", "chuyenvien"),
    Role.LEADER: ("Giám đốc", "lanhdao"),
    Role.RECORDS_CLERK: ("Văn thư", "vanthu"),
    Role.COUNTER_OFFICER: ("Công chức một cửa", "motcua"),
}

LETTER = """#set page(paper: "a4")
#set text(font: "Libertinus Serif", size: 13pt)
SỞ THÔNG TIN VÀ TRUYỀN THÔNG

V/v phối hợp thử nghiệm liên thông văn bản điện tử
#v(8cm)
#align(right)[#block[#set align(center)
*Giám đốc*

#v(2.5cm)
*{name}*]]
"""


class DirectAxis:
    """Takes what the relay publishes and hands it over when told, so that a test decides when and in which order."""

    def __init__(self) -> None:
        self.events: list[Parcel] = []
        self.reports: list[Parcel] = []

    async def publish(self, messages: list[Message]) -> list[bool]:
        for message in messages:
            if message.key.startswith("report."):
                self.reports.append(Parcel(message.body, message.proof))
            else:
                self.events += signed_by("document-exchange", *map(orjson.dumps, split_batch(message.body)))
        return [True for _ in messages]

    async def consume(self, queue: str, handle: object, *, batch: int = 200) -> None:
        raise NotImplementedError

    async def depths(self) -> dict[str, int]:
        return {}

    async def close(self) -> None:
        return None


@dataclass
class House:
    """The service, its store, its axis and everybody in it."""

    settings: Settings
    database: Database
    files: FileStore
    signatures: Signatures
    issuer: IdentityIssuer
    client: httpx.AsyncClient
    axis: DirectAxis
    relay: Relay
    consumer: Consumer
    people: dict[tuple[str, str], Identity] = field(default_factory=dict)
    letter: bytes = b""

    def person(self, role: str, agency: str = SENDER) -> Identity:
        return self.people[agency, role]

    def system(self, agency: str) -> Identity:
        return Identity(
            kind="system",
            subject=f"system-{agency}",
            name="Phần mềm cơ quan",
            agency_code=agency,
            roles=frozenset({"documents"}),
        )

    def headers(self, who: Identity) -> dict[str, str]:
        return {HEADER: self.issuer.issue(who, "document-exchange")}

    async def call(self, who: Identity | None, method: str, path: str, **arguments: object) -> httpx.Response:
        """By the API of the service; `who` None is anonymous."""
        headers = dict(arguments.pop("headers", {}))
        if who is not None:
            headers |= self.headers(who)
        url = path if path.startswith(("/api", "/van-ban")) else f"/api/document-exchange/v1{path}"
        return await self.client.request(method, url, headers=headers, **arguments)

    async def exchange(self) -> None:
        """Let every waiting event arrive, and its reports too, until nothing moves."""
        for _ in range(10):
            moved = 0
            while count := await self.relay.publish_batch():
                moved += count
            events, self.axis.events = self.axis.events, []
            if events:
                await self.consumer.receive(events)
            reports, self.axis.reports = self.axis.reports, []
            if reports:
                await self.relay.take_reports(reports)
            if not moved and not events:
                return

    async def read(self) -> None:
        """What the worker does every second."""
        await read_arrivals(self.database, self.files, self.signatures)

    async def draft(self, **changes: object) -> str:
        """A complete draft of the sender's specialist; its id."""
        body = {
            "type_code": "CV",
            "subject": "V/v phối hợp thử nghiệm liên thông văn bản điện tử",
            "unit": "CNTT",
            "leader_id": self.person(Role.LEADER).subject,
            "all_agencies": True,
        } | changes
        made = await self.call(self.person(Role.SPECIALIST), "POST", "/documents", json=body)
        assert made.status_code == 201, made.text
        document_id = str(made.json()["id"])
        await self.attach(document_id, "cong-van.pdf", self.letter)
        return document_id

    async def attach(self, document_id: str, name: str, content: bytes, part: str = "main") -> httpx.Response:
        answer = await self.call(
            self.person(Role.SPECIALIST),
            "POST",
            f"/documents/{document_id}/files?name={name}&part={part}",
            content=content,
            headers={"content-type": "application/octet-stream"},
        )
        assert answer.status_code == 201, answer.text
        return answer

    async def step(
        self, document_id: str, step: str, role: str, status: int = 200, **body: object
    ) -> dict[str, object]:
        answer = await self.call(self.person(role), "POST", f"/documents/{document_id}/{step}", json=body)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    async def sent(self, **changes: object) -> dict[str, object]:
        """A document drafted, signed, numbered, sealed and sent; as the clerk sees it."""
        document_id = await self.draft(**changes)
        for step, role in (
            ("submit", Role.SPECIALIST),
            ("sign", Role.LEADER),
            ("number", Role.RECORDS_CLERK),
            ("seal", Role.RECORDS_CLERK),
            ("send", Role.RECORDS_CLERK),
        ):
            await self.step(document_id, step, role)
        return await self.document(document_id)

    async def document(self, document_id: str) -> dict[str, object]:
        answer = await self.call(self.person(Role.RECORDS_CLERK), "GET", f"/documents/{document_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def inbox(self, agency: str) -> list[dict[str, object]]:
        answer = await self.call(self.person(Role.RECORDS_CLERK, agency), "GET", "/inbox")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def report(self, agency: str, incoming_id: object, code: str, role: str, **body: object) -> httpx.Response:
        return await self.call(
            self.person(role, agency), "POST", f"/incoming/{incoming_id}/status", json={"code": code, **body}
        )


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority")
    authority = SigningAuthority(folder, "http://localhost:8000")
    for code, (name, *_) in AGENCIES.items():
        authority.issue_seal(code, name)
        authority.issue_officer(_person_id(code, Role.LEADER), _name(code, Role.LEADER), "Giám đốc", name)
    return folder


def _person_id(code: str, role: str) -> str:
    return f"{role}-{code}"


def _name(code: str, role: str) -> str:
    return {"leader": "Nguyễn Thị Yến", "records-clerk": "Lê Thị Mẫu"}.get(role, "Trần Minh Thuận") + f" {code[7:9]}"


@pytest.fixture(scope="session")
def identity_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder / "identity.pem", folder / "identity.jwks.json", bits=2048)
    return folder


@pytest.fixture(scope="session")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("letter") / "letter.typ"
    source.write_text(LETTER.replace("{name}", _name(SENDER, Role.LEADER)))
    pdf = typst.compile(str(source))
    assert isinstance(pdf, bytes)
    return pdf


@pytest.fixture
def open_house(
    service_database: Callable[[str], str], authority_folder: Path, identity_keys: Path, letter: bytes, tmp_path: Path
) -> Callable[[], object]:
    """`async with open_house() as house`: everything in the test's own event loop."""
    url = service_database("document_exchange")

    @asynccontextmanager
    async def start() -> AsyncIterator[House]:
        shutil.copytree(authority_folder, tmp_path / "authority")  # a test may end certificates: its own alone
        settings = Settings(
            var=tmp_path,
            database_urls={"document_exchange": url},
            identity_key_file=identity_keys / "identity.pem",
            identity_jwks_file=identity_keys / "identity.jwks.json",
        )
        application = create_app(settings)
        fastapi = application.fastapi  # type: ignore[attr-defined]
        async with fastapi.router.lifespan_context(fastapi):
            axis = DirectAxis()
            database: Database = fastapi.state.database
            house = House(
                settings=settings,
                database=database,
                files=fastapi.state.files,
                signatures=fastapi.state.signatures,
                issuer=IdentityIssuer(identity_keys / "identity.pem"),
                client=httpx.AsyncClient(
                    transport=httpx.ASGITransport(
                        UnchangedWhenRefused(application, fastapi, "document-exchange"), raise_app_exceptions=False
                    ),
                    base_url="http://test",
                ),
                axis=axis,
                relay=Relay("document-exchange", database, axis, proofs_of("document-exchange")),
                consumer=Consumer("document-exchange", database, axis, HANDLERS, proofs_of("document-exchange")),
                letter=letter,
            )
            await _settle(house)
            yield house
            await house.client.aclose()

    return start


async def _settle(house: House) -> None:
    async with house.database.sessions.begin() as session:
        for code, (name, short_name, tier, parent) in AGENCIES.items():
            await keep_agency(
                session,
                AgencyRecorded(
                    agency_code=code,
                    name=name,
                    short_name=short_name,
                    tier=tier,
                    parent_code=parent,
                    mail_domain="example.test",
                    valid_from=date(2016, 1, 1),
                ),
            )
            for role, (title, user) in ROLES.items():
                person_id = _person_id(code, role)
                await keep_person(
                    session,
                    PersonRecorded(
                        person_id=person_id,
                        full_name=_name(code, role),
                        user_name=f"{user}.{short_name}",
                        posts=(Post(agency_code=code, role=role, title=title),),
                    ),
                )
                house.people[code, role] = Identity(
                    kind="officer",
                    subject=person_id,
                    name=_name(code, role),
                    user_name=f"{user}.{short_name}",
                    agency_code=code,
                    agency_name=name,
                    title=title,
                    roles=frozenset({role}),
                    csrf="form-token",
                )


def as_uuid(text: object) -> UUID:
    return UUID(str(text))
