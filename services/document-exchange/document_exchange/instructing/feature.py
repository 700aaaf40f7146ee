"""Trình, bút phê, phối hợp: what follows the directory, and the mornings on which late parts are told of."""

from document_exchange.instructing.deadlines import PART_DEADLINE
from document_exchange.instructing.leaving import follow_merger, release_presentations
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(
    work=Work(
        Handlers({PersonRecorded: release_presentations, UnitRecorded: follow_merger}),
        jobs=[PART_DEADLINE],
    )
)
