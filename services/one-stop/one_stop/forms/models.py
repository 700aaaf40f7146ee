"""The province's own templates that somebody has looked at and accepted, and registers that were printed and stored."""

from sqlalchemy import Index

from one_stop.database import Base
from shared.work.stored_prints import StoredPrintRow
from shared.work.template_versions import AcceptedTemplateRow, TemplateDraftRow


class AcceptedTemplate(AcceptedTemplateRow, Base):
    """Mẫu in của tỉnh: forms by their numbers `01` ... `06`, `register` and `result`."""

    __tablename__ = "accepted_template"


class TemplateDraft(TemplateDraftRow, Base):
    """Bản nháp mẫu in riêng của thủ tục."""

    __tablename__ = "template_draft"


class StoredPrint(StoredPrintRow, Base):
    """Bản in sổ đã lưu."""

    __tablename__ = "stored_print"
    __table_args__ = (Index("ix_stored_print_register", "agency_code", "register", "made_at"),)
