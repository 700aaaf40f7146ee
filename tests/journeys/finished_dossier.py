"""What a finished dossier shows: its papers, its timeline, its signed result, to its citizen and to whoever looks it up."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from operations.demo.callers import LEADER, Refused
from operations.demo.counter_work import ONLINE, CounterWork, Dossier
from tests.journeys.proof import (
    moment,
    pdfsig,
    text_of,
)

QUY_NHON = "000.00.31.H08"
A_FEW_SECONDS = timedelta(seconds=5)


def file_of(dossier: Dossier, seen: dict[str, Any], kind: str) -> bytes:
    """One of the agency's papers, as the citizen downloads it."""
    (found,) = [file for file in seen["files"] if file["kind"] == kind]
    answer = dossier.citizen.send("GET", f"{ONLINE}/submissions/{dossier.id}/files/{found['id']}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"%PDF-")
    return answer.content


def refusal(callable_: Any, *arguments: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        callable_(*arguments, **named)
    return caught.value


def in_order(entries: list[dict[str, Any]]) -> bool:
    moments = [moment(entry["at"]) for entry in entries]
    return moments == sorted(moments)


def check_result(work: CounterWork, dossier: Dossier, seen: dict[str, Any], folder: Path) -> None:
    leader = work.post(dossier, LEADER)
    pdf = file_of(dossier, seen, "result")
    assert leader.name in pdfsig(pdf, folder)
    assert dossier.procedure["result_name"].upper() in text_of(pdf).upper()

    def verify(content: bytes) -> dict[str, Any]:
        kind = {"content-type": "application/pdf"}
        answer: dict[str, Any] = work.callers.anyone(
            "POST", f"{ONLINE}/verifications", content=content, headers=kind
        ).json()
        return answer

    checked = verify(pdf)
    assert checked["issued"]["dossier_code"] == seen["code"]
    by_leader, by_agency = checked["signatures"]
    assert (by_leader["valid"], by_leader["signer_name"], by_leader["revocation"]) == (True, leader.name, "good")
    assert (by_agency["valid"], by_agency["revocation"]) == (True, "good")
    assert by_agency["signer_name"] in {one["name"] for one in dossier.procedure["agencies"]}, by_agency["signer_name"]
    code = checked["issued"]["verification_code"]
    by_code = work.callers.anyone("GET", f"{ONLINE}/verifications/{code}").json()
    assert by_code == checked["issued"]
    assert work.callers.anyone("GET", f"{ONLINE}/verifications/{code}/file").content == pdf

    place = pdf.index(b"/Contents", 1000) // 2
    forged = verify(pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :])
    assert forged["issued"] is None
    assert not any(found["valid"] for found in forged["signatures"])


def check_look_up(work: CounterWork, seen: dict[str, Any]) -> None:
    def look(code: str, secret: str) -> dict[str, Any]:
        answer: dict[str, Any] = work.callers.anyone(
            "POST", f"{ONLINE}/look-ups", json={"code": code, "secret": secret}
        ).json()
        return answer

    found = look(seen["code"].lower(), seen["lookup_secret"])
    assert (found["status"], found["code"]) == (10, seen["code"])
    assert "Trần" not in str(found), "nothing about the person"
    wrong = refusal(look, seen["code"], seen["lookup_secret"][::-1])
    assert (wrong.status, wrong.code) == (404, "dossier_not_found")
