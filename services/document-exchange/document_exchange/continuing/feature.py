"""What an agency had to send and to work on goes on at its successor."""

from document_exchange.continuing.actions import CONTINUE, LOOK_AGAIN, agency_merged
from shared.contracts.mail_directory import AgencyMerged
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers({AgencyMerged: agency_merged}), jobs=[CONTINUE, LOOK_AGAIN]))
