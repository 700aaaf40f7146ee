"""Người nộp và chủ hồ sơ: kinds of subjects, of identity papers, and of those who hand in for somebody else (NĐ 118/2025/NĐ-CP)."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """Loại đối tượng (LoaiDoiTuong)."""

    CITIZEN = "citizen"
    ENTERPRISE = "enterprise"
    AGENCY = "agency"
    ORGANISATION = "organisation"


SUBJECTS: dict[str, str] = {
    SubjectKind.CITIZEN: "Công dân",
    SubjectKind.ENTERPRISE: "Doanh nghiệp",
    SubjectKind.ORGANISATION: "Tổ chức khác",
    SubjectKind.AGENCY: "Cơ quan nhà nước",
}


class IdentityPaper(StrEnum):
    """Giấy tờ tùy thân, giấy tờ thành lập: what is shown where no number of a person or tax code is."""

    OLD_CARD = "old-card"
    PASSPORT = "passport"
    BIRTH_CERTIFICATE = "birth-certificate"
    REGISTRATION = "registration"
    FOUNDING_DECISION = "founding-decision"
    OTHER = "other"


IDENTITY_PAPERS: dict[str, str] = {
    IdentityPaper.OLD_CARD: "Chứng minh nhân dân",
    IdentityPaper.PASSPORT: "Hộ chiếu",
    IdentityPaper.BIRTH_CERTIFICATE: "Giấy khai sinh",
    IdentityPaper.REGISTRATION: "Giấy chứng nhận đăng ký doanh nghiệp, hợp tác xã, hộ kinh doanh",
    IdentityPaper.FOUNDING_DECISION: "Quyết định thành lập",
    IdentityPaper.OTHER: "Giấy tờ khác",
}


class Relation(StrEnum):
    """Tư cách người nộp thay."""

    AUTHORISED = "authorised"
    INTRODUCED = "introduced"
    LEGAL_REPRESENTATIVE = "legal-representative"
    GUARDIAN = "guardian"
    RELATIVE = "relative"


RELATIONS: dict[str, str] = {
    Relation.AUTHORISED: "Người được ủy quyền",
    Relation.INTRODUCED: "Người được cơ quan, tổ chức giới thiệu",
    Relation.LEGAL_REPRESENTATIVE: "Người đại diện theo pháp luật",
    Relation.GUARDIAN: "Cha, mẹ, người giám hộ",
    Relation.RELATIVE: "Người thân trong gia đình",
}
BY_PAPER = frozenset({Relation.AUTHORISED, Relation.INTRODUCED})
"""Who shows a paper of authority, whose number and day are kept."""
