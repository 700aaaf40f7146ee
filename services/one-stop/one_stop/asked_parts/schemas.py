"""What comes in about a part that was given, and how it goes out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from one_stop.asked_parts.models import AskedPart
from one_stop.dossiers.schemas import In, Reason
from one_stop.parts.rules import PART_STATE_LABELS, Conclusion
from shared.core.errors import FieldError, Invalid
from shared.printing.printable import PrintedLine, PrintedParagraphs

SHORTEST_OPINION = 5


class Assigning(In):
    """Giao người xử lý; with no name it goes back to whoever takes it."""

    holder_id: Annotated[str, StringConstraints(max_length=64)] = ""


class Answer(In):
    """Dự thảo trả lời: whoever has no opinion, or agrees, may say nothing more."""

    conclusion: Conclusion
    opinion: PrintedParagraphs = ""

    def checked(self) -> "Answer":
        needs = self.conclusion in (Conclusion.CONDITIONS, Conclusion.DISAGREE)
        if needs and len(self.opinion) < SHORTEST_OPINION:
            sentence = "Hãy ghi rõ điều kiện, hoặc lý do không đồng ý."
            raise Invalid("invalid_input", fields=[FieldError("/opinion", "opinion_missing", sentence)])
        return self


class ProgramAnswer(In):
    """Trả lời từ phần mềm của cơ quan: who signed it there, and what he said; `refused` needs the reason as its words."""

    conclusion: Literal["agree", "agree-with-conditions", "disagree", "no-opinion", "refused"]
    opinion: PrintedParagraphs = ""
    signed_by: Annotated[PrintedLine, StringConstraints(min_length=2, max_length=200)]
    """Người ký trả lời."""
    signer_title: Annotated[PrintedLine, StringConstraints(max_length=200)] = ""

    @property
    def refused(self) -> bool:
        return self.conclusion == "refused"

    def checked(self) -> "ProgramAnswer":
        if not self.refused:
            Answer(conclusion=Conclusion(self.conclusion), opinion=self.opinion).checked()
        elif len(self.opinion) < SHORTEST_OPINION:
            sentence = "Hãy ghi lý do từ chối."
            raise Invalid("invalid_input", fields=[FieldError("/opinion", "opinion_missing", sentence)])
        return self


class Refusing(In):
    """Từ chối, trả lại: always with a reason."""

    reason: Reason


class AskedPartOut(BaseModel):
    """Phần việc được giao: all that the asked agency sees."""

    id: UUID
    version: int
    kind: str
    state: str
    state_name: str
    number: int
    from_agency_code: str
    from_agency_name: str
    asked_by_name: str
    dossier_code: str
    procedure_name: str
    owner_name: str
    question: str
    papers: list[dict[str, Any]]
    slip: dict[str, Any]
    asked_at: datetime
    due_at: datetime
    late: bool
    received_at: datetime | None
    ended_at: datetime | None
    holder_id: str | None
    holder_name: str
    conclusion: str
    opinion: str
    signed_by_name: str
    answer: dict[str, Any] | None
    allowed_actions: list[str]

    @classmethod
    def of(cls, part: AskedPart, allowed: tuple[str, ...] = ()) -> "AskedPartOut":
        names = cls.model_fields.keys() - {"state_name", "late", "allowed_actions"}
        return cls(
            **{name: getattr(part, name) for name in names},
            state_name=PART_STATE_LABELS[part.place],
            late=part.is_late(),
            allowed_actions=list(allowed),
        )


class PartMoved(BaseModel):
    """Answer to every act."""

    id: UUID
    version: int
    state: str
