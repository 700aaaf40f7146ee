"""Packets that were accepted and are not yet in the object store."""

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from document_exchange.database import Base


class WaitingPacket(Base):
    """Gói tin chờ vào kho: kept by the accepting transaction itself, for a few seconds."""

    __tablename__ = "waiting_packet"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
