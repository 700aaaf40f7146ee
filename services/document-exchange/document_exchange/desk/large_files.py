"""Tệp lớn của các biểu mẫu văn bản: they go ahead of their form in pieces, and the form names them (decision 27).

Whoever drafts may send them; clerks, who bring in packets and scans of papers, draft too.
"""

from document_exchange.packets.parsing import LARGEST_PACKET
from document_exchange.problems import PROBLEMS
from document_exchange.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.resumable import Taking, resumable_routes

calls = resumable_routes(
    "/api/document-exchange/v1/uploads", require(RIGHTS, Right.DRAFT), Taking(LARGEST_PACKET), PROBLEMS
)
