"""Indexes of dossiers: lists, searches and figures of a full agency are each read from one."""

from sqlalchemy import Index, UniqueConstraint, text

from one_stop.dossiers.elsewhere import elsewhere_indexes
from one_stop.dossiers.rules import ENDED, OPEN, WAITING
from one_stop.dossiers.step_elsewhere import STEP_ELSEWHERE
from shared.standards.dossier_status import DossierStatus
from shared.standards.result_outcomes import ResultOutcome
from shared.storage.words import words_index
from shared.work.steps import sql_set

OPEN_DOSSIER = f"status IN {sql_set(OPEN)}"
ENDED_DOSSIER = f"status IN {sql_set(ENDED)}"
WAITING_DOSSIER = f"status = {next(iter(WAITING)).value}"
SUBMITTED_DOSSIER = f"status = {DossierStatus.SUBMITTED.value}"
RESOLVED_DOSSIER = f"status = {DossierStatus.RESOLVED.value}"
NOT_GRANTED_DOSSIER = f"result_outcome IN ('{ResultOutcome.PARTIAL}', '{ResultOutcome.REFUSED}')"
"""Said as a text, so that every plan knows that the index of ended ones is meant."""


def dossier_indexes() -> tuple[Index, ...]:
    return (*_lists(), *_counts(), *_searches(), *elsewhere_indexes())


def hand_over_indexes() -> tuple[UniqueConstraint, Index]:
    """One line of each version of a dossier; those that had a deadline are counted of an agency's days."""
    staged = Index("ix_hand_over_staged", "agency_code", "at", "id", postgresql_where="outcome <> ''")
    return UniqueConstraint("dossier_id", "number", name="uq_hand_over_dossier_id"), staged


_PLACE = "agency_code", "step_role", "work_due_at", "id"
"""Whose work list, and in which order it is walked."""


def _lists() -> list[Index]:
    told = ["status", "step_code", "sector_name"]
    free, held = f"{OPEN_DOSSIER} AND holder_id IS NULL", f"{OPEN_DOSSIER} AND holder_id IS NOT NULL"
    proposed, units = f"{OPEN_DOSSIER} AND stop_proposed_at IS NOT NULL", f"{OPEN_DOSSIER} AND unit_id <> ''"
    # Work lists of a full agency are ordered, filtered and counted from this alone, without a look at the rows.
    work = ["status", "step_code", "holder_id", "unit_id", "sector_name"]
    return [
        Index("ix_dossier_work", *_PLACE, postgresql_include=work, postgresql_where=OPEN_DOSSIER),
        # What waits for the applicant stands behind what can be done.
        Index("ix_dossier_paused", *_PLACE, postgresql_where=WAITING_DOSSIER),
        # Newly filed ones are few among all that are open, and gone from here once they are accepted.
        Index("ix_dossier_submitted", *_PLACE, postgresql_where=SUBMITTED_DOSSIER),
        # Few results wait for somebody to fetch them.
        Index("ix_dossier_uncollected", "agency_code", "finished_at", "id", postgresql_where=RESOLVED_DOSSIER),
        Index("ix_dossier_stop_proposed", *_PLACE, postgresql_where=proposed),
        Index("ix_dossier_ended", "agency_code", "opened_at", "id", postgresql_where=ENDED_DOSSIER),
        # What was filed and never accepted, or not yet.
        Index("ix_dossier_not_received", "agency_code", "opened_at", "id", postgresql_where="received_at IS NULL"),
        # What is promised for some days.
        Index("ix_dossier_due", "agency_code", "due_at", "id", postgresql_where="due_at IS NOT NULL"),
        # Few answers are negative among all that have ended.
        Index("ix_dossier_not_granted", "agency_code", "opened_at", "id", postgresql_where=NOT_GRANTED_DOSSIER),
        # What an officer may take up, and what he has, among all that others have.
        Index("ix_dossier_unheld", *_PLACE, postgresql_include=told, postgresql_where=free),
        Index(
            "ix_dossier_holder",
            "holder_id",
            *_PLACE[1:],
            postgresql_include=["agency_code", *told],
            postgresql_where=held,
        ),
        # What this agency does a step of for others: few among all that are open.
        Index(
            "ix_dossier_step_elsewhere",
            "step_agency_code",
            *_PLACE[1:],
            postgresql_where=f"{OPEN_DOSSIER} AND {STEP_ELSEWHERE}",
        ),
        Index("ix_dossier_unit", "unit_id", "work_due_at", "id", postgresql_where=units),
    ]


def _counts() -> list[Index]:
    finished, received = ["due_at", "due_owed", "result_outcome"], ["agency_code", "channel"]
    return [
        Index(
            "ix_dossier_finished",
            "agency_code",
            "finished_at",
            postgresql_include=finished,
            postgresql_where="finished_at IS NOT NULL",
        ),
        # The days of the last month are counted from this alone.
        Index(
            "ix_dossier_received",
            "received_at",
            postgresql_include=received,
            postgresql_where="received_at IS NOT NULL",
        ),
        # The register of a year, in the order of acceptance, whichever of its codes the agency used.
        Index("ix_dossier_register", "agency_code", "received_at", "id", postgresql_where="received_at IS NOT NULL"),
        Index("ix_dossier_provisional", "agency_code", postgresql_where=f"{OPEN_DOSSIER} AND due_provisional"),
    ]


def _searches() -> list[Index]:
    words = text(words_index("search_text", "agency_code"))
    # Each row is under one of them; what is open are few, so that words among them are found at once.
    return [
        Index("ix_dossier_open_words", words, postgresql_using="gin", postgresql_where=OPEN_DOSSIER),
        Index("ix_dossier_ended_words", words, postgresql_using="gin", postgresql_where=ENDED_DOSSIER),
        Index("uq_dossier_code", "code", unique=True, postgresql_where="code IS NOT NULL"),
    ]
