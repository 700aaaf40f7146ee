"""Printing: what each official form says about a dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from one_stop.agencies.models import Province
from one_stop.dossiers.models import Dossier, HandOver
from one_stop.dossiers.part_rows import OF_PARTS, part_row
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


def control_fields(
    head: Letterhead, dossier: Dossier, rows: Sequence[HandOver], names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Mẫu 06: phiếu kiểm soát, one row for each time the dossier changed hands. `names`: of the agencies that had it."""
    person = Applicant.model_validate(dossier.owner or dossier.applicant)
    agency = head.fields()["agency"]
    had = [_at(row.goes_to, names, row.goes_to) for row in rows if row.goes_to]
    return head.fields() | {
        "code": dossier.code,
        "procedure": dossier.matter,
        "owner": person_fields(person),
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "agencies": ", ".join(dict.fromkeys((_at(dossier.received_agency_code, names, agency), agency, *had))),
        "hand_overs": [
            {"number": number}
            | _control_row(_at(row.agency_code, names, agency), person.full_name, row, rows[number:])
            | _across(row, dossier, names or {})
            | _handed_on(row, rows[number - 2] if number > 1 else None, dossier, names or {})
            for number, row in enumerate(rows, 1)
        ],
    }


def _at(code: str, names: Mapping[str, str] | None, own: str) -> str:
    return (names or {}).get(code, own)


def _across(row: HandOver, dossier: Dossier, names: Mapping[str, str]) -> dict[str, str]:
    """Who gave it and who got it, where it goes between a receiving counter and the agency that decides."""
    if row.action not in BETWEEN:
        return {}
    counter, competent = (names.get(code, code) for code in (dossier.received_agency_code, dossier.agency_code))
    by, desk = _titled(row.by_name, row.actor_title), "Bộ phận Tiếp nhận và Trả kết quả"
    if row.action == "taken-over":
        return {"giver_agency": counter, "receiver_agency": competent, "giver": desk, "receiver": by}
    ends = (competent, counter) if row.action == "sent-back" else (counter, competent)
    return {"giver_agency": ends[0], "receiver_agency": ends[1], "giver": by, "receiver": desk}


def _handed_on(row: HandOver, before: HandOver | None, dossier: Dossier, names: Mapping[str, str]) -> dict[str, str]:
    """Who got it, where another agency does the step to which it went, or did the one that it left."""
    left, to = before.goes_to if before else "", row.goes_to
    if left == to or row.action in BETWEEN | OF_PARTS:
        return {}
    code = to or dossier.agency_code
    name = names.get(code, code)
    # As long as nobody has taken it, the agency alone is the receiver.
    receiver = {"receiver": row.to_step_name} if row.to_holder_name == name else {}
    return {"receiver_agency": name} | receiver


BETWEEN = frozenset({"taken-over", "sent-back", "sent-again"})


def _control_row(agency: str, person: str, row: HandOver, later: Sequence[HandOver]) -> dict[str, Any]:
    """Who gave the dossier to whom, in which post; at both ends the other hand is the applicant's."""
    if row.action in OF_PARTS:
        return part_row(agency, row, _titled(row.by_name, row.actor_title), OUTCOMES)
    taken, given = row.action == "accept", row.action == "hand-over"
    by = _titled(row.by_name, row.actor_title)
    giver = f"{by} ({row.from_step_name})" if row.from_step_name else by
    if given and not row.by_id:
        giver = "Cổng dịch vụ công (trực tuyến)"
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


def file_name(stem: str, dossier: Dossier, at: datetime) -> str:
    return f"{stem}-{dossier.code or at.astimezone(clock.VIETNAM).strftime('%y%m%d-%H%M%S')}.pdf"
