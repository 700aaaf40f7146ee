"""What officers attach comes in pieces where it is large; drafts of whoever leaves go back to the unit; results
of the one-stop stand in the register; what is signed is watched until it is issued."""

from document_exchange.documents.issue_deadlines import ISSUE_JOBS, watch_again
from document_exchange.documents.releasing import follow_merger, release_drafts
from document_exchange.documents.result_numbers import give_up_number, reserve_for_result
from document_exchange.documents.results import enter_result, strike_result
from shared.contracts.event import Event
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.one_stop_calendar import CalendarDecided, HoursDecided
from shared.contracts.one_stop_results import ResultEntryAsked, ResultEntryEnded, ResultNumberAsked, ResultNumberGivenUp
from shared.messaging.inbox import Handler, Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.work import unfinished

HANDLED: dict[type[Event], Handler] = {
    PersonRecorded: release_drafts,
    UnitRecorded: follow_merger,
    ResultNumberAsked: reserve_for_result,
    ResultNumberGivenUp: give_up_number,
    ResultEntryAsked: enter_result,
    ResultEntryEnded: strike_result,
    CalendarDecided: watch_again,
    HoursDecided: watch_again,
}


FEATURE = Feature(work=Work(Handlers(HANDLED), jobs=[unfinished.FORGET, *ISSUE_JOBS]))
