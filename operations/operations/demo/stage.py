"""What every scene with a dossier is put together of: filed, accepted, moved on, left where it can be looked at."""

from typing import Any

from operations.demo.callers import COUNTER, SPECIALIST
from operations.demo.casting import Repertoire
from operations.demo.counter_work import CounterWork, Dossier, NextAct
from operations.demo.playbill import Playbill

_WORDS = {
    "transfer": "chuyển bước sau",
    "claim": "nhận xử lý",
    "finish": "dự thảo kết quả, trình lãnh đạo",
    "sign": "ký số kết quả",
    "hand-over": "trả kết quả",
}


class Stage:
    """Sân khấu của các hồ sơ."""

    def __init__(self, work: CounterWork, repertoire: Repertoire, bill: Playbill) -> None:
        self.work = work
        self.plays = repertoire
        self.bill = bill

    def _file(self, user_name: str, chosen: dict[str, Any], request: str = "", way: str = "online") -> Dossier:
        citizen = self.work.callers.person(user_name)
        procedure = self.work.procedure(chosen["code"])
        with self.bill.step(citizen.name, f"nộp hồ sơ “{short(procedure['name'])}”") as line:
            dossier = self.work.file(user_name, chosen["code"], request=request, way=way)
            amount = f"{procedure['fee']:,}".replace(",", ".")
            fee = f", lệ phí {amount} đồng" if procedure["fee"] else ""
            line.outcome = f"mức độ {procedure['level']}{fee}"
        return dossier

    def _accept(self, dossier: Dossier) -> None:
        officer = self.work.post(dossier, COUNTER)
        with self.bill.step(officer.agency, "thấy hồ sơ trong hàng chờ (qua trục liên thông)"):
            self.work.arrived(dossier)
        with self.bill.step(officer.name, "tiếp nhận, lập giấy tiếp nhận và hẹn trả kết quả (Mẫu 01)") as line:
            line.outcome = self.work.act(dossier, COUNTER, "accept")["code"]

    def _forward(self, dossier: Dossier, until: str) -> None:
        done = ""
        while done != until:
            act = self.work.next_act(dossier)
            self._do(dossier, act)
            done = act.action

    def _forward_to_specialist(self, dossier: Dossier) -> None:
        """Whatever the procedure's steps before: until a specialist has it in hand."""
        while (act := self.work.next_act(dossier)).actor.role != SPECIALIST or act.action == "claim":
            self._do(dossier, act)

    def _do(self, dossier: Dossier, act: NextAct) -> None:
        with self.bill.step(act.actor.name, _WORDS[act.action]):
            self.work.do(dossier, act)

    def _leave(self, dossier: Dossier, what: str) -> None:
        self.bill.look_at(f"/dich-vu-cong/ho-so/{dossier.id}", dossier.citizen.user_name, what)

    def _desk(self, dossier: Dossier, role: str, what: str) -> None:
        self.bill.look_at(f"/mot-cua/ho-so/{dossier.id}", self.work.post(dossier, role).user_name, what)


def short(name: str) -> str:
    return name if len(name) <= 70 else f"{name[:70].rsplit(' ', 1)[0]}…"
