"""Results that wait for their number from the register of outgoing documents, and the register that answers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pypdfium2

from one_stop.results.numbering import ONE, look_for_others
from shared.contracts.document_exchange import ResultNumberReserved, ResultNumberVoided
from shared.core import clock
from shared.work.jobs import Jobs

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"title": "Quyết định cho phép họp báo", "body": "Chấp thuận tổ chức họp báo."}
REFUSED = {"outcome": "refused", "reason": "Không đủ điều kiện", "legal_basis": "Điều 5"}
TOLD = "SELECT type, data::text FROM outbox WHERE kind = 'number' ORDER BY position"
UNCHANGED = (
    "SELECT d::text AS d, r::text AS r FROM dossier d LEFT JOIN dossier_result r ON r.dossier_id = d.id WHERE d.id = $1"
)


def play(one_stop: Any, act: Callable[[Any], Awaitable[None]], book: str = "QĐ") -> None:
    async def run() -> None:
        async with one_stop() as office:
            chosen_book = "UPDATE procedure_version SET source = source || $1::jsonb WHERE form_id = 'hop-bao'"
            await office.rows(chosen_book, json.dumps({"result_book": book}))
            await act(office)

    asyncio.run(run())


async def claimed(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        await office.act(dossier, act, role, {} if act == "transfer" else None)
    return dossier


async def drafted(office: Any, **other: str) -> str:
    dossier = await claimed(office)
    await finish(office, dossier, **other)
    return dossier


async def finish(office: Any, dossier: str, **other: str) -> None:
    answer = await office.act(dossier, "finish", SPECIALIST, DRAFT | other)
    assert answer.status_code == 200, answer.text


async def told(office: Any) -> list[tuple[str, dict[str, Any]]]:
    """What the register was told of numbers: `asked` or `given-up`, and what was said."""
    rows = await office.rows(TOLD)
    return [(row["type"].removeprefix("one-stop.result-number-")[:-3], json.loads(row["data"])) for row in rows]


async def answer(office: Any, reference: str, refused: str = "", at: int = -1, **changed: Any) -> None:
    """The register answers the ask at that place."""
    asked = [said for kind, said in await told(office) if kind == "asked"][at]
    known = {"request_id": asked["request_id"], "agency_code": asked["agency_code"], "year": asked["year"]}
    said = known | {"reference": reference, "refused": refused, "answered_at": clock.now()} | changed
    await office.tell(ResultNumberReserved.model_validate(said), "document-exchange")


async def tended(office: Any) -> None:
    """What the two jobs do until nothing of it is due."""
    async with office.database.sessions.begin() as session:
        await look_for_others(session, "")
    jobs = Jobs(office.database, [ONE])
    while await jobs.is_due():
        assert await jobs.do_next()


async def refused(office: Any, dossier: str, code: str) -> str:
    """To sign it is refused by this code, and nothing has changed; in which words."""
    before = await office.rows(UNCHANGED, dossier)
    answered = await office.act(dossier, "sign", LEADER)
    assert (answered.status_code, answered.json()["code"]) == (409, code), answered.text
    assert await office.rows(UNCHANGED, dossier) == before
    return str(answered.json()["title"])


async def preview(office: Any, dossier: str) -> str:
    pdf = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(LEADER))
    return "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(pdf.content))


async def sheet(office: Any, dossier: str, role: str = LEADER) -> str:
    page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(role))
    return str(page.text)


async def voided(office: Any, reference: str, at: int = -1) -> None:
    """The clerk gives up the number that was kept for the ask at that place."""
    asked = [said for kind, said in await told(office) if kind == "asked"][at]
    known = {name: asked[name] for name in ("request_id", "agency_code", "year")}
    said = known | {"reference": reference, "reason": "Ghi nhầm sổ.", "voided_at": clock.now()}
    await office.tell(ResultNumberVoided.model_validate(said), "document-exchange")
