"""What the citizen's timeline listens to."""

from online_services.tracking import actions
from online_services.tracking.changing import note_form_sealed, note_result_changed, note_result_digitised
from online_services.tracking.groups import note_branch, note_first_result
from online_services.tracking.parties import note_parties
from shared.contracts.one_stop import (
    DossierClosed,
    DossierFinished,
    DossierMoved,
    DossierReceived,
    DossierRefused,
    DueMoved,
    HandOverUndone,
    ResultRecalled,
    ResultReminded,
    ResultReturned,
    SupplementReminded,
    SupplementRequested,
)
from shared.contracts.one_stop_aside import DossierCorrected, FormSealed, PartiesTold
from shared.contracts.one_stop_groups import BranchTold, FirstResultIssued
from shared.contracts.one_stop_results import ResultChanged, ResultDigitised
from shared.messaging.inbox import Handlers

HANDLERS = Handlers(
    single={
        DossierReceived: actions.note_received,
        DossierRefused: actions.note_refused,
        SupplementRequested: actions.note_supplement_requested,
        DossierMoved: actions.note_moved,
        DueMoved: actions.note_due_moved,
        DossierClosed: actions.note_closed,
        DossierFinished: actions.note_finished,
        ResultRecalled: actions.note_result_recalled,
        ResultChanged: note_result_changed,
        ResultDigitised: note_result_digitised,
        HandOverUndone: actions.note_hand_over_undone,
        DossierCorrected: actions.note_corrected,
        PartiesTold: note_parties,
        FormSealed: note_form_sealed,
        FirstResultIssued: note_first_result,
        BranchTold: note_branch,
        ResultReturned: actions.note_returned,
        ResultReminded: actions.note_reminded,
        SupplementReminded: actions.note_supplement_reminded,
    }
)
