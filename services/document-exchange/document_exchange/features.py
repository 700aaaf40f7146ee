"""All that document-exchange is made of."""

from pathlib import Path

from document_exchange.agencies.feature import FEATURE as AGENCIES
from document_exchange.changing.feature import FEATURE as CHANGING
from document_exchange.consulting.feature import FEATURE as CONSULTING
from document_exchange.continuing.feature import FEATURE as CONTINUING
from document_exchange.deliveries.feature import FEATURE as DELIVERIES
from document_exchange.desk.feature import FEATURE as DESK
from document_exchange.documents.feature import FEATURE as DOCUMENTS
from document_exchange.entered.feature import FEATURE as ENTERED
from document_exchange.figures.feature import FEATURE as FIGURES
from document_exchange.incoming.feature import FEATURE as INCOMING
from document_exchange.instructing.feature import FEATURE as INSTRUCTING
from document_exchange.readers.feature import FEATURE as READERS
from document_exchange.rights import RIGHTS
from document_exchange.tasks.feature import FEATURE as TASKS
from document_exchange.texts import TEXTS
from document_exchange.versions.feature import FEATURE as VERSIONS
from shared.web.feature import Member

MEMBER = Member(
    name="document-exchange",
    title="Trao đổi văn bản",
    folder=Path(__file__).parent,
    texts=TEXTS,
    rights=RIGHTS,
    features=[
        AGENCIES,
        DELIVERIES,
        CHANGING,
        INCOMING,
        INSTRUCTING,
        DOCUMENTS,
        CONTINUING,
        FIGURES,
        ENTERED,
        READERS,
        VERSIONS,
        TASKS,
        CONSULTING,
        DESK,
    ],
)
