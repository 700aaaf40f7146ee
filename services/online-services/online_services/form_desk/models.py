"""The province's own templates that somebody has looked at and accepted."""

from online_services.database import Base
from shared.work.template_versions import AcceptedTemplateRow


class AcceptedTemplate(AcceptedTemplateRow, Base):
    """Mẫu in của tỉnh: `filed-form`."""

    __tablename__ = "accepted_template"
