"""What comes in about an apology."""

from one_stop.dossiers.schemas import In, Reason
from shared.core.fields import Day
from shared.printing.printable import PrintedRequiredLine


class ApologyProposing(In):
    """Đề nghị xin lỗi, hẹn lại ngày trả: why, whose delay it is, and the new day."""

    reason: Reason
    delayed_by: PrintedRequiredLine
    due_on: Day
