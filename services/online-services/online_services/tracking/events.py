"""What the citizen's timeline listens to."""

from online_services.tracking import actions
from shared.contracts.one_stop import (
    DossierClosed,
    DossierFinished,
    DossierMoved,
    DossierReceived,
    DossierRefused,
    ResultReturned,
    SupplementRequested,
)
from shared.messaging.inbox import Handlers

HANDLERS = Handlers(
    single={
        DossierReceived: actions.note_received,
        DossierRefused: actions.note_refused,
        SupplementRequested: actions.note_supplement_requested,
        DossierMoved: actions.note_moved,
        DossierClosed: actions.note_closed,
        DossierFinished: actions.note_finished,
        ResultReturned: actions.note_returned,
    }
)
