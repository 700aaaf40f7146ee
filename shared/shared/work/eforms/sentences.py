"""What people read when an answer has to be mended: one table, by kind of fault, never the validator's English."""

from collections.abc import Mapping
from typing import Any

from shared.standards import typed_dates
from shared.standards.typed import Unreadable
from shared.work.eforms.schema import Schema, choices_of

SENTENCES = {
    "required": "Nhập {label}.",
    "required_choice": "Chọn {label}.",
    "required_declaration": "Đánh dấu vào ô “{title}” để tiếp tục.",
    "choice": "Chọn {label} trong danh sách.",
    "minItems": "Chọn ít nhất {limit} mục cho {label}.",
    "maxItems": "Chọn nhiều nhất {limit} mục cho {label}.",
    "uniqueItems": "Mỗi mục của {label} chỉ chọn một lần.",
    "minLength": "{title} phải có ít nhất {limit} ký tự.",
    "maxLength": "{title} không được dài quá {limit} ký tự.",
    "minimum": "{title} phải từ {limit} trở lên.",
    "maximum": "{title} không được quá {limit}.",
    "exclusiveMinimum": "{title} phải lớn hơn {limit}.",
    "exclusiveMaximum": "{title} phải nhỏ hơn {limit}.",
    "multipleOf": "{title} phải là bội số của {limit}.",
    "pattern": "{title} chưa đúng mẫu. {hint}",
    "type_number": "{title} phải là số.",
    "type_text": "{title} chưa đọc được, hãy nhập lại.",
    "date": "{title} không phải là ngày có thật. Nhập đủ ngày, tháng, năm, ví dụ 27 3 2026.",
    "differs-from": "{title} không được trùng với {other}.",
    "not-before": "{title} {read} không được trước {other}.",
    "not-after": "{title} {read} không được sau {other}.",
    "email": "Nhập địa chỉ thư điện tử đúng mẫu, ví dụ ten@vidu.vn.",
    "personal-id": "{title} phải gồm đúng 12 chữ số.",
    "tax-code": "{title} không đúng. Kiểm tra lại 10 chữ số (đơn vị phụ thuộc thêm 3 chữ số).",
    "phone": "Nhập số điện thoại Việt Nam, ví dụ 0905 123 456.",
    "passport": "{title} phải gồm 1 chữ in hoa và 7 chữ số.",
    "foreign-passport": "{title} phải gồm 6 đến 9 chữ và số, không dấu.",
    "additionalProperties": "Biểu mẫu có mục không thuộc thủ tục này. Hãy tải lại trang rồi khai lại.",
    "other": "{title} chưa hợp lệ, hãy kiểm tra lại.",
}


def sentence_for(code: str, schema: Schema, facts: Mapping[str, Any]) -> str:
    title = str(schema.get("title") or "Mục này")
    if isinstance(fault := facts.get("fault"), Unreadable):
        return typed_dates.of_date(title, fault)
    words = {
        "title": title,
        "label": _inside_a_sentence(title),
        "hint": f"{schema['description']}." if schema.get("description") else "",
        "limit": _shown(facts.get("limit"), plain=title.startswith("Năm ")),
        "read": str(facts.get("read", "")),
        "other": _inside_a_sentence(str(facts.get("other", ""))),
    }
    return SENTENCES[_kind(code, schema, facts)].format_map(words).strip()


def _kind(code: str, schema: Schema, facts: Mapping[str, Any]) -> str:
    if code in ("required", "choice") and schema.get("type") == "boolean":
        return "required_declaration"
    if code == "required" and (choices_of(schema) or schema.get("type") == "array"):
        return "required_choice"
    if schema.get("format") == "date" and code in ("type", "format"):
        return "date"
    if code == "type":
        return "type_number" if schema.get("type") in ("integer", "number") else "type_text"
    if code == "format":
        code = str(facts.get("limit"))
    return code if code in SENTENCES else "other"


def _inside_a_sentence(label: str) -> str:
    # "Họ và tên" becomes "họ và tên"; "CCCD" and "C/O" stay as they are.
    return label if len(label) > 1 and not label[1].islower() and label[1] != " " else label[:1].lower() + label[1:]


def _shown(limit: Any, *, plain: bool = False) -> str:
    if plain or isinstance(limit, bool) or not isinstance(limit, int | float):
        return str(limit)
    return f"{limit:,.0f}".replace(",", ".") if float(limit).is_integer() else str(limit).replace(".", ",")
