"""What the catalogue listens to."""

from online_services.procedures.actions import end_procedure, keep_procedure, resume_procedure, suspend_procedure
from shared.contracts.one_stop_calendar import CalendarDecided, HoursDecided
from shared.contracts.one_stop_procedures import (
    ProcedureEnded,
    ProcedurePublished,
    ProcedureResumed,
    ProcedureSuspended,
)
from shared.directory.keeping import AGENCIES
from shared.messaging.inbox import Handlers
from shared.work.working_calendar.keeping import take_calendar, take_hours

HANDLERS = Handlers(
    single={
        **AGENCIES,
        ProcedurePublished: keep_procedure,
        ProcedureEnded: end_procedure,
        ProcedureSuspended: suspend_procedure,
        ProcedureResumed: resume_procedure,
        CalendarDecided: take_calendar,
        HoursDecided: take_hours,
    }
)
