"""What biểu II.06a shows."""

from pydantic import Field

from one_stop.forms.fields import Headed
from shared.printing.forms import Fields


class ReportLine(Fields):
    """Dòng của biểu II.06a."""

    number: str
    name: str
    sum: bool = False
    figures: list[int] = Field(min_length=11, max_length=11)


class Report(Headed):
    """Biểu số II.06a/VPCP/KSTT."""

    period: str = Field(min_length=1, description="kỳ báo cáo")
    until: str = Field(min_length=1, description="thời điểm chốt số liệu")
    scope: str = Field(min_length=1, description="phạm vi")
    rows: list[ReportLine] = Field(
        description="các dòng: number, name, sum (dòng cộng của cơ quan), figures (cột 3 đến 13)"
    )
    figures: list[int] = Field(min_length=11, max_length=11, description="dòng tổng cộng: cột 3 đến 13")
    own_share: str = Field(min_length=1, description="tỷ lệ đúng hạn")
    national_share: str = Field(min_length=1, description="tỷ lệ đúng hạn theo cách tính quốc gia")
    idle: list[str] = Field([], description="cơ quan không có hồ sơ trong kỳ")
    reason: str = Field("", description="lý do thay báo cáo trước")
    signer: str = Field(min_length=1, description="người ký")
    signer_title: str = Field("", description="quyền hạn, chức vụ, mỗi dòng một ý")
