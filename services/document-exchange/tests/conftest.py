"""A small province on a real database: four agencies with their people, keys and seals, and the axis in one hand."""

import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import typst
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.leaving import release_opinions
from document_exchange.documents.releasing import release_drafts
from document_exchange.features import MEMBER
from document_exchange.incoming.reading import read_arrivals
from document_exchange.incoming.releasing import release_incoming
from document_exchange.instructing.leaving import release_presentations
from document_exchange.main import create_app
from document_exchange.signatures import Signatures
from document_exchange.tasks.leaving import release_tasks
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.core.settings import Settings
from shared.directory.keeping import keep_agency, keep_person
from shared.messaging.axis.port import Message, Parcel
from shared.messaging.batches import split_batch
from shared.messaging.inbox import Consumer, Handlers
from shared.messaging.outbox import Relay
from shared.storage.files import FileStore
from testing.factories import a_person, a_post, an_agency
from testing.senders import proofs_of, signed_by
from testing.service import RunningService, SilentAxis, stand_up
from testing.signing_kit import authority_in

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


class DirectAxis(SilentAxis):
    """Takes what the relay publishes and hands it over when told, so that a test decides when and in which order."""

    def __init__(self) -> None:
        self.events: list[Parcel] = []
        self.reports: list[Parcel] = []

    async def publish(self, messages: Sequence[Message]) -> list[bool]:
        for message in messages:
            if message.key.startswith("report."):
                self.reports.append(Parcel(message.body, message.proof))
            else:
                self.events += signed_by("document-exchange", *map(orjson.dumps, split_batch(message.body)))
        return [True for _ in messages]


@dataclass
class House(RunningService):
    """The service, its axis in one hand, and everybody in it."""

    axis: DirectAxis = field(default_factory=DirectAxis)
    people: dict[tuple[str, str], Identity] = field(default_factory=dict)
    letter: bytes = b""

    def __post_init__(self) -> None:
        self.files: FileStore = self.app.state.files
        self.signatures: Signatures = self.app.state.signatures
        self.relay = Relay(self.name, self.database, self.axis, proofs_of(self.name))
        self.consumer = Consumer(self.name, self.database, self.axis, self.handlers, proofs_of(self.name))

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

    async def call(self, who: Identity | None, method: str, path: str, **arguments: Any) -> httpx.Response:
        """A page, or a call of the API by what stands behind its version."""
        url = (
            path
            if path.startswith(("/api", "/van-ban", "/nhiem-vu", "/lich-cong-tac"))
            else f"/api/document-exchange/v1{path}"
        )
        return await self.request(who, method, url, **arguments)

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
    """A folder `var` with an authority and its keys."""
    folder = tmp_path_factory.mktemp("var")
    authority = authority_in(folder)
    for code, (name, *_) in AGENCIES.items():
        authority.issue_seal(code, name)
        authority.issue_officer(_person_id(code, Role.LEADER), _name(code, Role.LEADER), "Giám đốc", name)
    return folder


def _person_id(code: str, role: str) -> str:
    return f"{role}-{code}"


def _name(code: str, role: str) -> str:
    return {"leader": "Nguyễn Thị Yến", "records-clerk": "Lê Thị Mẫu"}.get(role, "Trần Minh Thuận") + f" {code[7:9]}"


@pytest.fixture(scope="session")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("letter") / "letter.typ"
    source.write_text(LETTER.replace("{name}", _name(SENDER, Role.LEADER)))
    pdf = typst.compile(str(source))
    assert isinstance(pdf, bytes)
    return pdf


@pytest.fixture
def open_house(
    settings_of: Callable[..., Settings],
    signing_port: Callable[[Path], str],
    authority_folder: Path,
    letter: bytes,
    tmp_path: Path,
) -> Callable[..., AbstractAsyncContextManager[House]]:
    """`async with open_house() as house`: everything in the test's own event loop. By name: other settings."""
    shutil.copytree(authority_folder, tmp_path, dirs_exist_ok=True)  # a test may end certificates: its own alone
    usual = settings_of("document_exchange", var=tmp_path, signing_url=signing_port(tmp_path))

    @asynccontextmanager
    async def start(**more: Any) -> AsyncIterator[House]:
        settings = usual.model_copy(update=more)
        house = stand_up(
            House, "document-exchange", create_app, settings, _handlers(settings), raises=False, letter=letter
        )
        async with house as standing:
            await _settle(standing)
            yield standing

    return start


def _handlers(settings: Settings) -> Handlers:
    """The service's own, but certificates stand still: they have tests of their own, beside a signing port."""
    whole = MEMBER.work(settings).handlers
    return Handlers({**whole.single, AgencyRecorded: keep_agency, PersonRecorded: _take_person}, whole.batched)


async def _take_person(session: AsyncSession, event: PersonRecorded) -> None:
    await keep_person(session, event)
    await release_drafts(session, event)
    await release_incoming(session, event)
    await release_presentations(session, event)
    await release_tasks(session, event)
    await release_opinions(session, event)


async def _settle(house: House) -> None:
    async with house.database.sessions.begin() as session:
        for code, (name, short_name, tier, parent) in AGENCIES.items():
            about = {"name": name, "short_name": short_name, "tier": tier, "parent_code": parent}
            await keep_agency(session, an_agency(code, **about))
            for role, (title, user) in ROLES.items():
                person_id = _person_id(code, role)
                named = {"full_name": _name(code, role), "user_name": f"{user}.{short_name}"}
                await keep_person(session, a_person(person_id, a_post(code, role, title), **named))
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
