"""What the lists for the post and for a unit show."""

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


class UnitLine(Fields):
    """Một hồ sơ bàn giao."""

    code: str = ""
    procedure: str
    applicant: str
    papers: str = ""
    note: str = ""


class UnitSheet(Headed):
    """Giấy bàn giao hồ sơ."""

    number: str = Field(min_length=1, description="số giấy bàn giao")
    unit: str = Field(min_length=1, description="đơn vị nhận")
    rows: list[UnitLine] = Field(description="các dòng: code, procedure, applicant, papers, note")
    officer: str = Field(min_length=1, description="người giao")
    handed_at: str = Field(min_length=1, description="lúc bên giao xác nhận")
    receiver: str = Field("", description="người nhận, khi đã xác nhận")
    receiver_title: str = Field("", description="chức vụ người nhận")
    received_at: str = Field("", description="lúc bên nhận xác nhận")
