"""The province as forms and pages name it."""

from sqlalchemy import SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


class Province(Base):
    """Tỉnh: what forms and pages say about the place."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    seat: Mapped[str] = mapped_column(Text)
    hotline: Mapped[str] = mapped_column(Text)
    rule_set: Mapped[str] = mapped_column(Text)
    online_intake_hours: Mapped[int] = mapped_column(SmallInteger)
