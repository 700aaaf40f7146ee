"""Printing: what each official form says about a dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from one_stop.agencies.models import Province
from one_stop.dossiers.models import Dossier
from shared.contracts.values import Applicant, SupplementItem
from shared.core import clock
from shared.core.formats import vn_date
from shared.core.province import this_province
from shared.directory.models import Agency
from shared.standards.parties import IDENTITY_PAPERS

RETURN_WAYS = {
    "online": "Cổng dịch vụ công (bản điện tử)",
    "counter": "Bộ phận Tiếp nhận và Trả kết quả",
    "post": "Dịch vụ bưu chính công ích",
}


def return_way(dossier: Dossier) -> str:
    """Đăng ký nhận kết quả: by which way, and where to."""
    way = RETURN_WAYS.get(dossier.return_channel, "")
    return f"{way}, {dossier.return_address}" if dossier.return_address else way


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


@dataclass(frozen=True)
class Matter:
    """Việc của ai: what slips say of a dossier, or of somebody at the counter who has none yet."""

    code: str
    procedure_name: str
    """With its case."""
    applicant: Applicant
    owner: Applicant | None


def matter_of(dossier: Dossier) -> Matter:
    owner = Applicant.model_validate(dossier.owner) if dossier.owner else None
    return Matter(dossier.code or "", dossier.matter, Applicant.model_validate(dossier.applicant), owner)


def person_fields(person: Applicant) -> dict[str, str]:
    return {
        "name": person.full_name,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "id_number": person.personal_id or identity_words(person),
    }


def identity_words(person: Applicant) -> str:
    """Giấy tờ tùy thân: kind, number and day of issue; empty where none was shown."""
    if not person.identity_number:
        return ""
    issued = f", cấp ngày {vn_date(person.identity_issued_on)}" if person.identity_issued_on else ""
    return f"{IDENTITY_PAPERS.get(person.identity_kind, 'Giấy tờ')} số {person.identity_number}{issued}"


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


def made_by(officer: tuple[str, str]) -> dict[str, str]:
    """Người lập: full name and title."""
    return {"officer": officer[0], "officer_title": officer[1]}


def refusal_fields(
    head: Letterhead, matter: Matter, number: int, reason: str, officer: tuple[str, str]
) -> dict[str, Any]:
    """Mẫu 03: phiếu từ chối."""
    return head.fields() | {
        "number": f"{number:02d}/TC",
        "code": matter.code,
        "procedure": matter.procedure_name,
        "applicant": person_fields(matter.applicant),
        "owner": person_fields(matter.owner) if matter.owner else {},
        "reason": reason,
        "contact": head.contact(officer[0]),
        **made_by(officer),
    }


def apology_fields(
    head: Letterhead, dossier: Dossier, facts: Mapping[str, Any], signer: tuple[str, str]
) -> dict[str, Any]:
    """Mẫu 04: xin lỗi, hẹn lại ngày trả. `facts`: number (none in a preview), reason, delayed_by, due_after; `signer`: name, authority."""
    person = Applicant.model_validate(dossier.applicant)
    number = facts["number"]
    return head.fields() | {
        "number": f"{number:02d}/XLHL" if number else ".../XLHL",
        "code": dossier.code or "",
        "procedure": dossier.matter,
        "applicant": person_fields(person),
        "owner": owner_fields(dossier),
        "received_at": dossier.received_at,
        "due_before": dossier.due_at,
        "delayed_by": facts["delayed_by"],
        "reason": facts["reason"],
        "due_after": facts["due_after"],
        "return_way": return_way(dossier),
        "contact": head.contact(""),
        "recipients": [f"{person.full_name};", "Bộ phận Tiếp nhận và Trả kết quả;", "Lưu: VT, hồ sơ."],
        "signer": signer[0],
        "signer_title": signer[1],
    }


def supplement_fields(
    head: Letterhead,
    matter: Matter,
    number: int,
    items: Sequence[tuple[str, SupplementItem]],
    facts: Mapping[str, Any],
    officer: tuple[str, str],
) -> dict[str, Any]:
    """Mẫu 02: phiếu yêu cầu bổ sung. `items` pair each point with its name; `facts`: reason, basis, deadline, stage."""
    return head.fields() | {
        "number": f"{number:02d}/HDHS",
        "code": matter.code,
        "procedure": matter.procedure_name,
        "applicant": person_fields(matter.applicant),
        "owner": person_fields(matter.owner) if matter.owner else {},
        "items": [{"name": name, "note": item.note} for name, item in items],
        "reason": facts["reason"],
        "legal_basis": facts["legal_basis"],
        "approver": facts.get("approver", ""),
        "deadline": facts["deadline"],
        "pause": facts["pause"],
        "stage": STAGES[facts["stage"]],
        "contact": head.contact(officer[0]),
        **made_by(officer),
    }


def label_fields(head: Letterhead, dossier: Dossier) -> dict[str, Any]:
    """Nhãn dán bìa hồ sơ: the code, large enough for a scanner, and what tells it from others."""
    matter = matter_of(dossier)
    return head.fields() | {
        "code": matter.code,
        "procedure": matter.procedure_name,
        "applicant": person_fields(matter.applicant),
        "owner": person_fields(matter.owner) if matter.owner else {},
        "received_at": dossier.received_at,
        "due_at": dossier.due_original,
    }


def titled(name: str, title: str) -> str:
    return f"{name}, {title}" if name and title else name


def file_name(stem: str, dossier: Dossier, at: datetime) -> str:
    return f"{stem}-{dossier.code or at.astimezone(clock.VIETNAM).strftime('%y%m%d-%H%M%S')}.pdf"
