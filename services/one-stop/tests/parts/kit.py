"""Two agencies: one that has a dossier and asks, one that is asked; and the axis between them, turned by hand."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from shared.access.identity import HEADER, Identity
from shared.directory.keeping import keep_agency, keep_person
from testing.factories import a_person, a_post, an_agency
from testing.senders import signed_by
from testing.signing_kit import authority_in

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
THERE, THERE_NAME = "000.00.10.H08", "Sở Tài nguyên và Môi trường"
THIRD, THIRD_NAME = "000.00.09.H08", "Sở Giao thông Vận tải"
FOURTH, FOURTH_NAME = "000.00.08.H08", "Sở Công Thương"
OFFICES = {THERE: THERE_NAME, THIRD: THIRD_NAME, FOURTH: FOURTH_NAME}
NAMES = {COUNTER: "Phạm Thị Quầy", SPECIALIST: "Hồ Văn Chuyên", LEADER: "Võ Thị Lãnh"}
URL = "/api/one-stop/v1"
QUESTION = "Đề nghị cho ý kiến về vị trí thửa đất so với quy hoạch."


async def staff(office: Any, authority_folder: Path, agency: str = THERE, name: str = THERE_NAME) -> None:
    """The asked agency, with a counter, a specialist and a leader who signs."""
    async with office.database.sessions.begin() as session:
        await keep_agency(session, an_agency(agency, name=name))
        for role, person in NAMES.items():
            title = "Phó Giám đốc" if role == LEADER else "Chuyên viên"
            await keep_person(
                session,
                a_person(
                    f"{role}.{agency}", a_post(agency, role, title), full_name=person, user_name=f"{role}-{agency}"
                ),
            )
    issue = authority_in(authority_folder).issue_officer
    await asyncio.to_thread(issue, f"{LEADER}.{agency}", NAMES[LEADER], "Phó Giám đốc", name)


def there(office: Any, role: str, agency: str = THERE, **more: Any) -> Identity:
    """Somebody of the asked agency."""
    who: Identity = office.identity(role, agency)
    known = {"name": NAMES.get(role, who.name), "agency_name": OFFICES.get(agency, agency), "title": "Phó Giám đốc"}
    return who.model_copy(update=known | more)


async def held(office: Any, form: str = "hop-bao") -> str:
    """A dossier that a specialist of the competent agency holds."""
    dossier: str = await office.file(form)
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        answer = await office.act(dossier, act, role, {} if act == "transfer" else None)
        assert answer.status_code == 200, answer.text
    return dossier


async def ask(office: Any, dossier: str, *agencies: str, who: str = SPECIALIST, **more: Any) -> httpx.Response:
    body = {"to": [{"agency_code": agency} for agency in agencies or (THERE,)], "question": QUESTION} | more
    answer: httpx.Response = await office.act(dossier, "parts", who, body)
    return answer


async def carry(office: Any, *, again: bool = False) -> int:
    """What one-stop told about parts comes to one-stop, as over the axis; `again`: once more, all of it."""
    carried = 0
    while rows := await office.rows(
        "SELECT event_id, type, subject, sequence, data::text AS data FROM outbox o WHERE kind = 'part'"
        " AND ($1 OR NOT EXISTS (SELECT FROM inbox i WHERE i.event_id = o.event_id)) ORDER BY position",
        again,
    ):
        for row in rows:
            await office.receive(*signed_by("one-stop", envelope_of(row)))
        carried += len(rows)
        if again:
            break
    return carried


def envelope_of(row: Any) -> bytes:
    envelope = {
        "id": str(row["event_id"]),
        "type": row["type"],
        "source": "/one-stop",
        "subject": row["subject"],
        "time": datetime.now(UTC).isoformat(),
        "sequence": row["sequence"],
        "data": json.loads(row["data"]),
    }
    return json.dumps(envelope).encode()


async def asked_id(office: Any, agency: str = THERE) -> str:
    """The part as it lies at the asked agency."""
    (row,) = await office.rows(
        "SELECT id FROM asked_part WHERE agency_code = $1 ORDER BY asked_at DESC LIMIT 1", agency
    )
    return str(row["id"])


async def do(office: Any, part: str, act: str, who: Identity, body: Any = None, **headers: str) -> httpx.Response:
    known = headers_of(office, who) | headers
    answer: httpx.Response = await office.client.post(f"{URL}/asked-parts/{part}/{act}", headers=known, json=body)
    return answer


async def answered(office: Any, part: str, agency: str = THERE, conclusion: str = "agree", opinion: str = "") -> None:
    """The whole road at the asked agency."""
    acts: list[tuple[str, str, Any]] = [
        ("take-in", COUNTER, None),
        ("claim", SPECIALIST, None),
        ("draft", SPECIALIST, {"conclusion": conclusion, "opinion": opinion}),
        ("sign", LEADER, None),
    ]
    for act, role, body in acts:
        answer = await do(office, part, act, there(office, role, agency), body)
        assert answer.status_code == 200, (act, answer.text)


async def parts_of(office: Any, dossier: str) -> list[dict[str, Any]]:
    found = await office.client.get(f"{URL}/dossiers/{dossier}/parts", headers=office.headers(SPECIALIST))
    items: list[dict[str, Any]] = found.json()["items"]
    return items


def headers_of(office: Any, who: Identity) -> dict[str, str]:
    return {HEADER: office.issuer.issue(who, "one-stop")}


async def press(office: Any, path: str, who: Identity, **form: str) -> Any:
    """A form of a page, as a browser without scripts sends it."""
    data = {"csrf_token": "csrf-token", **form}
    return await office.client.post(path, headers=headers_of(office, who), data=data)


async def page_of(office: Any, path: str, who: Identity) -> Any:
    return await office.client.get(path, headers=headers_of(office, who))
