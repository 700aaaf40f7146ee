"""What an officer says of a scan."""

from one_stop.dossiers.schemas import In
from shared.core.fields import OptionalDay
from shared.printing.printable import PrintedLine


class Describing(In):
    """Dữ liệu của giấy tờ, as the officer reads it off the paper."""

    number: PrintedLine = ""
    issued_on: OptionalDay = None
    issuer: PrintedLine = ""
