"""A dossier whose result is signed and waits, and what the counter says of whoever comes for it."""

import base64
import io
from typing import Any

from PIL import Image, ImageDraw

from testing.factories import an_applicant

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
APPLICANT = an_applicant()
CARD = {"identity_kind": "citizen-card", "identity_number": APPLICANT.personal_id}
HOLDER = {
    "capacity": "holder",
    "returned_to": "Lê Thị Nhận Thay",
    "identity_kind": "citizen-card",
    "identity_number": "052 060 001 234",
    "authority_kind": "authorisation",
    "authority_number": "15/UQ",
    "authority_date": "01/03/2026",
}
DRAFT = {"title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}


async def signed(office: Any, number: str = "45/GP", **filed: Any) -> str:
    """Filed online, or, where `filed` says so, otherwise; its result waits at the counter."""
    dossier: str = await office.file("hop-bao", **({"return_channel": "counter"} | filed))
    assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
    return await _signed(office, dossier, number)


async def brought(office: Any, number: str = "46/GP", **changed: Any) -> str:
    """Brought to the counter: two originals of the first paper, copies of the others."""
    procedure = office.procedures["hop-bao"]
    papers = [{"code": paper["code"], "copies": 1} for paper in procedure["papers"]]
    papers[0] = {"code": papers[0]["code"], "originals": 2}
    new = {"procedure_code": procedure["code"], "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi", "papers": papers}
    url = "/api/one-stop/v1/dossiers"
    made = await office.client.post(url, headers=office.headers(COUNTER), json=new | changed)
    assert made.status_code == 201, made.text
    return await _signed(office, made.json()["id"], number)


async def _signed(office: Any, dossier: str, number: str) -> str:
    for act, role, body in (
        ("transfer", COUNTER, {}),
        ("claim", SPECIALIST, None),
        ("finish", SPECIALIST, DRAFT | {"number": number}),
        ("sign", LEADER, None),
    ):
        done = await office.act(dossier, act, role, body)
        assert done.status_code == 200, (act, done.text)
    return dossier


async def post(office: Any, dossier: str, role: str = COUNTER, files: Any = None, **form: Any) -> Any:
    data = {"csrf_token": "csrf-token", **form}
    url = f"/mot-cua/ho-so/{dossier}/tra-ket-qua"
    return await office.client.post(url, headers=office.headers(role), data=data, files=files)


async def row_of(office: Any, dossier: str) -> Any:
    return (await office.rows("SELECT * FROM dossier WHERE id = $1", dossier))[0]


def drawn() -> str:
    """A stroke, as a canvas sends it."""
    picture = Image.new("RGB", (600, 200), "white")
    ImageDraw.Draw(picture).line([(20, 150), (200, 40), (400, 160)], fill="black", width=3)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return "data:image/png;base64," + base64.b64encode(kept.getvalue()).decode()
