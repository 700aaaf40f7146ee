"""A dossier and the officer before it, as the rules see them. Pure values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from one_stop.procedures.rules import Step, step_after
from shared.standards.dossier_status import DossierStatus

SPECIALIST = "specialist"
COUNTER_OFFICER = "counter-officer"
LEADER = "leader"

SENT, SENT_BACK = "sent", "sent-back"
"""Chuyển đến cơ quan có thẩm quyền: on the way from the counter that received it, and not taken over by the agency that decides."""

HELD_BY_AGENCY = "agency:"
"""Begins the holder of a dossier whose step another agency does while nobody there has it: its code follows, its name is the holder's."""


def held_by_agency(agency_code: str) -> str:
    """The holder while nobody of the other agency whose step it is has taken it."""
    return f"{HELD_BY_AGENCY}{agency_code}"


def agency_holding(holder_id: str | None) -> str:
    """Code of the other agency that holds it in common; empty where somebody has it, or it waits at the agency that has the dossier."""
    return holder_id.removeprefix(HELD_BY_AGENCY) if holder_id and holder_id.startswith(HELD_BY_AGENCY) else ""


PROPOSED = "proposed"
SIGNED = "signed"


@dataclass(frozen=True)
class Standing:
    """Where a dossier is: all that deciding the next move needs."""

    status: DossierStatus
    agency_code: str
    position: int
    holder_id: str | None
    supplements_asked: int = 0
    has_draft: bool = False
    received: bool = True
    """It has been accepted: its term has begun."""
    lapsed: bool = False
    """A supplement was asked for and its time is over."""
    stop_proposed: bool = False
    """A specialist has proposed to stop; a leader decides."""
    settled: bool = False
    """It was decided what becomes of fee and papers."""
    unit_id: str = ""
    """Đơn vị trực thuộc in whose hands or on whose list it is."""
    apology: str = ""
    """Văn bản xin lỗi, hẹn lại: none yet, `PROPOSED` or `SIGNED`."""
    paused: bool = False
    """The clock stands still on another ground than a supplement."""
    extensions_left: int = 0
    """How often its procedure still allows the term to be extended."""
    awaits: str = ""
    """Phần việc liên thông that it does not go on without: at whom, until when; empty for none."""
    skipped: Collection[int] = frozenset()
    """Positions of the steps that this dossier does not go through."""
    received_agency_code: str = ""
    """Nơi tiếp nhận; empty: the competent agency's own counter."""
    return_agency_code: str = ""
    """Nơi trả kết quả; empty: the competent agency's own counter."""
    pause_proposed: bool = False
    """A specialist has proposed to stop the clock; a leader decides."""
    transit: str = ""
    """On the way from the receiving counter to the competent agency (`dossiers.elsewhere`); empty where it has arrived."""
    at_once: bool = False
    """Giải quyết ngay tại quầy: no result lies here that could be taken back."""
    step_agency_code: str = ""
    """Cơ quan đang làm bước, where that is another than has the dossier."""
    step_sent_by: str = ""
    """Who sent it there, of the agency that has it."""

    @property
    def waiting_holder(self) -> str | None:
        """The holder as long as nobody has it."""
        return held_by_agency(self.step_agency_code) if self.step_agency_code else None


@dataclass(frozen=True)
class Holder:
    """Người thụ lý."""

    person_id: str
    name: str


BY_ITSELF = "Tự động"
CALENDAR = "Lịch làm việc"
CATALOGUE = "Thay đổi thủ tục"
"""In whose name the house itself moves a dossier; so does the directory (`shared.directory.keeping`)."""


@dataclass(frozen=True)
class Worker:
    """Người đang thao tác: an officer at one agency."""

    person_id: str
    name: str
    agency_code: str
    roles: frozenset[str]
    post: str = ""
    """Vị trí công tác in which he acts."""
    giver: Holder | None = None
    """Whose desk a delegate works at: what he takes is held by this person."""
    behalf: str = ""
    """The same, as the evidence log names people."""
    title: str = ""
    """Chức vụ of that post."""
    given: frozenset[str] = frozenset()
    """What he comes with beside roles (`shared.access.rights.callers_of`): a delegate's powers, heading a unit."""
    leads: str = ""
    """The unit within which a head gives out work; empty for who leads none, or gives it out in the whole agency."""

    @property
    def desk(self) -> Holder:
        return self.giver or Holder(self.person_id, self.name)

    @property
    def named(self) -> tuple[str, str]:
        """As papers name who made them: full name, with "thay mặt …" where it was for another, and title."""
        return self.name, self.title

    @property
    def delegate_title(self) -> str | None:
        """The own title of who works at another's desk; None for who works at his own."""
        return self.title if self.giver else None


@dataclass(frozen=True)
class Case:
    """Hồ sơ và người đang thao tác: what the conditions of the table look at."""

    standing: Standing
    steps: Sequence[Step]
    worker: Worker

    @property
    def state(self) -> DossierStatus:
        return self.standing.status

    @property
    def callers(self) -> frozenset[str]:
        return self.worker.roles | self.worker.given

    @property
    def step(self) -> Step:
        return self.steps[self.standing.position]

    @property
    def following(self) -> Step | None:
        return step_after(self.steps, self.standing.position, self.standing.skipped)

    @property
    def own(self) -> bool:
        """Of the agency that decides."""
        return self.worker.agency_code == self.standing.agency_code

    @property
    def received_here(self) -> bool:
        """By the own counter for another agency."""
        return not self.own and self.worker.agency_code == self.standing.received_agency_code

    @property
    def step_here(self) -> bool:
        """The step is done at the worker's agency."""
        return self.worker.agency_code == (self.standing.step_agency_code or self.standing.agency_code)

    @property
    def anothers(self) -> bool:
        own = self.worker.desk.person_id, held_by_agency(self.worker.agency_code)
        return self.standing.holder_id not in (None, *own)

    @property
    def in_own_unit(self) -> bool:
        return bool(self.worker.leads) and self.worker.leads == self.standing.unit_id

    @property
    def unclaimed(self) -> bool:
        return self.step.role == SPECIALIST and self.standing.holder_id in (None, self.standing.waiting_holder)
