"""How the days of documents are counted."""

from document_exchange.documents.rules import DocumentStatus
from document_exchange.incoming.rules import IncomingState
from shared.contracts.document_exchange import DocumentFigureRecorded
from shared.messaging.figures import Figure, day_of

_ISSUED, _DONE = "COALESCE(numbered_at, sent_at)", "status_at"

FIGURES = [
    Figure(
        "documents-electronic",
        "Văn bản gửi điện tử, trên số đã ban hành",
        DocumentFigureRecorded,
        f"SELECT agency_code, {day_of(_ISSUED)} AS day, count(sent_at) AS numerator, count(*) AS denominator FROM outgoing_document"  # noqa: S608
        f" WHERE {_ISSUED} >= :since AND {_ISSUED} < :until AND status <> '{DocumentStatus.CANCELLED}' AND origin <> 'one-stop' GROUP BY 1, 2",
    ),
    Figure(
        "documents-on-time",
        "Văn bản đến xử lý đúng hạn, trên số đã xong có hạn",
        DocumentFigureRecorded,
        f"SELECT addressee_code AS agency_code, {day_of(_DONE)} AS day,"  # noqa: S608
        f" count(*) FILTER (WHERE {day_of(_DONE)} <= due_on) AS numerator, count(*) AS denominator FROM incoming_document"
        f" WHERE status = '{IncomingState.DONE}' AND due_on IS NOT NULL AND {_DONE} >= :since AND {_DONE} < :until GROUP BY 1, 2",
    ),
]
