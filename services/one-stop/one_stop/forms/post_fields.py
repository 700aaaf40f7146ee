"""What the lists for the post and for a unit show, and a receipt of fees."""

from datetime import date

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


class FeeRow(Fields):
    """Một khoản thu."""

    kind: str = ""
    name: str
    amount: str


class FeeReceiptSheet(Headed):
    """Biên lai thu phí, lệ phí."""

    number: str = Field(min_length=1, description="số biên lai")
    payer: str = Field(min_length=1, description="người nộp tiền")
    address: str = Field("", description="địa chỉ người nộp")
    rows: list[FeeRow] = Field(description="các khoản thu: kind, name, amount")
    total: str = Field(min_length=1, description="tổng cộng")
    exempt: str = Field("", description="nhóm được miễn, giảm và căn cứ")
    officer: str = Field(min_length=1, description="người thu tiền")


FEE_SAMPLE = {
    "agency_parent": "UBND TỈNH MẪU",
    "agency": "SỞ XÂY DỰNG",
    "place": "Sông Mẫu",
    "issued_on": date(2026, 3, 2),
    "number": "0000001/2026",
    "code": "000.00.31.H99-260302-0001",
    "procedure": "Cấp giấy phép xây dựng",
    "payer": "Trần Thị Ngọc Lan",
    "address": "12 Lê Lợi",
    "rows": [{"kind": "Lệ phí", "name": "Lệ phí cấp giấy phép", "amount": "15.000 đồng"}],
    "total": "15.000 đồng",
    "exempt": "",
    "officer": "Tạ Thị Hồng Mai",
    "officer_title": "Công chức Bộ phận Một cửa",
}
