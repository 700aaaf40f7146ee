"""What citizens and officers do with a dossier, each as one call; the scenes and the journeys put them together."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from operations.demo.callers import COUNTER, LEADER, SPECIALIST, Caller, Callers, Refused, wait_for
from operations.demo.declarations import declare, load_people
from operations.demo.papers import make_paper
from shared.core.province import read_province

ONLINE = "/api/online-services/v1"
ONE_STOP = "/api/one-stop/v1"
_POSTS = {"counter-officer": COUNTER, "specialist": SPECIALIST, "leader": LEADER}


@dataclass
class Dossier:
    """Một hồ sơ trong tay người diễn."""

    id: str
    procedure: dict[str, Any]
    citizen: Caller
    agency_code: str

    @property
    def name(self) -> str:
        return str(self.procedure["name"])


@dataclass
class NextAct:
    """Bước tiếp theo của một hồ sơ."""

    actor: Caller
    action: str
    body: dict[str, Any]


class CounterWork:
    """Việc của người dân và của bộ phận một cửa."""

    def __init__(self, callers: Callers, province: Path, today: date) -> None:
        self.callers = callers
        self.today = today
        self.province = read_province(province)
        self._people = load_people(province)

    def procedure(self, code: str) -> dict[str, Any]:
        found: dict[str, Any] = self.callers.anyone("GET", f"{ONLINE}/procedures/{code}").json()
        return found

    def declaration(self, user_name: str, form_id: str, request: str = "") -> dict[str, Any]:
        return declare(form_id, self._people[user_name], self.today, request)

    def attach(self, citizen: Caller, paper: dict[str, Any], body: str) -> dict[str, str]:
        """Upload one paper; what the submission says about it."""
        content = make_paper(paper["name"], body, citizen.name)
        kept = citizen.upload(f"{ONLINE}/files", content, name=f"{paper['code']}.pdf")
        return {"paper_code": paper["code"], "file_id": kept["id"]}

    def submission(
        self, citizen: Caller, procedure: dict[str, Any], agency_code: str = "", request: str = "", way: str = "online"
    ) -> dict[str, Any]:
        """The body of a filing: answers of the whole form and every required paper, uploaded."""
        body = f"Kèm theo hồ sơ: {procedure['name']}."
        return {
            "procedure_code": procedure["code"],
            "agency_code": agency_code or procedure["agency_codes"][0],
            "answers": self.declaration(citizen.user_name, procedure["form"]["id"], request),
            "papers": [
                self.attach(citizen, paper, body)
                for paper in procedure["papers"]
                if paper["required"] and not paper["from_form"]
            ],
            "return_channel": way,
        }

    def file(self, user_name: str, code: str, agency_code: str = "", request: str = "", way: str = "online") -> Dossier:
        """Nộp hồ sơ."""
        citizen = self.callers.person(user_name)
        procedure = self.procedure(code)
        body = self.submission(citizen, procedure, agency_code, request, way)
        filed = citizen.post(f"{ONLINE}/submissions", body)
        return Dossier(filed["id"], procedure, citizen, filed["agency_code"])

    def post(self, dossier: Dossier, role: str) -> Caller:
        return self.callers.at(dossier.agency_code, _POSTS.get(role, role))

    def arrived(self, dossier: Dossier) -> dict[str, Any]:
        """The dossier as the counter sees it, once the axis has brought it."""

        def look() -> dict[str, Any] | None:
            try:
                return self.seen_by(dossier, COUNTER)
            except Refused as refused:
                if refused.status == 404:
                    return None
                raise

        return wait_for(look, "hồ sơ tại bộ phận một cửa")

    def seen_by(self, dossier: Dossier, role: str) -> dict[str, Any]:
        found: dict[str, Any] = self.post(dossier, role).get(f"{ONE_STOP}/dossiers/{dossier.id}")
        return found

    def act(self, dossier: Dossier, role: str, action: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        done: dict[str, Any] = self.post(dossier, role).post(f"{ONE_STOP}/dossiers/{dossier.id}/{action}", body)
        return done

    def followed(self, dossier: Dossier, status: int) -> dict[str, Any]:
        """The citizen's own page of it, once it shows that status."""

        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = dossier.citizen.get(f"{ONLINE}/submissions/{dossier.id}")
            return found if found["status"] == status else None

        return wait_for(look, "trạng thái mới tại trang của người nộp")

    def next_act(self, dossier: Dossier) -> NextAct:
        """Who has it now and what that person will do, as the procedure's own table of steps says."""
        seen = self.seen_by(dossier, COUNTER)
        steps = self.post(dossier, COUNTER).get(f"{ONE_STOP}/procedures/{dossier.procedure['code']}")["steps"]
        step = next(step for step in steps if step["code"] == seen["step_code"])
        actor = self.post(dossier, step["role"])
        action, body = self._next_act(dossier, actor, step)
        return NextAct(actor, action, body)

    def do(self, dossier: Dossier, act: NextAct) -> dict[str, Any]:
        done: dict[str, Any] = act.actor.post(f"{ONE_STOP}/dossiers/{dossier.id}/{act.action}", act.body)
        return done

    def _next_act(self, dossier: Dossier, actor: Caller, step: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        seen = actor.get(f"{ONE_STOP}/dossiers/{dossier.id}")
        allowed = seen["allowed_actions"]
        if "claim" in allowed:
            return "claim", {}
        if "finish" in allowed:
            return "finish", self.draft_of(dossier)
        if "sign" in allowed:
            return "sign", {"note": "Đồng ý"}
        if "hand-over" in allowed:
            return "hand-over", _fetched_by(seen["applicant"])
        holder = self.post(dossier, SPECIALIST).subject if "assign" in step["actions"] else ""
        return "transfer", {"holder_id": holder, "note": "Thẩm định theo quy định" if holder else ""}

    def pausing(self) -> dict[str, Any]:
        """Tạm dừng tính thời hạn để kiểm tra thực địa."""
        return {
            "ground": "field-check",
            "reason": "Hẹn người nộp cùng kiểm tra hiện trạng.",
            "document_number": "45/TB",
            "document_date": self.today.isoformat(),
            "expected_on": (self.today + timedelta(days=7)).isoformat(),
        }

    def propose_apology(self, dossier: Dossier) -> None:
        """Đề nghị xin lỗi, hẹn lại: the first working day that lies a week behind the present date."""
        due = date.fromisoformat(self.seen_by(dossier, SPECIALIST)["due_at"][:10])
        reason = "Hiện trạng khác bản vẽ nên phải thẩm định lại."
        for days in range(7, 30):
            day = (due + timedelta(days=days)).isoformat()
            try:
                body = {"reason": reason, "delayed_by": "Phòng chuyên môn", "due_on": day}
                self.act(dossier, SPECIALIST, "propose-apology", body)
            except Refused:
                continue  # a day of rest
            return

    def draft_of(self, dossier: Dossier) -> dict[str, Any]:
        """Dự thảo kết quả."""
        return {
            "number": f"{dossier.id[-4:].upper()}/{self.today.year}/KQ",
            "title": dossier.procedure["result_name"],
            "body": f"Xét hồ sơ “{dossier.name}” của {dossier.citizen.name}; hồ sơ đủ điều kiện theo quy định.\n"
            "Kết quả này có hiệu lực kể từ ngày ký.",
        }

    def forward_until(self, dossier: Dossier, action: str) -> dict[str, Any]:
        """Go on until that action has been done."""
        for _ in range(12):
            act = self.next_act(dossier)
            answer = self.do(dossier, act)
            if act.action == action:
                return answer
        raise AssertionError(f"{action} was never reached")

    def ask(self, dossier: Dossier, question: str, to_agency: str = "") -> list[str]:
        """Lấy ý kiến: one agency, or two; their codes."""
        able = self.callers.agencies_with(COUNTER, SPECIALIST, LEADER)
        asked = [to_agency] if to_agency else [code for code in able if code != dossier.agency_code][:2]
        to = [{"agency_code": code} for code in asked]
        self.act(dossier, SPECIALIST, "parts", {"to": to, "question": question})
        return asked

    def answer(self, dossier: Dossier, agency_code: str) -> str:
        """Trả lời ý kiến: taken in, drafted and signed there; the conclusion as the asking agency sees it."""
        counter, expert, leader = (self.callers.at(agency_code, role) for role in (COUNTER, SPECIALIST, LEADER))
        code = self.seen_by(dossier, SPECIALIST)["code"]

        def look() -> str | None:
            found = counter.get(f"{ONE_STOP}/asked-parts", q=code)["items"]
            return str(found[0]["id"]) if found else None

        part = f"{ONE_STOP}/asked-parts/{wait_for(look, 'phần việc tại cơ quan được hỏi')}"
        counter.post(f"{part}/take-in")
        expert.post(f"{part}/claim")
        opinion = "Thống nhất với nội dung hồ sơ, đề nghị giải quyết theo quy định."
        expert.post(f"{part}/draft", {"conclusion": "agree", "opinion": opinion})
        leader.post(f"{part}/sign")

        def answered() -> str | None:
            parts = self.post(dossier, SPECIALIST).get(f"{ONE_STOP}/dossiers/{dossier.id}/parts")["items"]
            return next((one["opinion"] for one in parts if one["state"] == "answered"), None)

        return wait_for(answered, "trả lời tại cơ quan hỏi")


def _fetched_by(applicant: dict[str, Any]) -> dict[str, Any]:
    """The applicant comes himself and shows what the dossier knows of him."""
    number = applicant["personal_id"]
    shown = {"identity_kind": "citizen-card" if number else "other", "identity_number": number or "GT-01"}
    return {"capacity": "applicant", **shown}
