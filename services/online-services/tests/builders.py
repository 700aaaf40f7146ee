"""What one-stop tells, valid as it stands; a test states only what matters."""

from datetime import UTC, datetime
from typing import Any

from shared.contracts.one_stop import (
    DossierFinished,
    DossierMoved,
    DossierReceived,
    DossierRefused,
    ResultReturned,
    SupplementRequested,
)
from shared.contracts.values import FileReference, StepTaken, SupplementItem

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
CODE = "000.00.15.H08-261123-0001"
SECRET = "abcdefghjkmnpqrs"


def a_file(sha256: str = "0" * 64, name: str = "mau-01.pdf") -> FileReference:
    return FileReference(sha256=sha256, size=1000, media_type="application/pdf", name=name)


def received(dossier_id: str, **changes: Any) -> DossierReceived:
    values: dict[str, Any] = {
        "dossier_id": dossier_id,
        "code": CODE,
        "procedure_code": "3.908001",
        "procedure_name": "Công nhận trường Tiểu học đạt chuẩn Quốc gia",
        "agency_code": "000.00.15.H08",
        "applicant_name": "Trần Thị Ngọc Lan",
        "lookup_secret": SECRET,
        "received_at": NOON,
        "due_at": NOON,
        "receipt": a_file(),
    }
    return DossierReceived(**(values | changes))


def refused(dossier_id: str) -> DossierRefused:
    return DossierRefused(dossier_id=dossier_id, reason="Không đúng thẩm quyền", refused_at=NOON, notice=a_file())


def supplement_requested(dossier_id: str, *items: SupplementItem) -> SupplementRequested:
    return SupplementRequested(
        dossier_id=dossier_id, reason="Cần ghi rõ nội dung", items=items, requested_at=NOON, notice=a_file()
    )


def moved(dossier_id: str, status: int = 4, action: str = "transfer", name: str = "Thẩm định hồ sơ") -> DossierMoved:
    step = StepTaken(code="examine", name=name, agency_code="000.00.15.H08", agency_name="Sở Giáo dục và Đào tạo")
    return DossierMoved(dossier_id=dossier_id, status=status, step=step, action=action, due_at=NOON, moved_at=NOON)


def finished(dossier_id: str, sha256: str = "0" * 64, verification_code: str = "XT7K2M9PQR") -> DossierFinished:
    return DossierFinished(
        dossier_id=dossier_id,
        code=CODE,
        result_name="Quyết định công nhận",
        result_number="12/QĐ-SGDĐT",
        signed_by="Nguyễn Văn Giám Đốc",
        verification_code=verification_code,
        result=a_file(sha256, "ket-qua.pdf"),
        finished_at=NOON,
    )


def returned(dossier_id: str) -> ResultReturned:
    return ResultReturned(dossier_id=dossier_id, channel="online", returned_at=NOON)
