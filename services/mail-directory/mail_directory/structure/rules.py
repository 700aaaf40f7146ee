"""What a unit is called."""

import re

from shared.core.errors import FieldError, Invalid
from shared.printing.printable import Unprintable, printable
from shared.standards.typed import clean_line

UNIT_KINDS: dict[str, str] = {
    "division": "Phòng",
    "board": "Ban",
    "branch": "Chi cục",
    "centre": "Trung tâm",
    "section": "Tổ, bộ phận",
    "other": "Đơn vị khác",
}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,19}")
_CODE_WRONG = "Mã đơn vị gồm chữ cái không dấu, chữ số, dấu chấm, gạch nối, ví dụ QLXD."
_LONGEST_NAME = 150


def read_unit(code: str, name: str, kind: str) -> tuple[str, str, str]:
    """Code, name and kind as they are stored; refuses with every field at fault."""
    faults = []
    code, name = clean_line(code).upper(), clean_line(name)
    if not _CODE.fullmatch(code):
        faults.append(FieldError("/code", "wrong", _CODE_WRONG))
    try:
        if not 1 <= len(name) <= _LONGEST_NAME:
            raise ValueError
        name = printable(name)
    except Unprintable as error:
        faults.append(FieldError("/name", error.code, f"Tên đơn vị: {error.sentence}"))
    except ValueError:
        faults.append(FieldError("/name", "wrong", f"Hãy nhập tên đơn vị (tối đa {_LONGEST_NAME} ký tự)."))
    if kind not in UNIT_KINDS:
        faults.append(FieldError("/kind", "wrong", "Hãy chọn loại đơn vị."))
    if faults:
        raise Invalid("invalid_input", fields=faults)
    return code, name, kind
