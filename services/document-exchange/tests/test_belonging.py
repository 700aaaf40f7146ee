"""Whose signature? What a receiver is warned of, on the list, the page and the API."""

from typing import Any

import pytest

from document_exchange.belonging import signature_warnings
from shared.access.rights import Role

from .test_journey import RECEIVER, run

SENDER = "000.00.11.H08"


def signature(
    kind: str = "person", *, valid: bool = True, name: str = "Nguyễn Thị Yến", code: str = ""
) -> dict[str, Any]:
    return {"kind": kind, "valid": valid, "signer_name": name, "agency_code": code}


PERSON, SEAL = signature(), signature("seal", code=SENDER, name="Sở Mẫu")


@pytest.mark.parametrize(
    ("signatures", "warnings"),
    [
        ([PERSON, SEAL], []),
        ([], ["not_signed"]),
        ([PERSON], ["seal_missing"]),
        ([SEAL], ["person_signature_missing"]),
        ([PERSON, signature("seal", code="000.00.12.H08")], ["seal_differs"]),
        ([PERSON, signature("seal")], ["seal_differs"]),
        ([signature(name="Trần Mạo Danh"), SEAL], ["signer_differs"]),
        ([signature(name="NGUYỄN  THỊ YẾN"), SEAL], []),
        ([signature(valid=False), SEAL], ["signature_invalid", "person_signature_missing"]),
        ([PERSON, signature("seal", code=SENDER, valid=False)], ["signature_invalid", "seal_missing"]),
    ],
)
def test_each_mismatch_has_its_own_warning(signatures: list[dict[str, Any]], warnings: list[str]) -> None:
    files = [{"media_type": "application/pdf", "signatures": signatures}]
    assert signature_warnings(files, SENDER, "Nguyễn Thị Yến") == warnings


def test_an_enclosure_may_be_another_agencys_but_not_broken() -> None:
    main = {"media_type": "application/pdf", "signatures": [PERSON, SEAL]}
    other = {"media_type": "application/pdf", "signatures": [signature("seal", code="000.00.12.H08")]}
    broken = {"media_type": "application/pdf", "signatures": [signature("seal", valid=False, code=SENDER)]}
    assert signature_warnings([main, other], SENDER, "Nguyễn Thị Yến") == []
    assert signature_warnings([main, broken], SENDER, "Nguyễn Thị Yến") == ["signature_invalid"]
    assert signature_warnings([{"media_type": "image/png", "signatures": []}], SENDER, "") == []


def test_a_document_in_anothers_name_is_a_warning_everywhere(open_house: Any) -> None:
    """The sender's system passes on a document that another agency signed and sealed."""

    async def play(house: Any) -> None:
        document = await house.sent()
        clerk = house.person(Role.RECORDS_CLERK)
        packet = (await house.call(clerk, "GET", f"/documents/{document['id']}/packet")).content
        other = "000.00.05.H08"
        forged = packet.replace(b"000.00.11.H08", b"@@").replace(other.encode(), b"000.00.11.H08")
        forged = forged.replace(b"@@", other.encode())
        sent = await house.call(
            house.system(other), "POST", "/packets", content=forged, headers={"content-type": "application/xml"}
        )
        assert sent.status_code == 201, sent.text
        await house.exchange()
        await house.read()
        found = next(row for row in await house.inbox(RECEIVER) if row["sender_code"] == other)
        assert "seal_differs" in found["warnings"]
        receiver = house.person(Role.RECORDS_CLERK, RECEIVER)
        page = await house.client.get(f"/van-ban/den/{found['id']}", headers=house.headers(receiver))
        assert "không phải của cơ quan gửi" in page.text
        listed = await house.client.get("/van-ban/den", headers=house.headers(receiver))
        assert "Chữ ký số cần xem lại" in listed.text
        outgoing = (await house.call(house.system(other), "GET", "/documents")).json()["items"]
        whole = (await house.call(house.system(other), "GET", f"/documents/{outgoing[0]['id']}")).json()
        assert "seal_differs" in whole["warnings"]

    run(open_house, play)
