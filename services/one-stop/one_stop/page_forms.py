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
    "/title": "Tên kết quả chưa dùng được: không quá 500 ký tự.",
    "/outcome": "Hãy chọn kết luận giải quyết.",
    "/full_name": "Hãy nhập họ và tên hoặc tên tổ chức.",
    "/address": "Hãy nhập địa chỉ.",
    "/owner_phone": "Số điện thoại chưa đúng, ví dụ 0905 123 456.",
    "/applicant_kind": "Hãy chọn đối tượng.",
    "/owner_kind": "Hãy chọn đối tượng.",
    "/identity_kind": "Hãy chọn loại giấy tờ trong danh sách.",
    "/owner_identity_kind": "Hãy chọn loại giấy tờ trong danh sách.",
    "/relation": "Hãy chọn người nộp là gì của chủ hồ sơ.",
    "/phone": "Số điện thoại chưa đúng, ví dụ 0905 123 456.",
    "/email": "Địa chỉ thư điện tử chưa đúng, ví dụ ten@example.vn.",
    "/personal_id": "Số định danh có 12 chữ số; mã số thuế có 10 hoặc 13 chữ số.",
    "/procedure_code": "Hãy chọn thủ tục.",
    "/question": "Hãy ghi rõ nội dung cần có ý kiến, ít nhất 5 ký tự.",
    "/hours": "Thời hạn trả lời là số giờ làm việc từ 1 đến 480; 8 giờ là một ngày làm việc.",
    "/papers": "Giấy tờ đã chọn không đọc được: hãy tải lại trang và chọn lại.",
    "/conclusion": "Hãy chọn kết luận của ý kiến.",
    "/requester": "Hãy nhập họ và tên người đến rút hồ sơ.",
    "/id_kind": "Hãy ghi loại giấy tờ tùy thân đã đối chiếu.",
    "/id_number": "Hãy ghi số giấy tờ tùy thân đã đối chiếu.",
    "/carrier": "Hãy nhập tên bưu điện, bưu cục nhận.",
    "/receiver": "Hãy nhập họ và tên người ký nhận.",
    "/delivered_on": "Hãy nhập ngày phát, ví dụ 27/3/2026.",
    "/capacity": "Hãy chọn người đến nhận kết quả.",
    "/authority_kind": "Hãy chọn loại giấy trong danh sách.",
    "/signature": "Chữ ký không đọc được hoặc quá lớn: hãy ký lại, hoặc để trống và ký trên giấy.",
    "/original_codes": "Bản chính đã chọn không đọc được: hãy tải lại trang và chọn lại.",
    "/text": "Hãy ghi nội dung, từ 2 đến 5.000 ký tự.",
    "/way": "Hãy chọn người nộp trả lời qua điện thoại hay tại quầy.",
    "/value": "Hãy ghi nội dung đúng.",
    "/field": "Hãy chọn mục cần đính chính trong danh sách.",
    "/made_on": "Hãy nhập ngày kiểm tra, ví dụ 27/3/2026.",
    "/place": "Hãy ghi nơi kiểm tra.",
    "/took_part": "Hãy ghi những người tham gia kiểm tra.",
    "/findings": "Hãy ghi kết quả kiểm tra.",
    "/what": "Hãy ghi rõ việc phải làm, từ 5 đến 2.000 ký tự.",
    "/due_on": "Hãy nhập hạn, ví dụ 27/3/2026.",
    "/day_kind": "Hãy chọn loại ngày: nghỉ lễ, nghỉ bù hoặc làm bù.",
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
