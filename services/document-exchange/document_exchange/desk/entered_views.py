"""What the page of an arrival shows besides, where it was entered by hand or has a twin."""

from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.desk import paper_scans
from document_exchange.entered.corrections import list_twins_of
from document_exchange.entered.rules import ORIGIN_LABELS, RETURN_WAYS
from document_exchange.entered.scans import find_scan_of
from document_exchange.entered.sealing import is_sealed
from document_exchange.incoming.models import IncomingDocument
from shared.core import clock
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.uploads import store_of


async def entered_parts(request: Request, session: AsyncSession, incoming: IncomingDocument) -> dict[str, Any]:
    scan = await find_scan_of(session, incoming.id) if incoming.entered and incoming.in_force else None
    return {
        "scan": scan,
        "scan_state": (await store_of(request).states([scan.sha256])).get(scan.sha256) if scan else None,
        "scans": {"largest": LARGEST_UPLOAD, "accept": paper_scans.ACCEPT},
        "sealed": scan is not None and bool(scan.stamped_sha256) and await is_sealed(session, scan),
        "twins": await list_twins_of(session, incoming),
        "origins": ORIGIN_LABELS,
        "return_ways": RETURN_WAYS,
        "today": clock.local_now().date(),
    }
