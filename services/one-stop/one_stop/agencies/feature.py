"""The copy of the directory; a person's record comes by way of `moves`, which also looks after the person's work."""

from shared.directory.keeping import PLACES
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature

FEATURE = Feature(work=Work(Handlers(PLACES)))
