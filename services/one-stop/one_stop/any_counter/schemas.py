"""What officers say when a dossier goes between a receiving counter and the competent agency."""

from one_stop.dossiers.schemas import In, Refusing
from one_stop.intake.schemas import AgencyCode
from shared.printing.printable import PrintedLine


class TakingOver(In):
    """Nhận hồ sơ từ quầy tiếp nhận."""

    note: PrintedLine = ""
    """What came, where that is worth a word."""


class SendingBack(Refusing):
    """Trả lại quầy tiếp nhận, with the reason."""


class SendingAgain(Refusing):
    """Chuyển lại: `reason` is what was done since; `agency_code` another competent agency, where the first was not the right one."""

    agency_code: AgencyCode = ""
