"""Bước do cơ quan khác làm, as it stands on the dossier: whose turn it is (`dossiers.hand_on`)."""

from typing import TYPE_CHECKING

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.dossiers.cases import agency_holding

STEP_ELSEWHERE = "step_agency_code <> ''"
"""Said as a text, so that every plan knows that the index of these few is meant."""


class StepElsewhere:
    """Column of a dossier that another agency may do a step of."""

    step_agency_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Cơ quan đang làm bước, where that is another than has the dossier; empty: that one."""

    step_sent_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Người của cơ quan giữ hồ sơ đã chuyển bước đi: he may take it back; empty where nobody sent it, or none is away."""

    if TYPE_CHECKING:
        agency_code: Mapped[str]
        holder_id: Mapped[str | None]
        holder_name: Mapped[str]

    def come_home(self) -> None:
        """The agency that did its step has the dossier itself now: no step of another's, nobody's there in common."""
        self.step_agency_code = self.step_sent_by = ""
        if agency_holding(self.holder_id):
            self.holder_id, self.holder_name = None, ""

    @property
    def step_at(self) -> str:
        """Code of the agency whose turn it is."""
        return self.step_agency_code or self.agency_code

    def worked_on_by(self, agency_code: str) -> bool:
        """The agency that has it, or does its step."""
        return agency_code in (self.agency_code, self.step_at)


class GoesElsewhere:
    """Column of a line of the history after which another agency does the step."""

    to_agency_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Cơ quan khác làm bước sau lượt này; empty: the agency that has the dossier."""

    if TYPE_CHECKING:
        to_holder_id: Mapped[str | None]

    @property
    def goes_to(self) -> str:
        """The same, also of a line from before it was kept apart from the holder."""
        return self.to_agency_code or agency_holding(self.to_holder_id)
