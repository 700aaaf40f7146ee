"""What every call of the API may answer besides its own: one description of refusals (RFC 9457) in the catalogue."""

from typing import Any

from pydantic import BaseModel


class ProblemField(BaseModel):
    """Mục chưa đúng."""

    pointer: str
    """JSON pointer, `/subject`."""
    code: str
    detail: str


class Problem(BaseModel):
    """Lời từ chối (RFC 9457)."""

    type: str
    status: int
    code: str
    title: str
    request_id: str
    errors: list[ProblemField] = []


_MEANINGS = {
    400: "Không đọc được yêu cầu",
    401: "Chưa xác thực: thiếu mã truy cập, hoặc mã đã hết hạn",
    403: "Hệ thống hoặc chức vụ này không được phép làm việc này",
    404: "Không có, hoặc không thuộc cơ quan của người gọi",
    409: "Trạng thái hiện tại không cho phép, hoặc trùng với nội dung khác",
    412: "Nội dung đã được cập nhật từ lần đọc trước (If-Match)",
    413: "Nội dung gửi lên quá lớn (gói tin tối đa 50 MB)",
    415: "Loại nội dung không được nhận (gói tin phải là application/xml)",
    422: "Nội dung chưa đúng; `errors` nêu từng mục",
    429: "Quá nhiều yêu cầu; chờ số giây ghi ở Retry-After",
}


def _whole_schema() -> dict[str, Any]:
    """The refusal's schema with its parts in place: inside a catalogue, `#/$defs/...` would point to nothing."""
    schema = Problem.model_json_schema()
    parts = schema.pop("$defs")
    schema["properties"]["errors"]["items"] = parts[ProblemField.__name__]
    return schema


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": meaning,
        "content": {"application/problem+json": {"schema": _whole_schema()}},
    }
    for status, meaning in _MEANINGS.items()
}
