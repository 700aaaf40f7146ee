"""Nhiệm vụ on the stage: given by the chairman, dealt out, reported on, asked to be longer; then the board, and a week of the schedule."""

from datetime import timedelta
from typing import Any

from operations.demo.callers import CLERK, LEADER, SPECIALIST, Caller, wait_for
from operations.demo.casting import Agencies
from operations.demo.playbill import Playbill
from operations.demo.records_work import EXCHANGE, RecordsWork
from shared.core import clock


class DirectiveScenes:
    """Chỉ đạo, điều hành: nhiệm vụ và lịch công tác."""

    def __init__(self, work: RecordsWork, agencies: Agencies, giving: str, bill: Playbill) -> None:
        """`giving`: the agency whose chairman gives the task."""
        self.work = work
        self.cast = agencies
        self.giving = giving
        self.bill = bill
        near = (agencies.answering, agencies.returning, agencies.issuing)
        self.helping = next(code for code in near if code not in (giving, agencies.assigning))

    def play(self) -> None:
        self.bill.scene("Chỉ đạo, điều hành: nhiệm vụ có hạn, lịch công tác")
        chairman = self.work.callers.at(self.giving, LEADER)
        task = self._give(chairman)
        self._report(task)
        self.bill.look_at("/nhiem-vu/bang-theo-doi", chairman.user_name, "bảng theo dõi: từng cơ quan, từng lĩnh vực")
        self.bill.look_at(f"/nhiem-vu/{task['id']}", chairman.user_name, "nhiệm vụ có đề nghị gia hạn chờ quyết định")
        self._meet()

    def _give(self, chairman: Caller) -> dict[str, Any]:
        with self.bill.step(chairman.name, "giao nhiệm vụ cho một cơ quan chủ trì, một cơ quan phối hợp") as line:
            task: dict[str, Any] = chairman.post(
                f"{EXCHANGE}/tasks",
                {
                    "subject": "Hoàn thành số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
                    "field": "chuyen-doi-so",
                    "source": "meeting",
                    "source_text": "Kết luận họp giao ban tháng",
                    "due_on": (clock.local_now().date() + timedelta(days=2)).isoformat(),
                    "parts": [
                        {"whose": f"agency:{self.cast.assigning}", "part": "lead"},
                        {"whose": f"agency:{self.helping}", "part": "cooperate"},
                    ],
                },
            )
            line.outcome = task["code"]
        return task

    def _report(self, task: dict[str, Any]) -> None:
        leader = self.work.callers.at(self.cast.assigning, LEADER)
        specialist = self.work.callers.at(self.cast.assigning, SPECIALIST)
        with self.bill.step(f"{leader.name}, {leader.agency}", "phân công chuyên viên thực hiện"):
            copy = wait_for(lambda: self._copy(leader, task), f"nhiệm vụ tại {leader.agency}")
            parts = [{"whose": f"person:{specialist.subject}", "part": "lead"}]
            leader.post(f"{EXCHANGE}/tasks/{copy['id']}/distribute", {"parts": parts})
        with self.bill.step(specialist.name, "báo tiến độ 40%, xin gia hạn"):
            said = {"words": "Đã số hóa 1.200 trên 3.000 kết quả", "percent": 40}
            specialist.post(f"{EXCHANGE}/tasks/{copy['id']}/progress", said)
            day = (clock.local_now().date() + timedelta(days=9)).isoformat()
            asked = {"words": "Chờ bổ sung máy quét", "due_on": day}
            specialist.post(f"{EXCHANGE}/tasks/{copy['id']}/ask-extension", asked)
        self.bill.look_at(f"/nhiem-vu/{copy['id']}", specialist.user_name, "nhiệm vụ được giao, báo tiến độ tại đây")

    def _copy(self, leader: Caller, task: dict[str, Any]) -> dict[str, Any] | None:
        items = leader.get(f"{EXCHANGE}/tasks", scope="came", limit=100)["items"]
        return next((one for one in items if one["origin_id"] == task["id"]), None)

    def _meet(self) -> None:
        clerk = self.work.callers.at(self.giving, CLERK)
        leader = self.work.callers.at(self.giving, LEADER)
        with self.bill.step(clerk.name, "đăng ký, công bố lịch họp giao ban"):
            entry: dict[str, Any] = clerk.post(
                f"{EXCHANGE}/schedule",
                {
                    "title": "Họp giao ban, kiểm điểm tiến độ nhiệm vụ",
                    "day": (clock.local_now().date() + timedelta(days=1)).isoformat(),
                    "begins": "08:00",
                    "ends": "09:30",
                    "place": "Phòng họp tầng 2",
                    "chair_id": leader.subject,
                    "anyway": True,
                },
            )
            clerk.post(f"{EXCHANGE}/schedule/{entry['id']}/publish", {"anyway": True})
        self.bill.look_at(f"/lich-cong-tac/{entry['id']}", leader.user_name, "lịch công tác: sửa, hoãn, soạn giấy mời")
