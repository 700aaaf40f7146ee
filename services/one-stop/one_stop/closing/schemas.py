"""What comes in when a dossier ends without a result."""

from typing import Annotated

from pydantic import BeforeValidator

from one_stop.closing.rules import FeeDecision, PapersDecision
from one_stop.dossiers.schemas import In, Reason
from shared.printing.printable import PrintedLine, PrintedName, PrintedRequiredLine


class Settling(In):
    """Xử lý phí, lệ phí và giấy tờ đã nộp."""

    fee: Annotated[FeeDecision | None, BeforeValidator(lambda value: value or None)] = None
    """Needed where the dossier has a fee."""
    fee_note: PrintedLine = ""
    papers: PapersDecision = PapersDecision.RETURN
    papers_note: PrintedLine = ""
    """Which papers, and on what ground they are kept."""


class Stopping(Settling):
    """Dừng giải quyết: a ground of the list, the reason in words, the legal basis."""

    ground: PrintedLine = ""
    """Code of a ground; of a dossier whose supplement did not come it may be left out."""
    reason: Reason
    legal_basis: PrintedLine = ""


class WithdrawingAtCounter(Settling):
    """Rút hồ sơ tại quầy: who asks, what the identity was checked against, by which authority."""

    requester: PrintedName
    id_kind: PrintedRequiredLine
    """Thẻ căn cước, hộ chiếu, …"""
    id_number: PrintedRequiredLine
    authority: PrintedLine = ""
    """Giấy ủy quyền, giấy giới thiệu: number, date, of whom; empty for the applicant himself."""
    reason: Reason
