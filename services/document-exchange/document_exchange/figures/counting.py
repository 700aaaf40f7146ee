"""How the days of documents are counted."""

from document_exchange.accesses.rules import READS
from document_exchange.documents.rules import DocumentStatus
from document_exchange.entered.rules import Origin
from document_exchange.incoming.rules import Act, IncomingState
from shared.contracts.document_exchange import DocumentFigureRecorded
from shared.messaging.figures import Figure, day_of
from shared.storage.records import counted_by_day

SENT, RECEIVED, CONNECTED = "documents-electronic", "documents-received", "agencies-connected"
_ISSUED, _DONE = "COALESCE(numbered_at, sent_at)", "status_at"

# Who went on with it before it was done; what was done already when its agency ended is that one's for ever.
_DONE_BY = (
    f"CASE WHEN EXISTS (SELECT FROM incoming_status s WHERE s.incoming_id = incoming_document.id AND s.code = '{Act.CONTINUE}'"
    " AND s.at <= status_at) THEN coalesce(nullif(continued_by, ''), addressee_code) ELSE addressee_code END"
)

# One walk for each agency along its own arrivals; what was struck from the register never came.
_ARRIVED = (
    f"count(*) AS denominator, {day_of('arrived_at')} AS day FROM agency JOIN incoming_document ON addressee_code = agency.code"
    " AND arrived_at >= :since AND arrived_at < :until WHERE struck_reason = ''"
)
_ELECTRONIC = f"count(*) FILTER (WHERE origin = '{Origin.PACKET}') AS numerator"
_OF_IT = "WHERE one.incoming_id = incoming_document.id"
_MOVED = (
    f"count(*) FILTER (WHERE unit_id <> '' OR EXISTS (SELECT FROM assignment one {_OF_IT})"  # noqa: S608
    f" OR EXISTS (SELECT FROM presentation one {_OF_IT})) AS numerator"
)

FIGURES = [
    Figure(
        SENT,
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
    Figure(
        RECEIVED,
        "Văn bản đến nhận điện tử, trên số văn bản đến",
        DocumentFigureRecorded,
        f"SELECT addressee_code AS agency_code, {_ELECTRONIC}, {_ARRIVED} GROUP BY 1, 4",
    ),
    Figure(
        "documents-to-committee",
        "Văn bản gửi Ủy ban nhân dân tỉnh bằng điện tử, trên số đã gửi",
        DocumentFigureRecorded,
        f"SELECT sender_code AS agency_code, {_ELECTRONIC}, {_ARRIVED} AND agency.tier = 'province' AND sender_code <> '' GROUP BY 1, 4",
    ),
    Figure(
        "documents-inside",
        "Văn bản đến luân chuyển trong cơ quan trên hệ thống, trên số đã vào sổ",
        DocumentFigureRecorded,
        f"SELECT addressee_code AS agency_code, {_MOVED}, {_ARRIVED} AND arrival_number IS NOT NULL GROUP BY 1, 4",
    ),
    Figure(
        "document-reads",
        "Lượt mở văn bản, mở tệp",
        DocumentFigureRecorded,
        counted_by_day(READS, day_of("at")),
    ),
]
