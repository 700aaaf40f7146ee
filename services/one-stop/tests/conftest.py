"""A one-stop of its own for each test: fresh database, two procedures, key pair, officers with certificates."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from one_stop.dossiers.aside import ASIDE
from one_stop.features import MEMBER
from one_stop.main import create_app
from one_stop.seeding import seed
from shared.access.identity import Identity
from shared.contracts.online_services import SubmissionFiled
from shared.core.settings import Settings
from shared.directory.keeping import keep_agency, keep_person
from shared.storage.database import Database
from testing import factories
from testing.factories import a_paper, a_person, a_post, an_agency
from testing.service import RunningService, stand_up
from testing.signing_kit import authority_in

PROVINCE = Path(__file__).parents[3] / "data" / "binh-dinh"
NAMES = {"counter-officer": "Nguyễn Thị Hoa", "specialist": "Trần Văn Bình", "leader": "Lê Quang Minh"}
HERE = "000.00.13.H08"
ELSEWHERE = "000.00.12.H08"


@dataclass
class OneStop(RunningService):
    """A running one-stop, its two procedures and the agency that all of it is at."""

    agency: str = ""
    procedures: dict[str, dict[str, Any]] = field(default_factory=dict)

    def identity(self, role: str, agency: str | None = None, person: str | None = None) -> Identity:
        agency = self.agency if agency is None else agency
        return Identity(
            kind="officer",
            subject=person or f"{role}.{agency}",
            name=NAMES.get(role, "Người khác"),
            agency_code=agency,
            agency_name="Sở Xây dựng",
            roles=frozenset({role}),
            csrf="csrf-token",
        )

    def headers(self, who: str | Identity, agency: str | None = None, person: str | None = None) -> dict[str, str]:
        """By role, or as somebody in particular."""
        return super().headers(who if isinstance(who, Identity) else self.identity(who, agency, person))

    def a_submission(self, form: str = "chung", **changed: Any) -> SubmissionFiled:
        """A filed dossier with all its papers; a test states only what matters."""
        procedure = self.procedures[form]
        papers = (a_paper(paper["code"], paper["name"]) for paper in procedure["papers"])
        return factories.a_submission(procedure["code"], form, *papers, **({"agency_code": self.agency} | changed))

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

    async def allowed(self, dossier_id: str, role: str, person: str | None = None) -> list[str]:
        """What this person may do that moves the dossier; what is done beside its way is left out."""
        url = f"/api/one-stop/v1/dossiers/{dossier_id}"
        found = (await self.client.get(url, headers=self.headers(role, person=person))).json()
        aside = {str(line.act) for line in ASIDE}
        return [act for act in found["allowed_actions"] if act not in aside]

    async def press(self, dossier_id: str, act: str, role: str, **form: str) -> httpx.Response:
        """A form of the dossier's page, as a browser without scripts sends it."""
        url = f"/mot-cua/ho-so/{dossier_id}/{act}"
        return await self.client.post(url, headers=self.headers(role), data={"csrf_token": "csrf-token", **form})


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `var` with an authority and its keys, for all tests."""
    folder = tmp_path_factory.mktemp("var")
    agency = _two_procedures()["procedures"][0]["agencies"][0]
    authority_in(folder).issue_officer(f"leader.{agency}", NAMES["leader"], "Phó Giám đốc", "Sở Xây dựng")
    return folder


@pytest.fixture
def one_stop(
    settings_of: Callable[..., Settings], signing_port: Callable[[Path], str], tmp_path: Path, authority_folder: Path
) -> Callable[..., AbstractAsyncContextManager[OneStop]]:
    """`async with one_stop() as office:` inside the test's own event loop. By name: other settings."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "authority").symlink_to(authority_folder / "authority")
    _small_province(tmp_path / "province")  # for who seeds it again, changed
    usual = settings_of("one_stop", begin, signing_url=signing_port(authority_folder))
    procedures = {row["form"]: row for row in _two_procedures()["procedures"]}

    @asynccontextmanager
    async def run(**more: Any) -> AsyncIterator[OneStop]:
        settings = usual.model_copy(update=more)
        own = {"procedures": procedures, "agency": next(iter(procedures.values()))["agencies"][0]}
        async with stand_up(OneStop, "one-stop", create_app, settings, MEMBER.work(settings).handlers, **own) as office:
            yield office

    return run


ASSIGNED = ["receive", "assign", "examine", "approve", "return"]
"""Codes of the steps of a procedure in which a leader names who works."""


async def begin(url: str) -> None:
    """What every test begins with: the real province with two of its procedures at one agency, and the agency's people."""
    database = Database(url, "begin")
    with TemporaryDirectory() as folder:
        await seed(database, Settings(_env_file=None), _small_province(Path(folder) / "province"))
    await _staff(database, _two_procedures()["procedures"][0]["agencies"][0])
    await database.close()


def _small_province(folder: Path) -> Path:
    folder.mkdir()
    for name in ("province.json", "calendar.csv", "agencies.csv"):
        (folder / name).write_bytes((PROVINCE / name).read_bytes())
    (folder / "eforms").symlink_to(PROVINCE / "eforms")
    (folder / "procedures.json").write_text(json.dumps(_two_procedures()))
    return folder


@lru_cache
def _two_procedures() -> dict[str, Any]:
    source: dict[str, Any] = json.loads((PROVINCE / "procedures.json").read_text())
    assigned = (row for row in source["procedures"] if [s["code"] for s in row["steps"]] == ASSIGNED)
    standard = next(row for row in assigned if row["form"] == "chung")
    agency = standard["agencies"][0]
    short = next(row for row in source["procedures"] if len(row["steps"]) == len(ASSIGNED) - 1)
    short = {**short, "agencies": [agency], "form": "hop-bao"}
    return source | {"procedures": [standard, short]}


async def _staff(database: Database, agency: str) -> None:
    async with database.sessions.begin() as session:
        await keep_agency(session, an_agency(agency))
        for role, title in (
            ("counter-officer", "Công chức"),
            ("specialist", "Chuyên viên"),
            ("leader", "Phó Giám đốc"),
        ):
            post = a_post(agency, role, title)
            await keep_person(session, a_person(f"{role}.{agency}", post, full_name=NAMES[role], user_name=role))
