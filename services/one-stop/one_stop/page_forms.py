"""From a posted HTML form to a checked value, and what went wrong to the places on the page."""

from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from shared.core.errors import FieldError, Invalid
from shared.standards.typed import SENTENCES as READERS
from shared.web.problems import validation_refusal

M = TypeVar("M", bound=BaseModel)

_SENTENCES = {
    "/reason": "Hãy ghi rõ lý do, ít nhất 5 ký tự.",
    "/number": "Hãy nhập số, ký hiệu của kết quả, không quá 60 ký tự.",
    "/title": "Hãy nhập tên kết quả.",
    "/body": "Hãy nhập nội dung kết quả, ít nhất 10 ký tự.",
    "/full_name": "Hãy nhập họ và tên hoặc tên tổ chức.",
    "/address": "Hãy nhập địa chỉ.",
    "/phone": "Số điện thoại chưa đúng, ví dụ 0905 123 456.",
    "/email": "Địa chỉ thư điện tử chưa đúng, ví dụ ten@example.vn.",
    "/personal_id": "Số định danh có 12 chữ số; mã số thuế có 10 hoặc 13 chữ số.",
    "/procedure_code": "Hãy chọn thủ tục.",
    "/sets": "Số bộ hồ sơ là số từ 1 đến 99.",
}


def read_form(model: type[M], values: Mapping[str, Any]) -> M:
    """The checked value, or a refusal with a sentence for each field at fault."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        found = validation_refusal(RequestValidationError(error.errors()))
        # What a reader says of the value is nearer than what the field is for.
        fields = [
            f if f.code in READERS else FieldError(f.pointer, f.code, _SENTENCES.get(f.pointer, f.sentence))
            for f in found.fields
        ]
        raise Invalid("invalid_input", fields=fields) from error


def texts_of(form: FormData) -> dict[str, str]:
    """Text fields of a form; files that nobody asked for are left out."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def version_of(form: Mapping[str, str]) -> int | None:
    """The version the officer was looking at."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
