"""What the list for the post shows."""

from pydantic import Field

from one_stop.forms.fields import Headed
from shared.printing.forms import Fields


class PostLine(Fields):
    """Một kết quả giao bưu điện."""

    code: str = ""
    receiver: str
    address: str
    phone: str = ""
    result: str = ""


class PostSheet(Headed):
    """Bảng kê giao bưu điện."""

    number: str = Field(min_length=1, description="số bảng kê")
    carrier: str = Field(min_length=1, description="bưu điện nhận")
    rows: list[PostLine] = Field(description="các dòng: code, receiver, address, phone, result")
    officer: str = Field(min_length=1, description="người giao")
