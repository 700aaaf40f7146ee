"""How long and how much a phone may send for the counter, and what is read off a scan. Pure values."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.core.errors import FieldError, Invalid
from shared.standards.file_kinds import LARGEST_REQUEST, in_megabytes

PHONE_TERM = timedelta(minutes=20)
"""As long as somebody stands at the counter with the papers."""
MOST_FILES = 60
"""Pictures of one link."""
MOST_BYTES = 2 * LARGEST_REQUEST
SECRET_LENGTH = 26
"""Characters: 130 bits, which nobody guesses within the term."""


def hash_of(secret: str) -> str:
    """What is kept of the secret in a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_amount(files: int, size: int, came: int, taken: int) -> None:
    """`came`, `taken`: files and bytes that the link has brought before."""
    if came + files > MOST_FILES:
        sentence = f"Liên kết này chỉ nhận {MOST_FILES} ảnh, tệp. Hãy nhờ cán bộ mở liên kết mới."
    elif taken + size > MOST_BYTES:
        sentence = f"Liên kết này chỉ nhận {in_megabytes(MOST_BYTES)}. Hãy nhờ cán bộ mở liên kết mới."
    else:
        return
    raise Invalid("invalid_input", fields=[FieldError("/tep", "phone_link_full", sentence)])


class Recognition(StrEnum):
    """Tình trạng nhận dạng chữ của bản quét."""

    NONE = ""  # chưa nhận dạng
    WAITING = "waiting"  # đang chờ, đang nhận dạng
    DONE = "done"  # đã nhận dạng
    FAILED = "failed"  # không nhận dạng được
    ABSENT = "absent"  # máy chủ chưa cài chương trình nhận dạng
    SIGNED = "signed"  # tệp đã có chữ ký số, giữ nguyên
    LONG = "long"  # quá nhiều trang


PARTICULARS = {"number": "Số, ký hiệu", "issued_on": "Ngày ban hành, ngày cấp", "issuer": "Cơ quan ban hành, nơi cấp"}
"""Dữ liệu của giấy tờ (NĐ 107/2021/NĐ-CP): what a scan is found by later."""
MOST_PAGES = 40
"""Of a scan whose words are recognised."""
_NUMBER = re.compile(r"\bSố\s*[:.]?\s*([0-9][0-9A-Za-zĐđÀ-ỹ./ -]{0,40})", re.IGNORECASE)
_DAY = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_SHORT_DAY = re.compile(r"ngày(?:\s+\w+){0,3}?\s*:?\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.IGNORECASE)
_MOTTO = re.compile(r"CỘNG H[ÒO]A.*$|ĐỘC LẬP.*$|Độc lập.*$", re.IGNORECASE)
_ISSUERS = re.compile(
    r"^(?:[ỦU]Y BAN|UBND|HỘI ĐỒNG|SỞ|BỘ|BAN|CỤC|CHI CỤC|TỔNG CỤC|PHÒNG|TRUNG TÂM|VĂN PHÒNG|CÔNG AN|TÒA ÁN|BẢO HIỂM|THUẾ|NGÂN HÀNG|"
    r"CHI NHÁNH|TRƯỜNG|BỆNH VIỆN)\b"
)


@dataclass(frozen=True)
class Particulars:
    """Dữ liệu đọc được từ bản quét; empty where nothing was found."""

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""


def read_particulars(words: str) -> Particulars:
    """Số, ký hiệu, ngày, cơ quan as papers of agencies bear them (NĐ 30/2020/NĐ-CP, Phụ lục I): offered, never taken by itself."""
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    place = next((at for at, line in enumerate(lines) if _NUMBER.search(line)), None)
    found = _NUMBER.search(lines[place]) if place is not None else None
    number = re.split(r"\s{1,}(?=\D{2,}\s|ngày)", found[1])[0] if found else ""
    return Particulars(number.strip(" .,-"), _day_in(words), _issuer_in(lines[: 12 if place is None else place]))


def _day_in(words: str) -> date | None:
    for day, month, year in [*_DAY.findall(words), *_SHORT_DAY.findall(words)]:
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _issuer_in(above: list[str]) -> str:
    """The last line in capitals above the number that names an agency: the one above it is whom it belongs to."""
    heads = [_MOTTO.sub("", line).strip(" -–") for line in above]
    return next((line for line in reversed(heads) if _ISSUERS.match(line) and line == line.upper()), "")
