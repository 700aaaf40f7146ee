"""Two agencies: one decides, the counter of the other receives for it."""

from typing import Any
from uuid import uuid4

from shared.access.identity import Identity
from shared.directory.keeping import keep_agency, keep_person
from testing.factories import a_person, a_post, an_agency

from ..conftest import ELSEWHERE

API = "/api/one-stop/v1"
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
THERE, HERE_NAME = "Sở Công Thương", "Sở Xây dựng"
REASON = "Thiếu bản vẽ kèm theo"


async def staffed(office: Any) -> Identity:
    """The officer of the other agency's counter, known to the office."""
    async with office.database.sessions.begin() as session:
        await keep_agency(session, an_agency(ELSEWHERE, name=THERE))
        post = a_post(ELSEWHERE, COUNTER, "Công chức")
        await keep_person(session, a_person(f"{COUNTER}.{ELSEWHERE}", post, full_name="Đỗ Thị Xa", user_name="xa"))
    return there(office)


def there(office: Any, role: str = COUNTER) -> Identity:
    found: Identity = office.identity(role, ELSEWHERE)
    return found.model_copy(update={"name": "Đỗ Thị Xa", "agency_name": THERE})


def body(office: Any, form: str = "hop-bao", **changed: Any) -> dict[str, Any]:
    procedure = office.procedures[form]
    known = {"dossier_id": str(uuid4()), "procedure_code": procedure["code"], "agency_code": office.agency}
    papers = [paper["code"] for paper in procedure["papers"]]
    return known | {"full_name": "Lê Văn Xa", "address": "12 Lê Lợi", "paper_codes": papers} | changed


async def hand_in(office: Any, **changed: Any) -> str:
    """Received at the other agency's counter; its id."""
    made = await office.client.post(
        f"{API}/dossiers", headers=office.headers(there(office)), json=body(office, **changed)
    )
    assert made.status_code == 201, made.text
    found: str = made.json()["id"]
    return found


async def act(office: Any, who: Any, dossier: str, name: str, said: Any = None, **headers: str) -> Any:
    url = f"{API}/dossiers/{dossier}/{name}"
    return await office.client.post(url, headers=office.headers(who) | headers, json=said)


async def read(office: Any, who: Any, dossier: str) -> dict[str, Any]:
    found: dict[str, Any] = (await office.client.get(f"{API}/dossiers/{dossier}", headers=office.headers(who))).json()
    return found


async def listed(office: Any, who: Any, **wanted: str) -> list[dict[str, Any]]:
    url = f"{API}/lists/received-for-others"
    answer = await office.client.get(url, headers=office.headers(who), params=wanted)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def signed(office: Any, dossier: str) -> None:
    """Taken over, worked on and signed at the agency that decides."""
    draft = {"title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo.", "number": "7/GP"}
    for name, role, said in (
        ("take-over", COUNTER, {}),
        ("transfer", COUNTER, {}),
        ("claim", SPECIALIST, None),
        ("finish", SPECIALIST, draft),
        ("sign", LEADER, None),
    ):
        done = await act(office, role, dossier, name, said)
        assert done.status_code == 200, (name, done.text)
