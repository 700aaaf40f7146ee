"""How the days of documents are counted."""

from document_exchange.documents.rules import DocumentStatus
from document_exchange.incoming.rules import Act, IncomingState
from shared.contracts.document_exchange import DocumentFigureRecorded
from shared.messaging.figures import Figure, day_of

_ISSUED, _DONE = "COALESCE(numbered_at, sent_at)", "status_at"

# Who went on with it before it was done; what was done already when its agency ended is that one's for ever.
_DONE_BY = (
    f"CASE WHEN EXISTS (SELECT FROM incoming_status s WHERE s.incoming_id = incoming_document.id AND s.code = '{Act.CONTINUE}'"
    " AND s.at <= status_at) THEN coalesce(nullif(continued_by, ''), addressee_code) ELSE addressee_code END"
)

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
        f"SELECT {_DONE_BY} AS agency_code, {day_of(_DONE)} AS day,"  # noqa: S608
        f" count(*) FILTER (WHERE {day_of(_DONE)} <= due_on) AS numerator, count(*) AS denominator FROM incoming_document"
        f" WHERE status = '{IncomingState.DONE}' AND due_on IS NOT NULL AND {_DONE} >= :since AND {_DONE} < :until GROUP BY 1, 2",
    ),
]
