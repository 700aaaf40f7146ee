"""What the catalogue listens to."""

from online_services.procedures.actions import end_procedure, keep_procedure, resume_procedure, suspend_procedure
from shared.contracts.one_stop import ProcedureEnded, ProcedurePublished, ProcedureResumed, ProcedureSuspended
from shared.directory.keeping import AGENCIES
from shared.messaging.inbox import Handlers

HANDLERS = Handlers(
    single={
        **AGENCIES,
        ProcedurePublished: keep_procedure,
        ProcedureEnded: end_procedure,
        ProcedureSuspended: suspend_procedure,
        ProcedureResumed: resume_procedure,
    }
)
