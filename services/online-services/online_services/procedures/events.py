"""What the catalogue listens to."""

from online_services.procedures.actions import end_procedure, keep_agency, keep_procedure
from shared.contracts.mail_directory import AgencyRecorded
from shared.contracts.one_stop import ProcedureEnded, ProcedurePublished
from shared.messaging.inbox import Handlers

HANDLERS = Handlers(
    single={ProcedurePublished: keep_procedure, ProcedureEnded: end_procedure, AgencyRecorded: keep_agency}
)
