"""Giấy tiếp nhận hồ sơ và hẹn ngày trả kết quả (mẫu 01): printed for whoever hands a dossier in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.printing import file_name
from one_stop.dossiers.receipt import receipt_fields
from one_stop.intake.across import Places, across_fields
from one_stop.procedures.models import ProcedureVersion

SETTLED = "Đã giải quyết và trả kết quả ngay khi tiếp nhận."


@dataclass(frozen=True)
class Receipts:
    """What form 01 says besides the dossier: `given`, the papers that came, and how what was paid is said."""

    prints: PrintShop
    given: Sequence[dict[str, Any]]
    paid: str = ""

    async def print_for(
        self,
        session: AsyncSession,
        dossier: Dossier,
        procedure: ProcedureVersion,
        worker: Worker,
        places: Places,
        now: datetime,
    ) -> Printed:
        """What is settled at once has no other day than the present one."""
        head = await letterhead(session, worker.agency_code)
        data = receipt_fields(head, dossier, procedure, self.given, worker.named, self.prints.address)
        data |= across_fields(places)
        if dossier.settled_at_once:
            data |= {"due_at": now, "due_note": SETTLED}
        data["fee_way"] += f" ({self.paid})" if self.paid else ""
        return await self.prints.print_form("01", dossier.rule_set, data, file_name("giay-tiep-nhan", dossier, now))
