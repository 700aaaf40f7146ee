"""What comes in when a term is extended."""

from typing import Annotated

from pydantic import Field

from one_stop.dossiers.schemas import In, Reason
from shared.core.fields import Day
from shared.printing.printable import PrintedRequiredLine


class Extending(In):
    """Gia hạn: by how much in the unit of the term, why, and the document that decides it."""

    amount: Annotated[int, Field(ge=1, le=999)]
    reason: Reason
    document_number: PrintedRequiredLine
    document_date: Day
