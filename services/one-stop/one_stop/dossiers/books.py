"""Which series one-stop keeps, and which of their numbers dossiers, results and printed slips bear.

A result whose specialist typed a number of another book that his office keeps is not in the series: that number is only kept from being
used twice in a year (`results.rules.number_key`).
"""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.forms.texts import FORM_LABELS
from shared.access.rights import Role
from shared.work.number_book import Books

NUMBERED = ("02", "03", "04", "05")
"""Slips that bear a number of their own in the year; in Nghị định 61/2018/NĐ-CP there is no 05."""
DOSSIERS = "dossier"
POST_LISTS = "post-list"
RESULTS = "result"
UNIT_LISTS = "unit-list"
COPIES = "copy"
FEE_RECEIPTS = "fee-receipt"
KEEPERS = frozenset({Role.RECORDS_CLERK.value})


async def _kinds(_: AsyncSession, __: str) -> Mapping[str, str]:
    return {f"form/{form_no}": FORM_LABELS[form_no] for form_no in NUMBERED} | {
        DOSSIERS: "Mã hồ sơ (đánh số theo ngày)",
        POST_LISTS: "Bảng kê giao bưu điện",
        UNIT_LISTS: "Giấy bàn giao hồ sơ",
        FEE_RECEIPTS: "Biên lai thu phí, lệ phí",
        RESULTS: "Kết quả giải quyết thủ tục",
        COPIES: "Bản sao y kết quả giấy",
    }


BOOKS = Books(
    _kinds,
    r"""
SELECT 'form/' || f.form_no, '', split_part(f.snapshot ->> 'number', '/', 1)::int
FROM printed_form f JOIN dossier d ON d.id = f.dossier_id
WHERE f.sealed_as IS NULL AND d.agency_code = $1 AND f.form_no IN ('02', '03', '04', '05') AND f.snapshot ->> 'number' ~ '^[0-9]{1,9}/'
  AND extract(year FROM f.made_at AT TIME ZONE 'Asia/Ho_Chi_Minh') = $2
UNION ALL SELECT 'form/' || form_no, '', number FROM walk_in WHERE agency_code = $1 AND year = $2
UNION ALL SELECT 'result', '', series_number FROM booked_result
WHERE agency_code = $1 AND series_year = $2 AND series_number IS NOT NULL
UNION ALL SELECT 'post-list', '', number FROM post_list WHERE agency_code = $1 AND year = $2
UNION ALL SELECT 'copy', '', copy_number FROM paper_result
WHERE agency_code = $1 AND copy_year = $2 AND copy_number IS NOT NULL
UNION ALL SELECT 'unit-list', '', number FROM unit_list WHERE agency_code = $1 AND year = $2
UNION ALL SELECT 'fee-receipt', '', number FROM fee_receipt
WHERE agency_code = $1 AND year = $2 AND number IS NOT NULL
UNION ALL SELECT 'dossier', substr(day, 3, 2) || '-' || substr(day, 5, 2), serial::int FROM (
  SELECT split_part(code, '-', 2) AS day, split_part(code, '-', 3) AS serial FROM dossier
  WHERE code BETWEEN $1 || '-' AND $1 || '-~' AND code ~ '^[^-]+-[0-9]{6}-[0-9]{1,9}$'
) c WHERE left(day, 2)::int = $2 % 100""",
    KEEPERS,
    by_hand=lambda kind: kind.startswith("form/") or kind == RESULTS,
)
