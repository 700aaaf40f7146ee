"""Printing: what each official form says about a dossier."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from one_stop.agencies.models import Province
from one_stop.dossiers.models import Dossier, HandOver
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.values import Applicant, SupplementItem
from shared.core import clock
from shared.core.province import this_province
from shared.directory.models import Agency

FEE_WAYS = {"none": "Miễn phí", "at_intake": "Thu khi tiếp nhận hồ sơ", "at_return": "Thu khi trả kết quả"}
RETURN_WAYS = {
    "online": "Cổng dịch vụ công (bản điện tử)",
    "counter": "Bộ phận Tiếp nhận và Trả kết quả",
    "post": "Dịch vụ bưu chính công ích",
}
TERM_UNITS = {"working_days": "ngày làm việc", "working_hours": "giờ làm việc"} | {
    "calendar_days": "ngày",
    "months": "tháng",
}
PROVISIONAL = "Ngày hẹn trả tạm tính: chưa có lịch nghỉ lễ, tết của năm ấy; cơ quan sẽ báo lại khi có lịch."
OUTCOMES = {"early": "Trước hạn", "on-time": "Đúng hạn", "late": "Quá hạn", "": ""}
STAGES = {"intake": "Tiếp nhận hồ sơ", "processing": "Giải quyết hồ sơ"}


@dataclass(frozen=True)
class Letterhead:
    """Cơ quan ban hành, as the head of a form names it."""

    province: Province
    agency: Agency | None
    parent: Agency | None
    agency_code: str

    def fields(self) -> dict[str, Any]:
        return {
            "agency": self.agency.name if self.agency else self.agency_code,
            "agency_parent": self.parent.name if self.parent else "",
            "place": this_province().place_of(self.agency_code),
            "issued_on": clock.local_now().date(),
        }

    def contact(self, officer: str) -> dict[str, str]:
        phone = self.agency.phone if self.agency and self.agency.phone else self.province.hotline
        site = self.fields()["agency"]
        return {"officer": officer, "phone": phone, "site": f"Bộ phận Tiếp nhận và Trả kết quả, {site}"}


def person_fields(person: Applicant) -> dict[str, str]:
    return {
        "name": person.full_name,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "id_number": person.personal_id,
    }


def owner_fields(dossier: Dossier) -> dict[str, str]:
    """Chủ hồ sơ, when somebody else filed for them."""
    return person_fields(Applicant.model_validate(dossier.owner)) if dossier.owner else {}


def term_words(amount: int, unit: str) -> str:
    return f"{amount:02d} {TERM_UNITS[unit]}"


def pause_words(unit: str) -> str:
    """How the time spent waiting for the applicant moves the date, in the unit in which the term is counted."""
    if unit in ("calendar_days", "months"):
        return (
            "Ngày hẹn trả lùi đúng số ngày từ ngày yêu cầu đến ngày bổ sung đủ; "
            "nếu rơi vào ngày nghỉ thì sang ngày làm việc kế tiếp."
        )
    return "Ngày hẹn trả lùi đúng số giờ làm việc từ lúc yêu cầu đến lúc bổ sung đủ."


def _made_by(officer: tuple[str, str]) -> dict[str, str]:
    """Người lập: full name and title."""
    return {"officer": officer[0], "officer_title": officer[1]}


def receipt_fields(
    head: Letterhead,
    dossier: Dossier,
    procedure: ProcedureVersion,
    given: Iterable[str],
    officer: tuple[str, str],
    address: str,
) -> dict[str, Any]:
    """Mẫu 01: giấy tiếp nhận hồ sơ và hẹn trả kết quả. `given`: codes of the papers that came; `officer`: full name and title."""
    codes = set(given)
    counted = "name", "originals", "certified_copies", "copies"
    papers = [{name: getattr(paper, name) for name in counted} for paper in procedure.papers if paper.code in codes]
    serial = (dossier.code or "").rsplit("-", 1)[-1]
    return head.fields() | {
        "code": dossier.code,
        "procedure": dossier.procedure_name,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "fee_way": FEE_WAYS.get(procedure.fee_collected, ""),
        "papers": papers,
        "sets": dossier.sets,
        "term": term_words(procedure.term_amount, procedure.term_unit),
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "due_note": PROVISIONAL if dossier.due_provisional else "",
        "return_way": RETURN_WAYS.get(dossier.return_channel, ""),
        "book": f"{dossier.received_at:%Y}" if dossier.received_at else "",
        "serial": serial,
        **_made_by(officer),
        "hotline": head.province.hotline,
        "secret": dossier.lookup_secret,
        "lookup_address": f"{address}/tra-cuu",
        "lookup_url": f"{address}/tra-cuu?ma={dossier.code}&khoa={dossier.lookup_secret}",
    }


def refusal_fields(
    head: Letterhead, dossier: Dossier, number: int, reason: str, officer: tuple[str, str]
) -> dict[str, Any]:
    """Mẫu 03: phiếu từ chối."""
    return head.fields() | {
        "number": f"{number:02d}/TC",
        "code": dossier.code,
        "procedure": dossier.procedure_name,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "reason": reason,
        "contact": head.contact(officer[0]),
        **_made_by(officer),
    }


def stop_fields(
    head: Letterhead, dossier: Dossier, number: int, ground: str, signer: tuple[str, str]
) -> dict[str, Any]:
    """Mẫu 05: thông báo dừng giải quyết. `signer`: full name and title."""
    return head.fields() | {
        "number": f"{number:02d}/TBD",
        "code": dossier.code or "",
        "procedure": dossier.procedure_name,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "stage": "Chờ người nộp bổ sung hồ sơ",
        "ground": ground,
        "decision": "Dừng giải quyết hồ sơ kể từ ngày ký thông báo này",
        "fees_and_papers": "Giấy tờ đã nộp nhận lại tại Bộ phận Tiếp nhận và Trả kết quả",
        "signer": signer[0],
        "signer_title": signer[1],
    }


def supplement_fields(
    head: Letterhead,
    dossier: Dossier,
    number: int,
    items: Sequence[tuple[str, SupplementItem]],
    facts: Mapping[str, Any],
    officer: tuple[str, str],
) -> dict[str, Any]:
    """Mẫu 02: phiếu yêu cầu bổ sung. `items` pair each point with its name; `facts`: reason, basis, deadline, stage."""
    return head.fields() | {
        "number": f"{number:02d}/HDHS",
        "code": dossier.code or "",
        "procedure": dossier.procedure_name,
        "applicant": person_fields(Applicant.model_validate(dossier.applicant)),
        "owner": owner_fields(dossier),
        "items": [{"name": name, "note": item.note} for name, item in items],
        "reason": facts["reason"],
        "legal_basis": facts["legal_basis"],
        "deadline": facts["deadline"],
        "pause": facts["pause"],
        "stage": STAGES[facts["stage"]],
        "contact": head.contact(officer[0]),
        **_made_by(officer),
    }


def control_fields(head: Letterhead, dossier: Dossier, rows: Sequence[HandOver]) -> dict[str, Any]:
    """Mẫu 06: phiếu kiểm soát, one row for each time the dossier changed hands."""
    person = Applicant.model_validate(dossier.owner or dossier.applicant)
    agency = head.fields()["agency"]
    return head.fields() | {
        "code": dossier.code,
        "procedure": dossier.procedure_name,
        "owner": person_fields(person),
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "agencies": agency,
        "hand_overs": [
            {"number": number} | _control_row(agency, person.full_name, row, rows[number:])
            for number, row in enumerate(rows, 1)
        ],
    }


def _control_row(agency: str, person: str, row: HandOver, later: Sequence[HandOver]) -> dict[str, Any]:
    """Who gave the dossier to whom, in which post; at both ends the other hand is the applicant's."""
    taken, given = row.action == "accept", row.action == "hand-over"
    by = _titled(row.by_name, row.actor_title)
    giver = f"{by} ({row.from_step_name})" if row.from_step_name else by
    # The post of who took it is known from what he did with it.
    title = next((one.actor_title for one in later if one.by_id == row.to_holder_id), "")
    to = _titled(row.to_holder_name, title)
    receiver = f"{to} ({row.to_step_name})" if row.to_holder_name else row.to_step_name
    return {
        "giver_agency": person if taken else agency,
        "receiver_agency": (row.note or person) if given else agency,
        "giver": person if taken else giver,
        "receiver": (row.note or person) if given else by if taken else receiver,
        "at": row.at,
        "result": "" if taken else OUTCOMES.get(row.outcome, ""),
        "note": "" if given else row.note,
    }


def _titled(name: str, title: str) -> str:
    return f"{name}, {title}" if name and title else name


def result_fields(
    head: Letterhead, dossier: Dossier, draft: Mapping[str, str], signer: tuple[str, str], code: str, address: str
) -> dict[str, Any]:
    """Kết quả giải quyết. `draft`: number, title, body; `signer`: full name and title; `code`: verification code."""
    person = Applicant.model_validate(dossier.owner or dossier.applicant)
    return head.fields() | {
        "number": draft["number"],
        "title": draft["title"],
        "paragraphs": [line.strip() for line in draft["body"].split("\n") if line.strip()],
        "lines": [
            [label, value]
            for label, value in (
                ("Cấp cho", person.full_name),
                ("Số định danh, mã số thuế", person.personal_id),
                ("Địa chỉ", person.address),
                ("Thủ tục", dossier.procedure_name),
            )
            if value
        ],
        "recipients": [f"{person.full_name};", "Lưu: VT, hồ sơ."],
        "code": dossier.code or "",
        "signer": signer[0],
        "signer_title": signer[1],
        "verify_address": f"{address}/xac-thuc",
        "verify_code": " ".join(code[start : start + 4] for start in range(0, len(code), 4)),
        "verify_url": f"{address}/xac-thuc?ma={code}",
    }


def file_name(stem: str, dossier: Dossier, at: datetime) -> str:
    return f"{stem}-{dossier.code or at.astimezone(clock.VIETNAM).strftime('%y%m%d-%H%M%S')}.pdf"
