"""What stopping and withdrawing must say. Pure values; the list of grounds is data (`grounds.toml`)."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shared.core.errors import FieldError, Invalid


class FeeDecision(StrEnum):
    """Xử lý phí, lệ phí đã nộp."""

    NONE = "none"  # chưa thu, không thu
    REFUND = "refund"  # hoàn trả
    KEEP = "keep"  # không hoàn trả


class PapersDecision(StrEnum):
    """Xử lý giấy tờ đã nộp."""

    NONE = "none"  # không có bản giấy
    RETURN = "return"  # trả lại
    KEEP = "keep"  # giữ lại


FEE_WORDS = {
    FeeDecision.NONE: "Chưa thu phí, lệ phí",
    FeeDecision.REFUND: "Hoàn trả phí, lệ phí đã nộp",
    FeeDecision.KEEP: "Không hoàn trả phí, lệ phí đã nộp",
}
PAPERS_WORDS = {
    PapersDecision.NONE: "Không có giấy tờ bản giấy phải trả lại",
    PapersDecision.RETURN: "Trả lại giấy tờ đã nộp tại Bộ phận Tiếp nhận và Trả kết quả",
    PapersDecision.KEEP: "Giữ lại giấy tờ đã nộp",
}


@dataclass(frozen=True)
class Ground:
    """Căn cứ dừng giải quyết."""

    code: str
    name: str
    legal_basis: str = ""
    """Proposed where nothing else is written."""
    after_lapse: bool = False
    """Only of a dossier whose supplement did not come."""
    ended: bool = False


GROUNDS = {
    code: Ground(code, **row)
    for code, row in tomllib.loads(Path(__file__).with_name("grounds.toml").read_text()).items()
}
LAPSED = next(ground for ground in GROUNDS.values() if ground.after_lapse)


def grounds_for(lapsed: bool) -> list[Ground]:
    """What a dossier can be stopped for now."""
    return [ground for ground in GROUNDS.values() if not ground.ended and (lapsed or not ground.after_lapse)]


def ground_of(code: str, legal_basis: str, *, lapsed: bool) -> tuple[Ground, str]:
    """The ground and its legal basis; raises Invalid where one of them is missing or does not fit."""
    ground = next((one for one in grounds_for(lapsed) if one.code == code), None) if code or not lapsed else LAPSED
    if ground is None:
        raise _missing("ground", "Hãy chọn căn cứ dừng giải quyết.")
    basis = legal_basis or ground.legal_basis
    if not basis:
        raise _missing("legal_basis", "Hãy ghi căn cứ pháp lý của việc dừng: điều, khoản, văn bản.")
    return ground, basis


def settlement_words(fee: FeeDecision, fee_note: str, papers: PapersDecision, papers_note: str) -> str:
    """What becomes of fee and papers, as it is printed."""
    parts = ((FEE_WORDS[fee], fee_note), (PAPERS_WORDS[papers], papers_note))
    return "; ".join(": ".join(filter(None, part)) for part in parts)


def check_settlement(
    fee_due: int,
    fee: FeeDecision | None,
    fee_note: str,
    papers: PapersDecision,
    papers_note: str,
    taken: int = 0,
) -> FeeDecision:
    """The decision on the fee; raises Invalid where one is owed and missing. `taken`: by receipts that are valid."""
    if fee is None and (fee_due or taken):
        raise _missing("fee", "Hồ sơ có phí, lệ phí: hãy chọn hoàn trả, không hoàn trả, hoặc chưa thu.")
    if fee is FeeDecision.NONE and taken:
        raise _missing("fee", "Hồ sơ đã thu phí, lệ phí: hãy chọn hoàn trả hoặc không hoàn trả.")
    if fee is FeeDecision.KEEP and not fee_note:
        raise _missing("fee_note", "Không hoàn trả phí, lệ phí thì phải ghi rõ căn cứ.")
    if papers is PapersDecision.KEEP and not papers_note:
        raise _missing("papers_note", "Giữ lại giấy tờ thì phải ghi rõ giấy tờ nào và căn cứ.")
    return fee or FeeDecision.NONE


def _missing(name: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{name}", "value_missing", sentence)])
