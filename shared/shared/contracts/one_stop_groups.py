"""What one-stop tells of a dossier whose result is joint work: a group of procedures, each part at another agency (NĐ 63/2024/NĐ-CP)."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.one_stop import DossierEvent
from shared.contracts.values import FurtherResult


class FirstResultIssued(DossierEvent):
    """Kết quả phần đầu của hồ sơ liên thông: signed and numbered, in force, and the other parts go on."""

    type: ClassVar[str] = "one-stop.first-result-issued.v1"
    summary: ClassVar[str] = "Kết quả phần đầu của hồ sơ liên thông đã ký, các phần khác còn đang giải quyết"

    dossier_id: str
    code: str
    status: int  # TrangThaiHoSo 1-10
    signed_by: str
    outcome: str = "granted"  # `granted` or `partial`; who is refused has no further parts
    results: tuple[FurtherResult, ...]
    issued_at: datetime


class BranchTold(DossierEvent):
    """Phần của hồ sơ liên thông: where it stands, as the citizen may know it."""

    type: ClassVar[str] = "one-stop.branch-told.v1"
    summary: ClassVar[str] = "Từng phần của hồ sơ liên thông: nơi làm, trạng thái, từ khi nào, câu trả lời"

    dossier_id: str
    branch: str
    """Which branch of the procedure: one that is given again keeps it."""
    name: str
    agency_name: str
    state: str
    """`sent`, `received`, `drafted`, `answered`, `refused`, `recalled`; `skipped`: the dossier does not wait for it any more."""
    at: datetime
    due_at: datetime
    answer: str = ""
    """The words that were answered; empty where officers answer each other."""
