"""Whole events that nothing is wrong with: a test states only what matters to it, and a new field is filled in one place."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, AttachedPaper, FileReference, Post

AGENCY = "000.00.13.H08"


def an_agency(code: str = AGENCY, **changed: Any) -> AgencyRecorded:
    values: dict[str, Any] = {
        "agency_code": code,
        "name": "Sở Xây dựng",
        "short_name": "SXD",
        "tier": "department",
        "parent_code": "000.00.00.H08",
        "mail_domain": "example.test",
        "valid_from": date(2016, 1, 1),
    }
    return AgencyRecorded(**(values | changed))


def a_post(agency: str = AGENCY, role: str = "specialist", title: str = "Chuyên viên", **changed: Any) -> Post:
    return Post(**({"agency_code": agency, "role": role, "title": title} | changed))


def a_person(person_id: str, *posts: Post, **changed: Any) -> PersonRecorded:
    """With the posts given; none is somebody who has left."""
    values: dict[str, Any] = {
        "person_id": person_id,
        "full_name": "Trần Văn Bình",
        "user_name": person_id,
        "posts": posts,
    }
    return PersonRecorded(**(values | changed))


def a_paper(code: str, name: str = "Đơn đề nghị", sha256: str = "a" * 64) -> AttachedPaper:
    file = FileReference(sha256=sha256, size=1000, media_type="application/pdf", name="don.pdf")
    return AttachedPaper(paper_code=code, paper_name=name, file=file)


def an_applicant(**changed: Any) -> Applicant:
    values = {
        "kind": "citizen",
        "full_name": "Đặng Phước Thượng",
        "personal_id": "052090001234",
        "address": "12 Trần Phú, Quy Nhơn",
        "phone": "0905123456",
    }
    return Applicant(**(values | changed))


def handed_to_applicant() -> dict[str, str]:
    """What a counter says of the applicant of `an_applicant`, who came himself and showed his card."""
    return {"identity_kind": "citizen-card", "identity_number": an_applicant().personal_id}


def a_submission(procedure_code: str, form: str, *papers: AttachedPaper, **changed: Any) -> SubmissionFiled:
    """Filed just now by a citizen for himself."""
    values: dict[str, Any] = {
        "submission_id": str(uuid4()),
        "procedure_code": procedure_code,
        "agency_code": AGENCY,
        "applicant": an_applicant(),
        "form_id": form,
        "form_version": 1,
        "answers": {"applicant_name": "Đặng Phước Thượng", "applicant_phone": "0905123456"},
        "papers": papers,
        "filed_at": datetime.now(UTC),
    }
    return SubmissionFiled(**(values | changed))
