"""Tờ khai: what people of the province's own data write into each e-form."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Answers = dict[str, Any]


def load_people(province: Path) -> dict[str, dict[str, Any]]:
    """Citizens and enterprises by user name."""
    people = json.loads((province / "people.json").read_text("utf-8"))
    return {person["user_name"]: person for person in people["citizens"] + people["enterprises"]}


def can_declare(form_id: str) -> bool:
    return form_id in _FORMS


def declare(form_id: str, person: dict[str, Any], today: date, request: str = "") -> Answers:
    """The whole e-form of one person, right in every field."""
    return _applicant(person) | _FORMS[form_id](person, today, request) | {"declaration": True}


def _applicant(person: dict[str, Any]) -> Answers:
    natural = person.get("representative", person)
    return {
        "applicant_name": natural["full_name"],
        "applicant_id": natural["personal_id"],
        "applicant_phone": person["phone"],
        "applicant_email": person["email"],
        "applicant_address": person["address"],
    }


def _general(person: dict[str, Any], today: date, request: str) -> Answers:
    answers: Answers = {"on_behalf": "self", "request": request or "Đề nghị giải quyết thủ tục theo quy định."}
    if person["kind"] == "enterprise":
        answers |= {
            "on_behalf": "organisation",
            "organisation_name": person["full_name"],
            "organisation_tax_code": person["tax_code"],
            "organisation_address": person["address"],
        }
    return answers


def _household_business(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "business_name": f"Hộ kinh doanh {person['full_name']}",
        "business_address": person["address"],
        "business_lines": "Bán lẻ lương thực, thực phẩm, đồ uống\nDịch vụ ăn uống",
        "capital": 120_000_000,
        "employees": 3,
        "starts_on": (today + timedelta(days=10)).isoformat(),
        "founder": "person",
        "needs_certificate": "no",
    }


def _press_conference(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "organiser": "Hội Nghề cá tỉnh",
        "organiser_address": person["address"],
        "contact_person": person["full_name"],
        "subject": "Công bố Ngày hội cá ngừ đại dương và chương trình truy xuất nguồn gốc thủy sản.",
        "held_on": (today + timedelta(days=7)).isoformat(),
        "held_at": "08:30",
        "place": "Hội trường Trung tâm Hội nghị tỉnh",
        "chair": f"{person['full_name']}, Phó Chủ tịch Hội",
        "foreign_press": "no",
        "journalists": 25,
    }


def _vehicle_badge(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "operator_name": "Hợp tác xã vận tải Thống Nhất",
        "licence_number": "77-0123/GPKDVT",
        "plate": "77B-012.34",
        "vehicle_kind": "contract",
        "seats": 29,
        "made_year": today.year - 4,
        "ownership": "own",
        "badge_until": (today + timedelta(days=730)).isoformat(),
    }


def _work_permit(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "employer_name": person["full_name"],
        "employer_tax_code": person.get("tax_code", "4100123877"),
        "worker_name": "KIM MIN SOO",
        "worker_birth": "1984-06-12",
        "worker_sex": "male",
        "worker_nationality": "Hàn Quốc",
        "passport_number": "M5423107",
        "passport_expires": (today + timedelta(days=1500)).isoformat(),
        "work_form": "contract",
        "position": "expert",
        "works_from": (today + timedelta(days=30)).isoformat(),
        "works_to": (today + timedelta(days=700)).isoformat(),
    }


def _pharmacist(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "born_on": person["born_on"],
        "sex": person["gender"],
        "degree": "pharmacist",
        "graduated_year": 2012,
        "school": "Trường Đại học Y Dược Huế",
        "practice_place": "Nhà thuốc Bệnh viện Đa khoa tỉnh",
        "practice_months": 30,
        "scopes": ["retail"],
        "issue_way": "review",
        "had_certificate": "no",
    }


def _origin_certificate(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "exporter_name": person["full_name"],
        "exporter_tax_code": person.get("tax_code", "4100123877"),
        "issue_kind": "new",
        "importer": "Thai Garden Furniture Co., Ltd., 88 Rama IX Road, Bangkok",
        "destination": "TH",
        "goods": "Bàn ghế ngoài trời bằng gỗ keo, 240 bộ",
        "hs_code": "94016900",
        "origin_criterion": "WO",
        "quantity": "18.500 kg",
        "fob_value": 46250.5,
        "invoice_number": f"AB-{today:%y%m%d}",
        "invoice_date": today.isoformat(),
    }


def _building_permit(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "investor_kind": "person",
        "permit_number": "125/GPXD",
        "permit_date": (today - timedelta(days=400)).isoformat(),
        "site_address": person["address"],
        "building_kind": "house",
        "reason": "torn",
        "progress": "started",
    }


def _birth_group(person: dict[str, Any], today: date, request: str) -> Answers:
    return {
        "relation": "mother",
        "child_name": "Nguyễn An Nhiên",
        "child_born_on": (today - timedelta(days=12)).isoformat(),
        "child_gender": "female",
        "child_ethnicity": "Kinh",
        "child_nationality": "Việt Nam",
        "child_birth_place": "Bệnh viện Đa khoa tỉnh",
        "child_home_town": person["address"],
        "mother_name": person["full_name"],
        "residence_address": person["address"],
        "household_head": person["full_name"],
        "clinic": "Trạm y tế",
    }


_FORMS: dict[str, Callable[[dict[str, Any], date, str], Answers]] = {
    "chung": _general,
    "dang-ky-ho-kinh-doanh": _household_business,
    "hop-bao": _press_conference,
    "phu-hieu-xe": _vehicle_badge,
    "giay-phep-lao-dong": _work_permit,
    "chung-chi-hanh-nghe-duoc": _pharmacist,
    "co-mau-d": _origin_certificate,
    "cap-lai-giay-phep-xay-dung": _building_permit,
    "lien-thong-khai-sinh": _birth_group,
}

_MENDED: dict[str, tuple[str, Any]] = {
    "chung-chi-hanh-nghe-duoc": ("practice_months", 36),
    "cap-lai-giay-phep-xay-dung": ("permit_number", "126/GPXD"),
}


def mend(form_id: str) -> tuple[str, Any]:
    """A field that the office asks about, and what the applicant then writes."""
    return _MENDED.get(form_id, ("request", "Đề nghị giải quyết thủ tục, nội dung theo bản chính kèm theo."))
