"""The province's own templates of registers that somebody has looked at and accepted, and registers that were printed and stored."""

from sqlalchemy import Index

from document_exchange.database import Base
from shared.work.stored_prints import StoredPrintRow
from shared.work.template_versions import AcceptedTemplateRow


class AcceptedTemplate(AcceptedTemplateRow, Base):
    """Mẫu in của tỉnh: `register-outgoing`, `register-incoming`."""

    __tablename__ = "accepted_template"


class StoredPrint(StoredPrintRow, Base):
    """Bản in sổ đã lưu."""

    __tablename__ = "stored_print"
    __table_args__ = (Index("ix_stored_print_register", "agency_code", "register", "made_at"),)
