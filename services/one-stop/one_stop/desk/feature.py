"""One dossier: its page and its calls, of several features at once."""

from fastapi import FastAPI

from one_stop.counter import Counter
from one_stop.desk import (
    closing_api,
    closing_pages,
    corrections,
    dossiers_api,
    drafting,
    due_dates,
    due_dates_api,
    exchanges,
    exits,
    labels,
    marks,
    moves_api,
    notes,
    pages,
    parts,
    parts_api,
    procedures_api,
    recalls,
    results_api,
    scanned,
    scans,
    several_results,
    supplements_api,
    tasks,
    walk_ins,
    walk_ins_api,
)
from one_stop.dossiers.print_shop import PrintShop
from one_stop.exchanges.rules import WAY_LABELS, WRITTEN_DOWN
from one_stop.rights import RIGHTS, Right
from one_stop.texts import OUTCOME_KINDS, PART_STATE_KINDS, STATES, STATUS_KINDS, TASK_STATE_KINDS
from one_stop.walk_ins.listing import WALK_INS
from shared.signing.port import SigningPort
from shared.standards.result_states import STATE_KINDS
from shared.web.feature import Feature
from shared.web.navigation import Entry
from shared.work.form_templates import AcceptedTemplates
from shared.work.working_calendar.queries import WorkingTimes


async def start(app: FastAPI) -> None:
    settings = app.state.settings
    app.state.pages.environment.globals.update(
        states=STATES,
        status_kinds=STATUS_KINDS,
        part_state_kinds=PART_STATE_KINDS,
        task_state_kinds=TASK_STATE_KINDS,
        outcome_kinds=OUTCOME_KINDS,
        result_state_kinds=STATE_KINDS,
        message_ways=WAY_LABELS,
        written_down=WRITTEN_DOWN,
    )
    accepted = AcceptedTemplates(app.state.database)
    prints = PrintShop(app.state.files, SigningPort.from_settings(settings), settings.address, accepted)
    app.state.counter = Counter(app.state.database, prints, WorkingTimes(app.state.database))


FEATURE = Feature(
    routers=[
        dossiers_api.router,
        moves_api.router,
        supplements_api.router,
        results_api.router,
        drafting.api,
        several_results.api,
        closing_api.router,
        due_dates_api.router,
        procedures_api.router,
        scans.api,
        parts_api.router,
        recalls.api,
        labels.api,
        walk_ins_api.router,
        marks.api,
        notes.api,
        corrections.api,
        exchanges.api,
    ],
    pages=[
        labels.router,
        labels.local_router,
        marks.router,
        scanned.router,
        pages.router,
        drafting.router,
        several_results.router,
        scans.router,
        exits.router,
        due_dates.router,
        recalls.router,
        closing_pages.router,
        parts.router,
        notes.router,
        corrections.router,
        exchanges.router,
        tasks.router,
        walk_ins.router,
    ],
    navigation=[Entry(text=WALK_INS.title, href=WALK_INS.path, seen_by=RIGHTS[Right.RECEIVE_DOSSIERS], order=61)],
    on_start=start,
)
