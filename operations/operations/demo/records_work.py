"""What clerks, specialists and leaders do with documents, each as one call."""

from typing import Any

from operations.demo.callers import CLERK, LEADER, SPECIALIST, Caller, Callers, wait_for
from operations.demo.papers import make_letter
from shared.core.province import Province, this_province

EXCHANGE = "/api/document-exchange/v1"
_WAY = (("submit", SPECIALIST), ("sign", LEADER), ("number", CLERK), ("seal", CLERK), ("send", CLERK))


class RecordsWork:
    """Việc văn thư và xử lý văn bản."""

    def __init__(self, callers: Callers, province: Province | None = None) -> None:
        self.callers = callers
        self._province = province or this_province()

    def draft(self, agency_code: str, subject: str, body: str, to: str = "", **changes: Any) -> dict[str, Any]:
        """Soạn thảo: the draft with its real PDF attached."""
        drafter, leader = self.callers.at(agency_code, SPECIALIST), self.callers.at(agency_code, LEADER)
        new = {"type_code": "CV", "subject": subject, "leader_id": leader.subject} | changes
        document: dict[str, Any] = drafter.post(f"{EXCHANGE}/documents", new)
        letter = make_letter(
            province=self._province.name,
            agency=drafter.agency,
            place=self._province.place_of(agency_code),
            subject=subject,
            to=to or "Các cơ quan, đơn vị trong tỉnh",
            body=body,
            title=leader.title,
            signer=leader.name,
        )
        self.attach(drafter, document, letter, "van-ban.pdf")
        return document

    def attach(self, drafter: Caller, document: dict[str, Any], content: bytes, name: str, part: str = "main") -> None:
        drafter.upload(f"{EXCHANGE}/documents/{document['id']}/files", content, "application/pdf", name=name, part=part)

    def step(self, agency_code: str, role: str, document_id: str, step: str, **body: Any) -> dict[str, Any]:
        done: dict[str, Any] = self.callers.at(agency_code, role).post(
            f"{EXCHANGE}/documents/{document_id}/{step}", body
        )
        return done

    def issue(self, agency_code: str, document_id: str, until: str = "send") -> dict[str, Any]:
        """From the draft on, in the order of the law, up to that step."""
        for step, role in _WAY:
            done = self.step(agency_code, role, document_id, step)
            if step == until:
                break
        return done

    def seen(self, agency_code: str, document_id: str, role: str = CLERK) -> dict[str, Any]:
        found: dict[str, Any] = self.callers.at(agency_code, role).get(f"{EXCHANGE}/documents/{document_id}")
        return found

    def deliveries(self, agency_code: str, document_id: str) -> dict[str, dict[str, Any]]:
        """By addressee."""
        return {one["addressee_code"]: one for one in self.seen(agency_code, document_id)["deliveries"]}

    def arrived(self, receiver_code: str, document: dict[str, Any]) -> dict[str, Any]:
        """The document in that receiver's list, once the axis has brought it and it has been read."""
        clerk = self.callers.at(receiver_code, CLERK)

        def look() -> dict[str, Any] | None:
            items = clerk.get(f"{EXCHANGE}/inbox", limit=100)["items"]
            found = next((one for one in items if one["document_code"] == document["document_code"]), None)
            return found if found and found["subject"] else None

        return wait_for(look, f"văn bản tại {clerk.agency}")

    def enter(self, receiver_code: str, **told: Any) -> dict[str, Any]:
        """Nhập văn bản đến không có gói tin."""
        entered: dict[str, Any] = self.callers.at(receiver_code, CLERK).post(f"{EXCHANGE}/incoming", told)
        return entered

    def report(self, receiver_code: str, role: str, incoming_id: str, code: str, **body: Any) -> dict[str, Any]:
        """Báo trạng thái."""
        done: dict[str, Any] = self.callers.at(receiver_code, role).post(
            f"{EXCHANGE}/incoming/{incoming_id}/status", {"code": code, **body}
        )
        return done

    def inside(self, receiver_code: str, role: str, incoming_id: str, work: str, **body: Any) -> dict[str, Any]:
        """Một việc với văn bản đến trong nội bộ cơ quan."""
        done: dict[str, Any] = self.callers.at(receiver_code, role).post(
            f"{EXCHANGE}/incoming/{incoming_id}/work/{work}", body
        )
        return done

    def wait_for_status(
        self, agency_code: str, document_id: str, statuses: dict[str, str], field: str = "status"
    ) -> None:
        """Until the sender sees each addressee's status."""

        def look() -> bool | None:
            seen = self.deliveries(agency_code, document_id)
            return True if all(seen[code][field] == status for code, status in statuses.items()) else None

        wait_for(look, "trạng thái tại nơi gửi")
