"""The office keeps the calendar, as a browser without scripts does it."""

from datetime import datetime, timedelta
from typing import Any

import httpx

from one_stop.working_calendar.recounting import CALENDAR_RECOUNT
from shared.core import clock
from shared.work.jobs import Jobs

OPERATOR, PLACE = "operator", "/mot-cua/lich-lam-viec"
DOCUMENT = {"document_number": "45/TB-UBND", "document_date": "02/03/2026", "own": "1"}


async def post(office: Any, path: str, person: str | None = None, **form: str) -> httpx.Response:
    headers = office.headers(OPERATOR, person=person)
    data = {"csrf_token": "csrf-token", **form}
    answer: httpx.Response = await office.client.post(f"{PLACE}/{path}", headers=headers, data=data)
    return answer


async def get(office: Any, path: str = "", role: str = OPERATOR) -> str:
    answer = await office.client.get(f"{PLACE}{path}", headers=office.headers(role))
    assert answer.status_code == 200, answer.text
    page: str = answer.text
    return page


async def put(office: Any, on: str, kind: str, name: str, version: int = 0, year: int = 2026) -> None:
    answer = await post(office, f"{year}/ngay", on=on, day_kind=kind, name=name, version=str(version))
    assert answer.status_code == 303, answer.text


async def signed(office: Any, at: datetime, version: int = 1, year: int = 2026) -> str:
    """The address of the report; dossiers are counted again a little later."""
    with clock.stopped_at(at):
        answer = await post(office, f"{year}/ky", version=str(version), **DOCUMENT)
        assert answer.status_code == 303, answer.text
    await counted_again(office, at)
    return answer.headers["location"].removeprefix(PLACE).partition("?")[0]


async def counted_again(office: Any, at: datetime) -> None:
    with clock.stopped_at(at + timedelta(minutes=2)):
        jobs = Jobs(office.database, [CALENDAR_RECOUNT])
        while await jobs.do_next():
            pass


async def due_of(office: Any, dossier: str) -> datetime:
    (row,) = await office.rows("SELECT due_at FROM dossier WHERE id = $1", dossier)
    due: datetime = row["due_at"]
    return due
