"""Lấy ý kiến dự thảo: what the axis and the directory bring, and the mornings on which a term is told of."""

from document_exchange.consulting.deadlines import OPINION_DEADLINE
from document_exchange.consulting.events import take_asked, take_given
from document_exchange.consulting.leaving import follow_merger, release_opinions
from shared.contracts.document_exchange_opinions import OpinionAsked, OpinionGiven
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(
    work=Work(
        Handlers(
            {
                OpinionAsked: take_asked,
                OpinionGiven: take_given,
                PersonRecorded: release_opinions,
                UnitRecorded: follow_merger,
            }
        ),
        jobs=[OPINION_DEADLINE],
    )
)
