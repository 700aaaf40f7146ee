"""A result that was returned, and what a leader decides of it."""

from typing import Any

import orjson

from shared.core import clock
from testing.factories import handed_to_applicant

from ..returns.kit import COUNTER, LEADER, signed

WHY: dict[str, Any] = {
    "reason": "Kiểm tra lại thấy hồ sơ kê khai không đúng",
    "legal_basis": "khoản 2 Điều 101 Luật Xây dựng",
    "document_number": "45/QĐ-SXD",
}


def decision(kind: str, **more: Any) -> dict[str, Any]:
    """As a program sends it; the document is of today unless a test says otherwise."""
    return {"kind": kind, "document_date": clock.local_now().date().isoformat()} | WHY | more


async def returned(office: Any, number: str = "45/GP", **filed: Any) -> str:
    """The id of the dossier whose result was returned."""
    dossier = await signed(office, number, **filed)
    assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200
    return dossier


async def booked(office: Any, dossier: str) -> Any:
    """Its rows in the book."""
    rows = await office.rows("SELECT * FROM booked_result WHERE dossier_id = $1 ORDER BY issued_at", dossier)
    return rows[-1]


async def change(office: Any, result_id: Any, body: dict[str, Any], role: Any = LEADER, **headers: str) -> Any:
    url = f"/api/one-stop/v1/issued-results/{result_id}/changes"
    return await office.client.post(url, headers=office.headers(role) | headers, json=body)


async def press(office: Any, result_id: Any, role: Any = LEADER, **form: str) -> Any:
    url = f"/mot-cua/ket-qua/{result_id}/thay-doi"
    data = {"csrf_token": "csrf-token", **form}
    return await office.client.post(url, headers=office.headers(role), data=data)


async def told(office: Any) -> list[dict[str, Any]]:
    rows = await office.rows(
        "SELECT data::text AS data FROM outbox WHERE type = 'one-stop.result-changed.v1' ORDER BY position"
    )
    return [orjson.loads(row["data"]) for row in rows]
