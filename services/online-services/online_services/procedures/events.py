"""What the catalogue listens to."""

from online_services.procedures.actions import keep_agency, keep_procedure
from shared.contracts.mail_directory import AgencyRecorded
from shared.contracts.one_stop import ProcedurePublished
from shared.inbox import Handlers

HANDLERS = Handlers(single={ProcedurePublished: keep_procedure, AgencyRecorded: keep_agency})
