"""An agency with a unit, its people, and dossiers that stand at the counter."""

from datetime import date
from typing import Any

import pypdfium2

from shared.access.identity import Identity
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.values import Post

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
UNIT, NAME, OTHER = "u-qlxd", "Phòng Quản lý xây dựng", "u-khac"
API = "/api/one-stop/v1/unit-lists"
REASON = "Thiếu bản vẽ kèm theo"


async def staffed(office: Any) -> None:
    """Two units; in the first the specialist and a colleague, nobody in the other."""
    for unit, name in ((UNIT, NAME), (OTHER, "Phòng Khác")):
        news = UnitRecorded(
            unit_id=unit,
            agency_code=office.agency,
            code=unit,
            name=name,
            unit_kind="division",
            valid_from=date(2020, 1, 1),
        )
        await office.tell(news, "mail-directory")
    for person, name in ((f"{SPECIALIST}.{office.agency}", "Trần Văn Bình"), ("sau", "Võ Thị Sáu")):
        post = Post(agency_code=office.agency, role=SPECIALIST, title="Chuyên viên", unit_id=UNIT)
        news_of = PersonRecorded(person_id=person, full_name=name, user_name=person, posts=(post,))
        await office.tell(news_of, "mail-directory")


def taker(office: Any, unit: str = UNIT, person: str | None = None, role: str = SPECIALIST) -> Identity:
    who: Identity = office.identity(role, person=person)
    return who.model_copy(update={"unit": unit})


async def at_counter(office: Any, form: str = "hop-bao") -> str:
    dossier: str = await office.file(form)
    assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
    return dossier


async def hand(office: Any, *dossiers: str, unit: str = UNIT, role: str = COUNTER, **more: Any) -> Any:
    body = {"unit_id": unit, "dossiers": list(dossiers)} | more
    return await office.client.post(API, headers=office.headers(role), json=body)


async def take(office: Any, made: Any, missing: dict[str, str] | None = None, who: Identity | None = None) -> Any:
    body = {"missing": [{"item_id": item, "reason": reason} for item, reason in (missing or {}).items()]}
    url = f"{API}/{made['id']}/take-in"
    return await office.client.post(url, headers=office.headers(who or taker(office)), json=body)


async def page(office: Any, path: str, who: Identity, **form: Any) -> Any:
    data = {"csrf_token": "csrf-token", **form}
    return await office.client.post(f"/mot-cua/{path}", headers=office.headers(who), data=data)


async def row_of(office: Any, dossier: str) -> Any:
    (row,) = await office.rows("SELECT * FROM dossier WHERE id = $1", dossier)
    return row


async def acts(office: Any, dossier: str) -> list[str]:
    rows = await office.rows("SELECT action FROM hand_over WHERE dossier_id = $1 ORDER BY number", dossier)
    return [row["action"] for row in rows]


def words_of(pdf: bytes) -> str:
    pages = (one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(pdf))
    return " ".join(" ".join(pages).split())
