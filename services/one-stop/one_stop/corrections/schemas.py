"""What comes in when a dossier is corrected."""

from one_stop.dossiers.schemas import In, Reason
from shared.core.fields import Line, Paragraphs


class Correcting(In):
    """Đính chính: one field, what is right, and why it is known to be."""

    field: Line = ""
    value: Paragraphs = ""
    reason: Reason
