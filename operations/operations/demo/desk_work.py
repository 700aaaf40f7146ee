"""What a counter does beside receiving: fees, handing over to a unit, for another agency, results on paper."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from operations.demo.callers import COUNTER, LEADER, SPECIALIST, Caller
from operations.demo.casting import Repertoire
from operations.demo.counter_work import ONE_STOP, CounterWork, Dossier
from operations.demo.papers import make_scan
from operations.demo.playbill import Playbill
from operations.demo.stage import Stage, short

DIRECTORY = "/api/mail-directory/v1"


class DeskScenes(Stage):
    """Quầy, sổ và bàn giao, at the agency whose lists the demo shows most of."""

    def __init__(self, work: CounterWork, repertoire: Repertoire, bill: Playbill, agency_code: str) -> None:
        super().__init__(work, repertoire, bill)
        self._here = agency_code

    def play(self) -> None:
        self.bill.scene("Quầy, sổ và bàn giao")
        dossier = self._file(self.plays.citizen(1), self.plays.paid(self._here))
        self._accept(dossier)
        self._pays(dossier)
        self._handed_to_a_unit(dossier)
        self._for_another_agency()
        self._on_paper()

    def _pays(self, dossier: Dossier) -> None:
        officer = self.work.post(dossier, COUNTER)
        with self.bill.step(officer.name, "thu phí, lệ phí bằng tiền mặt, lập biên lai") as line:
            line.outcome = f"biên lai {officer.post(f'{ONE_STOP}/dossiers/{dossier.id}/fee-receipts')['number']}"
        self.bill.look_at("/mot-cua/so-thu-phi", officer.user_name, "sổ thu phí, lệ phí")

    def _handed_to_a_unit(self, dossier: Dossier) -> None:
        """Both lists stay: what the counter gave, and what was taken in by the unit."""
        officer, specialist = self.work.post(dossier, COUNTER), self.work.post(dossier, SPECIALIST)
        with self.bill.step(officer.name, "bàn giao hồ sơ cho đơn vị, lập giấy bàn giao") as line:
            handing = {"unit_id": _unit_of(specialist), "dossiers": [dossier.id]}
            made = officer.post(f"{ONE_STOP}/unit-lists", handing)
            line.outcome = f"{made['number']}, {made['unit'] or made['state_name']}"
        with self.bill.step(specialist.name, "xác nhận đã nhận hồ sơ"):
            specialist.post(f"{ONE_STOP}/unit-lists/{made['id']}/take-in", {"missing": []})
        self._forward_to_specialist(dossier)
        with self.bill.step(specialist.name, "giao bộ phận một cửa một việc trên hồ sơ"):
            due = self.work.today + timedelta(days=7)
            giving = {"to_id": officer.subject, "what": "Gọi người nộp mang bản mẫu.", "due_on": due.isoformat()}
            self.work.act(dossier, SPECIALIST, "tasks", giving)
        self.bill.look_at("/mot-cua/ban-giao", officer.user_name, "giấy bàn giao hồ sơ, hai bên xác nhận")

    def _for_another_agency(self) -> None:
        officer = self.work.callers.at(self._here, COUNTER)
        procedure = self.work.procedure(self.plays.elsewhere(self._here)["code"])
        there = next(code for code in procedure["agency_codes"] if code != self._here)
        with self.bill.step(officer.name, f"tiếp nhận thay cơ quan khác “{short(procedure['name'])}”") as line:
            line.outcome = officer.post(f"{ONE_STOP}/dossiers", _brought(procedure, there))["code"]
        self.bill.look_at("/mot-cua/nhan-cho-co-quan-khac", officer.user_name, "hồ sơ nhận thay, đã chuyển đi")

    def _on_paper(self) -> None:
        officer, leader = self.work.callers.at(self._here, COUNTER), self.work.callers.at(self._here, LEADER)
        for number in (f"{uuid4().hex[:5].upper()}/GP-XB" for _ in range(2)):
            with self.bill.step(officer.name, f"số hóa kết quả giấy {number} đã cấp trước đây"):
                paper = _digitised(officer, number)
        with self.bill.step(leader.name, "đối chiếu bản giấy, ký sao y bản điện tử"):
            leader.post(f"{ONE_STOP}/paper-results/{paper}/sign")
        self.bill.look_at(
            "/mot-cua/so-hoa-ket-qua", leader.user_name, "kết quả giấy được số hóa, một còn chờ đối chiếu"
        )


def _unit_of(officer: Caller) -> str:
    """Of the post he works in; empty where an agency has no units."""
    posts = officer.get(f"{DIRECTORY}/people/{officer.subject}")["posts"]
    name = next((post["unit_name"] for post in posts if post["agency_code"] == officer.agency_code), "")
    units = officer.get(f"{DIRECTORY}/agencies/{officer.agency_code}/units")["items"]
    return next((str(unit["id"]) for unit in units if unit["name"] == name), "")


def _brought(procedure: dict[str, Any], agency_code: str) -> dict[str, Any]:
    """Who came to the counter without an account, with all papers and a declaration on paper."""
    return {
        "procedure_code": procedure["code"],
        "agency_code": agency_code,
        "full_name": "Đặng Thị Mai Hương",
        "address": "27 Trần Hưng Đạo",
        "phone": "0905 227 118",
        "paper_codes": [paper["code"] for paper in procedure["papers"] if paper["required"]],
    }


def _digitised(officer: Caller, number: str) -> str:
    typed = {
        "kind": "Giấy phép xuất bản bản tin",
        "number": number,
        "issued_on": "15/03/2014",
        "issuer": officer.agency,
        "signer": "Nguyễn Văn Lâm",
        "holder_name": "Phan Thị Hồng Nhung",
        "holder_number": "210 123 456",
    }
    scan = {"tep": ("quet.png", make_scan("Giấy phép", f"Số {number}", typed["holder_name"]), "image/png")}
    kept: str = officer.send("POST", f"{ONE_STOP}/paper-results", data=typed, files=scan).json()["id"]
    return kept
