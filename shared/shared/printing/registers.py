"""What every printed register shows, whatever its rows are (a form of `shared.printing.forms`)."""

from datetime import date
from typing import Any

from pydantic import Field

from shared.printing.forms import Fields


class Register(Fields):
    """Sổ in theo mẫu. A register adds its `rows`, each with a text for every column."""

    agency: str = Field(min_length=1, description="cơ quan giữ sổ")
    agency_parent: str = Field("", description="cơ quan cấp trên trực tiếp")
    year: str = Field(min_length=4, description="năm của sổ")
    issued_on: date = Field(description="ngày in")
    officer: str = Field("", description="người in")
    officer_title: str = Field("", description="chức vụ người in")
    chosen: str = Field("", description="điều kiện lọc, khi không in cả sổ")
    volume: str = Field("", description="quyển số mấy, ghi trên bìa; không có thì không in bìa")
    first_day: str = Field("", description="từ ngày, ghi trên bìa")
    last_day: str = Field("", description="đến ngày, ghi trên bìa")
    first_number: str = Field("", description="từ số, ghi trên bìa")
    last_number: str = Field("", description="đến số, ghi trên bìa")
    part: str = Field("", description="phần thứ mấy, khi sổ dài hơn 1.000 dòng")
    cut: str = Field("", description="câu báo sổ còn phần sau")


SAMPLE: dict[str, Any] = {
    "agency": "Sở Thông tin và Truyền thông",
    "agency_parent": "Ủy ban nhân dân tỉnh Mẫu",
    "year": "2026",
    "issued_on": date(2026, 3, 2),
    "officer": "Nguyễn Hoài Nguyệt",
    "officer_title": "Văn thư",
    "volume": "01",
    "first_day": "02/01/2026",
    "last_day": "31/12/2026",
    "first_number": "01",
    "last_number": "980",
}
