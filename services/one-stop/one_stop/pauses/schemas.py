"""What comes in when the clock is stopped and goes on."""

from one_stop.dossiers.schemas import In, Reason
from shared.core.fields import Day
from shared.printing.printable import PrintedLine, PrintedRequiredLine


class Pausing(In):
    """Tạm dừng tính thời hạn: ground, why, the document it rests on, and until when it is expected to last."""

    ground: PrintedRequiredLine
    reason: Reason
    document_number: PrintedRequiredLine
    document_date: Day
    expected_on: Day


class Resuming(In):
    """Tính tiếp thời hạn."""

    note: PrintedLine = ""
