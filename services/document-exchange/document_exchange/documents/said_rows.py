"""What a document says of itself in its packet besides what is on its first lines (QĐ 28/2018 Điều 10)."""

from sqlalchemy import SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column


class SaidRow:
    """Thông tin ghi trong gói tin."""

    steering: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)
    """Tính chất chỉ đạo (`SteeringType`): 1 direction, 2 an answer to it."""
    printed_receivers: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Nơi nhận as printed on the document, a line each (`ToPlaces`); empty: only where the file copy lies."""
    typer_notation: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Ký hiệu người soạn thảo; empty: the unit's."""
    paper: Mapped[str] = mapped_column(Text, server_default="", default="")
    """`receivers.rules.PaperCopy`: whether a paper goes with what is sent, or is what counts."""
    unit: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Đơn vị soạn thảo, as it stands in a công văn's notation."""

    @property
    def places(self) -> tuple[str, ...]:
        """Nơi nhận as its packet says them."""
        lines = tuple(line for line in self.printed_receivers.splitlines() if line)
        return lines or (", ".join(filter(None, ("Lưu: VT", self.unit))),)
