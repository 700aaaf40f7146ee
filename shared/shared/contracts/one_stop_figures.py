"""What one-stop tells of procedures in figures: counts of dossiers, nothing of a person."""

from datetime import date
from typing import ClassVar

from shared.contracts.event import Event


class ProcedureMonthRecorded(Event):
    """Số liệu tháng của một thủ tục ở một cơ quan: what was received and finished, and how much of it in time, as far as the month has come."""

    type: ClassVar[str] = "one-stop.procedure-month-recorded.v1"
    summary: ClassVar[str] = "Số liệu tháng của một thủ tục ở một cơ quan"
    kind: ClassVar[str] = "figure"
    subject_field: ClassVar[str] = "series"

    series: str
    """`<procedure code>/<agency code>`: the months of one procedure at one agency are told in order."""
    procedure_code: str
    procedure_name: str
    agency_code: str
    month: date
    """Its first day, in Việt Nam."""
    received: int
    online: int
    finished: int
    on_time: int
    revision: int
    """1, 2, 3 ... for this procedure, agency and month: a month that runs, or a late fact, changes what was told before."""
