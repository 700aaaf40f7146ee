"""Kiểm tra trước khi ký as the page of a document shows it: who has agreed, whose turn it is, who comes."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import DRAFTERS
from document_exchange.documents.reviewers import whose_of
from document_exchange.documents.reviews import plan
from document_exchange.documents.rules import Step
from document_exchange.reviewing.queries import list_reviews
from document_exchange.reviewing.rules import KINDS, STATES, ReviewState, agreed_below, level_now
from document_exchange.reviewing.schemas import ReviewOut
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.directory.queries import list_colleagues

TAGS = {"asked": "yellow", "agreed": "green", "skipped": "grey", "coming": "grey", "dropped": "grey"}


async def reviews_out(session: AsyncSession, document: OutgoingDocument) -> list[ReviewOut]:
    """Of the present round, or the last one."""
    found = []
    for row in await list_reviews(session, document.id, document.review_round):
        outdated = row.state == ReviewState.AGREED and row.content_version < document.content_version
        found.append(ReviewOut.model_validate(row).model_copy(update={"outdated": outdated}))
    return found


async def review_facts(
    session: AsyncSession, who: Identity, document: OutgoingDocument, allowed: Collection[str]
) -> dict[str, Any]:
    """For the page: the turns, those that this person may take, and what the next submission would ask for."""
    rows = await list_reviews(session, document.id, document.review_round)
    planned = await plan(session, document) if Step.SUBMIT in allowed else []
    standing = [row.standing for row in rows]
    now, mine = level_now(standing), whose_of(who)
    asked = [row for row in rows if row.state == ReviewState.ASKED]
    passes = Step.HAND_ON in allowed
    colleagues = await list_colleagues(session, document.agency_code, *DRAFTERS) if passes else []
    others = asked if Role.LEADER in who.roles else [row for row in asked if row.whose in mine]
    return {
        "reviews": await reviews_out(session, document),
        "planned": planned,
        "skippable": [
            (str(turn.number), f"Cấp {turn.level}: {turn.name}")
            for turn in planned
            if turn.optional and not turn.is_drafters
        ],
        "my_turns": [row.name for row in asked if row.whose in mine],
        "turns_to_pass": [(str(row.id), row.name) for row in others] if passes else [],
        "reviewers": [
            (one.id, f"{one.full_name} – {one.title}") for one in colleagues if one.id != document.drafter_id
        ],
        "levels_back": [(str(level), f"Cấp {level}") for level in agreed_below(standing, now)]
        if Step.SEND_BACK in allowed
        else [],
        "review_kinds": KINDS,
        "review_states": STATES,
        "review_tags": TAGS,
    }
