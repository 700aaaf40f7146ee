"""/van-hanh/thu: e-mails and short messages of every owner of accounts, what became of each, and sending one again."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from gateway.auth import Operator
from gateway.parts import parts_of
from shared.access.identity import Identity
from shared.core.errors import NotFound, Unavailable
from shared.notifying.kinds import Channel
from shared.notifying.letter_steps import LETTER_STATE_LABELS, LETTERS, LetterAct, LetterState
from shared.storage import evidence
from shared.web.application import not_found, page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-hanh/thu")

KEEPERS = {"can-bo": "mail-directory", "cong-dan": "online-services"}
"""Whose people: where their accounts are kept."""
WHOSE = {"can-bo": "Cán bộ, công chức", "cong-dan": "Công dân, tổ chức"}
_COLOURS = {LetterState.WAITING: "blue", LetterState.SENT: "green", LetterState.FAILED: "red"}
STATES = {state.value: (label, _COLOURS.get(state, "grey")) for state, label in LETTER_STATE_LABELS.items()}
CHANNELS = {Channel.EMAIL.value: "E-mail", Channel.SMS.value: "Tin nhắn SMS", Channel.ZALO.value: "Zalo"}
_DONE = {"gui-lai": "Thư sẽ được gửi lại trong ít giây nữa.", "khong-con": "Thư này đang chờ gửi hoặc không còn."}


@router.get("")
async def list_letters(
    request: Request, who: Operator, ai: str = "can-bo", trang_thai: str = "", sau: UUID | None = None, da: str = ""
) -> Response:
    """One kind of people at a time, the newest letters first."""
    whose = ai if ai in KEEPERS else "can-bo"
    state = trang_thai if trang_thai in STATES else ""
    asked = urlencode({"state": state} | ({"before": str(sau)} if sau else {}))
    found, counts = await asyncio.gather(read_letters(request, who, whose, asked), _counts(request, who))
    letters = found["letters"] if found else []
    return page_of(request).render(
        request,
        "van_hanh/letters.html",
        title="Thư và tin nhắn gửi đi",
        whose=whose,
        chosen=state,
        people=WHOSE,
        states=STATES,
        tried=LETTERS.sources(LetterAct.SEND),
        sent_again=LETTERS.sources(LetterAct.SEND_AGAIN),
        channels=CHANNELS,
        counts=counts,
        reached=found is not None,
        letters=letters,
        following=letters[-1]["id"] if len(letters) == 30 else None,
        first_page=sau is None,
        done=_DONE.get(da, ""),
    )


@router.post("/{ai}/{letter_id}/gui-lai")
async def send_again(ai: str, letter_id: UUID, request: Request, who: Operator, session: Session) -> Response:
    """The service records it with its effect; the gateway records that it was asked for here."""
    if ai not in KEEPERS:
        raise not_found()
    path = f"/internal/operations/letters/{letter_id}/send-again"
    status, _ = await parts_of(request).services.call(KEEPERS[ai], "POST", path, _plain(who))
    if status not in (200, 404):
        raise Unavailable("service_unavailable", service=KEEPERS[ai])
    await evidence.record(session, "letter-asked-again", f"letter/{letter_id}", who, found=status == 200)
    return RedirectResponse(f"/van-hanh/thu?ai={ai}&da={'gui-lai' if status == 200 else 'khong-con'}", 303)


async def _counts(request: Request, who: Identity) -> dict[str, dict[str, int]]:
    """Waiting and failed letters of each kind of people."""
    found = await asyncio.gather(
        *(read_letters(request, who, whose, urlencode({"state": "none"})) for whose in KEEPERS)
    )
    return {whose: read["counts"] if read else {} for whose, read in zip(KEEPERS, found, strict=True)}


async def read_letters(request: Request, who: Identity, whose: str, query: str) -> dict[str, Any] | None:
    """None: that part does not answer."""
    path = f"/internal/operations/letters?{query}"
    try:
        found = await parts_of(request).services.read_json(KEEPERS[whose], path, _plain(who), patience=3.0)
    except (Unavailable, NotFound):
        return None
    return found if isinstance(found, dict) else None


def _plain(who: Identity) -> Identity:
    return who.model_copy(update={"csrf": "", "session": ""})
