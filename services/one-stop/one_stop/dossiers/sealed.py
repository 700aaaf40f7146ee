"""Ký số của cơ quan on slips that no person signs: wanted as the slip is printed, made after the act by one-stop's worker."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

NO_CERTIFICATE = "seal_no_certificate"
CERTIFICATE_UNUSABLE = "seal_certificate_unusable"
FILE_FAULT = "seal_file_fault"
WAITING = "seal_waiting"
UNSIGNED = "unsigned"
"""In what a slip was made from: whose name stands where a leader's signature would be."""


class Sealed:
    """Giấy có chữ ký số của cơ quan: the file as it was printed stays, the sealed one stands in its place."""

    seal_agency: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Whose certificate it is to bear; empty for what is not sealed by the worker."""
    seal_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the worker looks at it next; None: sealed, given up, or nothing to seal."""
    seal_why: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Why it could not be sealed yet: code of a sentence in `texts.py`."""
    sealed_as: Mapped[UUID | None]
    """Of the file as it was printed: the sealed one, which people are given since."""
    sealed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Of a sealed one: since when."""

    @property
    def unsealed_why(self) -> str:
        """Why it has no agency's signature, as code of a sentence; empty where it has one, or never gets one."""
        if not self.seal_agency or self.sealed_at or self.sealed_as:
            return ""
        return self.seal_why or (WAITING if self.seal_at else "")


SEAL_SENTENCES = {
    WAITING: "Giấy vừa lập đang chờ ký số của cơ quan, thường xong trong ít phút.",
    NO_CERTIFICATE: "Giấy chưa có chữ ký số của cơ quan vì cơ quan chưa có chứng thư số còn hiệu lực. Giấy đã cấp vẫn dùng được; cần bản"
    " có dấu thì in ra, ký và đóng dấu. Quản trị danh bạ của cơ quan xem và đề nghị cấp chứng thư số tại Danh bạ; cấp trong 30 ngày"
    " thì giấy được tự ký số.",
    "result_unsealed": "Kết quả chỉ có chữ ký số của lãnh đạo: lúc ký, cơ quan chưa có chứng thư số còn hiệu lực. Cần bản có dấu thì in ra và"
    " đóng dấu; hoặc khi cơ quan đã có chứng thư số, thu hồi kết quả rồi trình ký lại. Quản trị danh bạ của cơ quan đề nghị cấp tại Danh bạ.",
    CERTIFICATE_UNUSABLE: "Giấy chưa ký số của cơ quan được vì chứng thư số của cơ quan chưa dùng được, hoặc tệp không ký được. Giấy đã cấp vẫn"
    " dùng được; cần bản có dấu thì in ra, ký và đóng dấu. Quản trị danh bạ của cơ quan xem chứng thư số tại Danh bạ.",
    FILE_FAULT: "Giấy chưa ký số của cơ quan được vì hệ thống chưa đọc được hoặc chưa ký được tệp của giấy; hệ thống tự làm lại 15 phút một lần"
    " trong 30 ngày kể từ ngày lập. Giấy đã cấp vẫn dùng được; cần bản có dấu thì in ra, ký và đóng dấu. Không mở được tệp thì báo quản trị"
    " hệ thống xem kho tệp.",
}
"""What the officer reads beside a slip that has no agency's signature."""
