"""A chain of three agencies: a commune receives and returns, a department examines and drafts, the committee of the province signs."""

import json
from pathlib import Path
from typing import Any

from ..parts.kit import THERE, THERE_NAME, staff, there
from ..results.test_several_levels import _change

ABOVE, ABOVE_NAME = "000.00.00.H08", "Ủy ban nhân dân tỉnh Bình Định"
STRANGER = "000.00.12.H08"
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
API = "/api/one-stop/v1"
DRAFT = {"title": "Giấy phép", "body": "Đồng ý cấp phép cho ông bà."}


def chained(row: dict[str, Any]) -> None:
    """The department examines, the committee signs."""
    _, examine, sign, _ = row["steps"]
    examine |= {"at": THERE, "actions": []}
    sign["at"] = "parent"


async def chain(office: Any, tmp_path: Path, folder: Path, change: Any = chained) -> None:
    await staff(office, folder)
    await staff(office, folder, ABOVE, ABOVE_NAME)
    await office.rows("UPDATE agency SET parent_code = $1 WHERE code = $2", ABOVE, office.agency)
    await _change(office, tmp_path / "province", change)


def department(office: Any, role: str = SPECIALIST, **more: Any) -> Any:
    return there(office, role, THERE, **({"agency_name": THERE_NAME} | more))


def committee(office: Any, role: str = LEADER) -> Any:
    return there(office, role, ABOVE, agency_name=ABOVE_NAME)


async def act(office: Any, who: Any, dossier: str, name: str, said: Any = None) -> Any:
    return await office.client.post(f"{API}/dossiers/{dossier}/{name}", headers=office.headers(who), json=said)


async def written(office: Any, who: Any, dossier: str, name: str, form: dict[str, str]) -> int:
    """What is sent as a form, with or without files."""
    url = f"{API}/dossiers/{dossier}/{name}"
    return int((await office.client.post(url, headers=office.headers(who), data=form)).status_code)


async def done(office: Any, who: Any, dossier: str, name: str, said: Any = None) -> Any:
    answer = await act(office, who, dossier, name, said)
    assert answer.status_code == 200, (name, answer.text)
    return answer.json()


async def work(office: Any, who: Any, **wanted: str) -> list[str]:
    found = (await office.client.get(f"{API}/dossiers", headers=office.headers(who), params=wanted)).json()
    return [row["id"] for row in found["items"]]


async def seen(office: Any, who: Any, dossier: str) -> int:
    """The answer to who looks at it, by the call and by the page alike."""
    by_call = await office.client.get(f"{API}/dossiers/{dossier}", headers=office.headers(who))
    by_page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(who))
    assert by_call.status_code == by_page.status_code, (by_call.text, by_page.text[:500])
    return int(by_call.status_code)


async def at_department(office: Any, form: str = "hop-bao") -> str:
    """Received by the commune and sent to the department, where nobody has taken it."""
    dossier: str = await office.file(form)
    for name, said in (("accept", None), ("transfer", {})):
        answer = await office.act(dossier, name, COUNTER, said)
        assert answer.status_code == 200, (name, answer.text)
    return dossier


async def standing(office: Any) -> tuple[Any, ...]:
    (row,) = await office.rows("SELECT step_code, step_agency_code, holder_id, holder_name FROM dossier")
    return tuple(row)


async def told(office: Any, kind: str) -> list[tuple[str, str, str]]:
    """Whom a notice of this kind went to: person, agency, role."""
    rows = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.officers-notified.v1' ORDER BY position")
    sent = [json.loads(row["data"]) for row in rows if f'"{kind}"' in str(row["data"])]
    return [(to["person_id"], to["agency_code"], to["role"]) for one in sent for to in one["to"]]
