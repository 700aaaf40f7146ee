"""What people type or paste, read the same way at every door: page, counter, API, client system, packet, sign-in.

One reader for each kind of value. It takes the text as it came, with hidden signs, foreign spaces and dashes, look-alike letters
and any normal form, and returns the one form that is stored; or raises `Unreadable` with a stable code and the sentence that says
what to mend. Range and cross-field rules stay with the field; nothing here refuses what a real person may be called or own.
"""

import re
import unicodedata

from shared.standards.identifiers import LANDLINE, MOBILE, is_personal_id, is_tax_code
from shared.standards.vietnamese import nfc

EARLIEST_YEAR = 1800
LATEST_YEAR = 2200
"""Years outside are typing errors: nobody alive and no paper in force has them, and a database's date may not hold them."""


SENTENCES: dict[str, str] = {
    "value_missing": "Hãy nhập mục này.",
    "sign_without_glyph": "Ký tự %(sign)s không in được, hãy xóa hoặc viết bằng chữ.",
    "name_without_letters": "Hãy nhập tên bằng chữ.",
    "phone_wrong": "Số điện thoại chưa đúng, ví dụ 0905 123 456; số nước ngoài bắt đầu bằng dấu + và mã nước.",
    "personal_id_wrong": "Số định danh cá nhân gồm 12 chữ số.",
    "tax_code_wrong": "Mã số thuế gồm 10 chữ số, đơn vị phụ thuộc thêm 3 chữ số; hãy kiểm tra lại từng chữ số.",
    "identifier_wrong": "Số định danh có 12 chữ số; mã số thuế có 10 hoặc 13 chữ số.",
    "email_wrong": "Địa chỉ thư điện tử chưa đúng, ví dụ ten@example.vn.",
    "amount_wrong": "Hãy nhập số tiền bằng chữ số, ví dụ 50.000.000.",
    "number_wrong": "Hãy nhập số bằng chữ số, ví dụ 1.250 hoặc 12,5.",
    "count_wrong": "Hãy nhập số bằng chữ số, ví dụ 12.",
    "day_wrong": "Ngày %(read)s, phải là số từ 1 đến 31.",
    "month_wrong": "Tháng %(read)s, phải là số từ 1 đến 12.",
    "year_wrong": f"Năm %(read)s, phải gồm bốn chữ số, từ {EARLIEST_YEAR} đến {LATEST_YEAR}.",
    "date_wrong": "Ngày %(read)s không có trong lịch, tháng %(month)s có %(days)s ngày.",
    "date_unreadable": "Không đọc được ngày “%(read)s”, hãy nhập đủ ngày, tháng, năm, ví dụ 27/3/2026.",
    "time_wrong": "Hãy nhập giờ và phút, ví dụ 14:30.",
    "password_unreadable": "Mật khẩu có ký tự không nhập được, hãy dùng chữ, số, dấu và dấu cách.",
}

_LOOK_ALIKES = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"})
"""Eth and African d: other letters, the same picture as Đ đ, and what some keyboards and old fonts give."""

PASTED_BULLETS = str.maketrans(
    dict.fromkeys(map(chr, (
        0xF02D, 0xF046, 0xF06C, 0xF06E, 0xF06F, 0xF070, 0xF071, 0xF072, 0xF073, 0xF074, 0xF075, 0xF076, 0xF077, 0xF09E, 0xF09F,
        0xF0A1, 0xF0A4, 0xF0A5, 0xF0A6, 0xF0A7, 0xF0A8, 0xF0AA, 0xF0AB, 0xF0AC, 0xF0AD, 0xF0AE, 0xF0AF, 0xF0B2, 0xF0B7, 0xF0D8,
        0xF0E0, 0x2023, 0x2043,
    )), "•")
    | {"\uf0fc": "✓", "\uf0fe": "✓", "\uf0a3": "□", "\uf0fb": "×", "\uf0f0": "→", "\uf0e8": "→"}
)  # fmt: skip
"""Word writes the bullets of Symbol and Wingdings as private signs that only those fonts know."""

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""Signs without a picture that are not of the class Cf: joiners, fillers, inherent vowels."""

_LATIN = (chr(code) for first, last in ((0xC0, 0x24F), (0x1E00, 0x1EFF)) for code in range(first, last + 1))
_USUAL = re.compile(f"[ -~{''.join(sign for sign in _LATIN if sign.isalpha() and ord(sign) not in _LOOK_ALIKES)}]*")
"""Nothing to mend: ASCII and composed letters, which is nearly every line. A tenth of the time of looking at each sign."""


class Unreadable(ValueError):
    """A text that is not a value of its kind. `code` is for programs; `sentence` is what a person reads, with what was read."""

    def __init__(self, code: str, **said: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = SENTENCES[code] % said if said else SENTENCES[code]


def clean_line(text: str) -> str:
    """One line: NFC, single plain spaces, no hidden signs, look-alikes of Đ and bullets of word processors mended."""
    return " ".join(_visible(text).split())


def clean_paragraphs(text: str) -> str:
    """Several lines: each clean, LF between them, no blank edge."""
    whole = re.sub("\r\n?|[\u2028\u2029\u0085\v\f]", "\n", text)
    lines = (_spaced(_visible(line, keep="\t")).rstrip() for line in whole.split("\n"))
    return "\n".join(lines).strip("\n")


def _spaced(line: str) -> str:
    """Foreign spaces become plain ones; several in a row stay, they may be a table."""
    return "".join(" " if sign.isspace() and sign != "\t" else sign for sign in line)


def _visible(text: str, keep: str = "") -> str:
    if _USUAL.fullmatch(text):
        return text
    kept = []
    for sign in nfc(text).translate(_LOOK_ALIKES).translate(PASTED_BULLETS):
        kind = unicodedata.category(sign)
        if sign in keep or (kind == "Zs"):
            kept.append(sign)
        elif kind in ("Zl", "Zp") or sign in "\t\n\r\v\f\x85":
            kept.append(" ")
        elif not (kind in ("Cc", "Cf", "Cs") or sign in _INVISIBLE or _is_variation_selector(sign)):
            kept.append(sign)
    # What stood on both sides of a hidden sign may compose now.
    return nfc("".join(kept))


def _is_variation_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def compacted(text: str) -> str:
    """For numbers and codes: full-width and foreign digits as ASCII, every dash a hyphen, nothing hidden, no spaces."""
    signs = []
    for sign in _plain_letters(clean_line(text)):
        if unicodedata.category(sign) == "Nd":
            signs.append(str(unicodedata.decimal(sign)))
        elif unicodedata.category(sign) == "Pd" or sign == "\u2212":
            signs.append("-")
        elif not sign.isspace():
            signs.append(sign)
    return "".join(signs)


def _plain_letters(text: str) -> str:
    """Full-width and other letters of another shape as plain ones; a raised or lowered digit is a note, not a digit."""
    raised = ("<super>", "<sub>")
    return "".join(
        sign if unicodedata.decomposition(sign).startswith(raised) else unicodedata.normalize("NFKC", sign)
        for sign in text
    )


def read_name(text: str) -> str:
    """Họ và tên, tên tổ chức: any number of words in any script; only a text without a single letter is none."""
    name = clean_line(text)
    if not name:
        raise Unreadable("value_missing")
    if not any(sign.isalpha() for sign in name):
        raise Unreadable("name_without_letters")
    return name


def read_phone(text: str) -> str:
    """Số điện thoại: `0905123456` for Vietnamese numbers, `+85620…` for others, `19001234` for service numbers."""
    compact = re.sub(r"^tel:", "", compacted(text), flags=re.IGNORECASE)
    digits = re.sub(r"[-./()]", "", compact)
    if not re.fullmatch(r"\+?[0-9]{6,17}", digits):
        raise Unreadable("phone_wrong")
    digits = re.sub(r"^00", "+", digits)
    if digits.startswith("+84"):
        digits = "0" + digits[3:].removeprefix("0")
    elif digits.startswith("84") and len(digits) >= 11:
        digits = "0" + digits[2:].removeprefix("0")
    elif re.fullmatch(r"[35789][0-9]{8}|2[0-9]{9}", digits):
        digits = "0" + digits  # a spreadsheet ate it
    known = MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits) or re.fullmatch(r"1[89]00[0-9]{4,6}", digits)
    if known or re.fullmatch(r"\+[1-9][0-9]{6,14}", digits):
        return digits
    raise Unreadable("phone_wrong")


def read_personal_id(text: str) -> str:
    """Số định danh cá nhân: 12 digits."""
    number = re.sub(r"[-./]", "", compacted(text))
    if not is_personal_id(number):
        raise Unreadable("personal_id_wrong")
    return number


def read_tax_code(text: str) -> str:
    """Mã số thuế: `0100109106`, or `0100109106-001` for a branch; a person's 12 digits since 01/07/2025."""
    digits = re.sub(r"[-./]", "", compacted(text))
    if not re.fullmatch(r"[0-9]+", digits) or not is_tax_code(digits):
        raise Unreadable("tax_code_wrong")
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


def read_identifier(text: str) -> str:
    """Số định danh cá nhân or mã số thuế."""
    for read in (read_personal_id, read_tax_code):
        try:
            return read(text)
        except Unreadable:
            continue
    raise Unreadable("identifier_wrong")


_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@(?:[\w](?:[\w-]{0,61}[\w])?\.)+[\w](?:[\w-]{0,61}[\w])")


def read_email(text: str) -> str:
    """Địa chỉ thư điện tử: the part before @ as typed, the domain in lower case.

    What a link or a mail program puts around it when it is copied falls away: `mailto:a@b.vn?subject=…`, `Tên <a@b.vn>;`.
    """
    address = unicodedata.normalize("NFKC", clean_line(text)).rstrip(" ;,.")
    if around := re.fullmatch(r"[^<>]*<([^<>]*)>", address):
        address = around[1].strip()
    if link := re.fullmatch(r"(?:mailto:(?://)? ?)+([^?]*)(?:\?.*)?", address, re.IGNORECASE):
        address = link[1]
    local, _, domain = address.rpartition("@")
    sound = _EMAIL.fullmatch(address) and "/" not in local[:1] and "_" not in domain and ".." not in f".{local}."
    if not sound or len(address) > 254:
        raise Unreadable("email_wrong")
    return f"{local}@{domain.lower()}"


_LONGEST_NUMBER = 24
"""Characters; Python itself reads no more than 4,300 digits, and refuses them in a way of its own."""
_GROUPED = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)")


def read_amount(text: str) -> int:
    """Số tiền, số nguyên: groups by dot, comma or any space; `đ`, `đồng`, `VND` and an empty fraction fall away."""
    compact = re.sub(r"(?:đồng|vnđ|vnd|đ|₫)$", "", compacted(text).lower()).rstrip(".,")
    compact = re.sub(r"(?<=[0-9]{3})[.,]00?$", "", compact) if re.search(r"[.,][0-9]{3}[.,]00?$", compact) else compact
    if not _GROUPED.fullmatch(compact) or len(compact) > _LONGEST_NUMBER:
        raise Unreadable("amount_wrong")
    return int(re.sub(r"[.,]", "", compact))


def read_number(text: str) -> int | float:
    """Số có phần thập phân: `12,5`, `1.250`, `1.250,5`; also `12.5` and `1,250.5` where they cannot be groups."""
    compact = compacted(text)
    if len(compact) > _LONGEST_NUMBER:
        raise Unreadable("number_wrong")
    if re.fullmatch(r"-?[0-9]{1,3}(?:\.[0-9]{3})+|-?[0-9]{1,15}", compact):
        return int(compact.replace(".", ""))
    vietnamese = re.fullmatch(r"(-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})),([0-9]{1,6})", compact)
    english = re.fullmatch(r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15}))\.([0-9]{1,6})", compact)
    found = vietnamese or english
    if not found:
        raise Unreadable("number_wrong")
    return float(f"{re.sub('[.,]', '', found[1])}.{found[2]}")


def read_count(text: str) -> int:
    """Số đếm: a whole number from 0 on that a database holds, `12`, `0012`, `1.250`."""
    compact = compacted(text)
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3}){1,2}|[0-9]{1,9}", compact):
        raise Unreadable("count_wrong")
    return int(compact.replace(".", ""))


def read_code(text: str) -> str:
    """A code as it stands on paper: capitals, plain hyphens, no spaces, nothing hidden."""
    return compacted(text).upper()


def read_secret(text: str) -> str:
    """A code that is only letters and digits (mã tra cứu, mã xác thực): groups and capitals do not count."""
    return re.sub(r"[^0-9a-z]", "", compacted(text).lower())


def read_user_name(text: str) -> str:
    """Tên đăng nhập as it is stored: lower case, nothing hidden; a number typed with separators is the number."""
    compact = compacted(text).lower()
    digits = re.sub(r"[-./]", "", compact)
    return digits if re.fullmatch(r"[0-9]{9,14}", digits) else compact


def opaque_password(text: str) -> str:
    """RFC 8265 OpaqueString: every space is U+0020, NFC; nothing stripped. The same when it is set and when it is checked."""
    mapped = nfc("".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text))
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in mapped):
        raise Unreadable("password_unreadable")
    return mapped
