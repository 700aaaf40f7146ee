"""Who may fetch a result, and what is said when the number shown is not the dossier's."""

from datetime import timedelta
from typing import Any

import pytest

from one_stop.returns.rules import (
    Capacity,
    Compared,
    Receiver,
    chosen_originals,
    collectors,
    originals_of,
    receiver_of,
    require_told,
)
from one_stop.returns.schemas import HandingOver
from shared.contracts.values import Applicant
from shared.core import clock
from shared.core.errors import Invalid
from testing.factories import an_applicant

LAN = an_applicant(full_name="Trần Thị Lan", personal_id="052190004317")
OWNER = an_applicant(full_name="Hồ Văn Chủ", personal_id="", identity_kind="passport", identity_number="C1234567")
COMPANY = Applicant(kind="enterprise", full_name="Công ty TNHH Gỗ", personal_id="4100100200", address="1 Lê Lợi")
PARTIES = collectors(LAN, OWNER)


def _pointers(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [error.pointer for error in refused.value.fields]


def test_persons_come_themselves_and_an_organisation_through_somebody() -> None:
    assert [capacity for capacity, _ in PARTIES] == [Capacity.APPLICANT, Capacity.OWNER]
    assert [capacity for capacity, _ in collectors(LAN, COMPANY)] == [Capacity.APPLICANT]
    with pytest.raises(Invalid) as refused:
        receiver_of("owner", "", "052190004317", collectors(LAN, COMPANY))
    assert _pointers(refused) == ["/capacity"]


@pytest.mark.parametrize(("number", "name"), [("052190004317", "Trần Thị Lan"), ("C-1234567", "Hồ Văn Chủ")])
def test_without_a_capacity_the_number_says_who_it_is(number: str, name: str) -> None:
    assert receiver_of("", "", number, PARTIES).name == name
    with pytest.raises(Invalid) as refused:
        receiver_of("", "", "052060001234", PARTIES)
    assert _pointers(refused) == ["/identity_number"]


def test_a_difference_is_said_and_passes_with_its_reason_alone() -> None:
    owner = receiver_of("owner", "", "052060001234", PARTIES)
    assert owner.compare("C1234567") is Compared.SAME
    for reason in ("", "đổi"):
        with pytest.raises(Invalid) as refused:
            require_told(owner, "052060001234", reason)
        assert _pointers(refused) == ["/identity_number", "/difference"]
        assert "…567" in refused.value.fields[0].sentence
        assert "C1234567" not in refused.value.fields[0].sentence
    assert require_told(owner, "052060001234", "Đã đổi sang thẻ căn cước") is Compared.DIFFERENT
    assert require_told(Receiver("Ai", Capacity.HOLDER, ()), "052060001234", "") is Compared.UNKNOWN


def test_only_originals_that_were_received_go_back() -> None:
    papers: list[dict[str, Any]] = [
        {"code": "a", "name": "Đơn", "originals": 2, "copies": 0},
        {"code": "b", "name": "Bản vẽ", "originals": 0, "copies": 1},
    ]
    received = originals_of(papers)
    assert received == [{"code": "a", "name": "Đơn", "count": 2}]
    assert chosen_originals(received, ["a"]) == received
    assert originals_of(None) == chosen_originals(received, []) == []
    with pytest.raises(Invalid) as refused:
        chosen_originals(received, ["a", "b"])
    assert _pointers(refused) == ["/original_codes"]


SHOWN = {"identity_kind": "citizen-card", "identity_number": "052.190-004 317"}
PAPER = {
    "capacity": "holder",
    "returned_to": "Le\u0302 Thi\u0323 Be\u0301",
    "authority_kind": "introduction",
    "authority_number": "không số",
    "authority_date": "1/3/2026",
}


def test_what_is_typed_is_read_as_it_stands_on_paper() -> None:
    handing = HandingOver.model_validate(SHOWN | PAPER)
    assert handing.returned_to == "Lê Thị Bé"
    assert receiver_of("", "", handing.identity_number, PARTIES).name == LAN.full_name
    old = HandingOver.model_validate({"identity_kind": "old-card", "identity_number": "211 456 789"})
    assert old.identity_number == "211456789"


TOMORROW = (clock.local_now() + timedelta(days=1)).date().isoformat()


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"identity_number": " "}, "/identity_number"),
        ({"identity_number": "05219000431"}, "/identity_number"),
        ({"identity_kind": "old-card", "identity_number": "12345"}, "/identity_number"),
        ({"returned_to": "123"}, "/returned_to"),
        ({"authority_kind": ""}, "/authority_kind"),
        ({"authority_number": ""}, "/authority_number"),
        ({"authority_date": None}, "/authority_date"),
        ({"authority_date": TOMORROW}, "/authority_date"),
        ({"capacity": "applicant"}, "/capacity"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        HandingOver.model_validate(SHOWN | PAPER | changed)
    assert _pointers(refused) == [pointer]
