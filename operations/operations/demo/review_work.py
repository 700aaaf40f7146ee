"""Quy trình trình ký on the stage: a draft is looked at before it is signed, comes back with a reason, and goes up again."""

from typing import Any

from operations.demo.callers import CLERK, LEADER, SPECIALIST
from operations.demo.playbill import Playbill
from operations.demo.records_work import EXCHANGE, RecordsWork

_TYPE = "TTr"
"""Tờ trình: the one type that takes this flow, so that all others go straight to the leader."""
_NAME = "Tờ trình: văn thư kiểm tra thể thức"


class ReviewScenes:
    """Kiểm tra dự thảo trước khi ký."""

    def __init__(self, work: RecordsWork, agency_code: str, bill: Playbill) -> None:
        self.work = work
        self.agency = agency_code
        self.bill = bill

    def play(self) -> None:
        self.bill.scene("Kiểm tra dự thảo trước khi ký")
        clerk = self.work.callers.at(self.agency, CLERK)
        with self.bill.step(clerk.name, "lập quy trình trình ký cho tờ trình"):
            flows = clerk.get(f"{EXCHANGE}/review-flows")
            if all(_TYPE not in flow["type_codes"] for flow in flows):
                steps = [{"level": 1, "kind": "form", "whose": "clerk"}]
                clerk.post(f"{EXCHANGE}/review-flows", {"name": _NAME, "type_codes": [_TYPE], "steps": steps})
        document = self._submit()
        with self.bill.step(clerk.name, "trả lại dự thảo, ghi lý do"):
            self.work.step(self.agency, CLERK, document["id"], "return", opinion="Ghi lại căn cứ ban hành")
        with self.bill.step(self.work.callers.at(self.agency, SPECIALIST).name, "sửa, trình lại"):
            self.work.step(self.agency, SPECIALIST, document["id"], "submit", opinion="Đã ghi lại căn cứ")
        with self.bill.step(clerk.name, "đồng ý, ký nháy đúng tệp đã xem"):
            self.work.step(self.agency, CLERK, document["id"], "agree", opinion="Đúng thể thức")
        leader = self.work.callers.at(self.agency, LEADER)
        self.bill.look_at("/van-ban/quy-trinh", clerk.user_name, "quy trình trình ký của cơ quan")
        self.bill.look_at(f"/van-ban/di/{document['id']}", leader.user_name, "dự thảo đã ký nháy, chờ ký")
        self.bill.look_at("/van-ban/di/ky-lan-luot", leader.user_name, "xem và ký lần lượt những gì chờ ký")

    def _submit(self) -> dict[str, Any]:
        drafter = self.work.callers.at(self.agency, SPECIALIST)
        with self.bill.step(drafter.name, "soạn tờ trình, trình kiểm tra"):
            document = self.work.draft(
                self.agency,
                "Đề nghị phê duyệt kế hoạch chuyển đổi số",
                "Kính trình xem xét, phê duyệt kế hoạch.",
                type_code=_TYPE,
                all_agencies=True,
            )
            self.work.step(self.agency, SPECIALIST, document["id"], "submit")
        return document
