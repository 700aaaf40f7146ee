"""Clients that never give up, and their own record of what was accepted. Written outside the system under test."""

import asyncio
import json
import random
import uuid
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import httpx

from operations.bench import samples
from operations.private_province import PrivateProvince

SENDER = "000.00.11.H08"
CLIENT = "qlvb-stttt"
PROCEDURE = "3.908020"


@dataclass
class History:
    """What the callers saw: everything accepted, and how many tries it took."""

    submissions: dict[str, str] = field(default_factory=dict)
    """Idempotency-Key → id of the submission in the accepted answer."""
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Document's number in this run → the receipt."""
    repeated_receipts: int = 0
    tries: int = 0
    refused: list[str] = field(default_factory=list)


class Callers:
    """A number of concurrent callers; each sends again, unchanged, until it has seen success."""

    def __init__(
        self, province: PrivateProvince, history: History, filing: dict[str, Any], receivers: list[str]
    ) -> None:
        self._province = province
        self.history = history
        self._filing = filing
        self._receivers = receivers
        self._run = samples.new_run()
        self.stopping = asyncio.Event()
        self._next_submission = 0
        self._next_document = 0

    async def run(self, submissions: int, documents: int, callers: int = 12) -> None:
        """Until both counts are reached and `stopping` is set: the load goes on as long as faults are made."""
        timeout = aiohttp.ClientTimeout(total=20)
        async with aiohttp.ClientSession(self._province.url, timeout=timeout) as session:
            half = callers // 2
            await asyncio.gather(
                *(self._file(session, submissions) for _ in range(half)),
                *(self._send(session, documents) for _ in range(half)),
            )

    async def _file(self, session: aiohttp.ClientSession, wanted: int) -> None:
        while self._next_submission < wanted or not self.stopping.is_set():
            self._next_submission += 1
            key = str(uuid.uuid4())
            headers = {"authorization": f"Bearer {self._province.token(CLIENT)}", "idempotency-key": key}
            answer = await self._until_accepted(session, "/api/online-services/v1/submissions", self._filing, headers)
            self.history.submissions[key] = answer["id"]
            await self._pause(self._next_submission, wanted)

    async def _send(self, session: aiohttp.ClientSession, wanted: int) -> None:
        while self._next_document < wanted or not self.stopping.is_set():
            number = self._next_document
            self._next_document += 1
            headers = {"authorization": f"Bearer {self._province.token(CLIENT)}", "content-type": "application/xml"}
            body = samples.packet(SENDER, self._receivers, number, self._run, "Quy Nhơn")
            receipt = await self._until_accepted(session, "/api/document-exchange/v1/packets", body, headers)
            self.history.documents[str(number)] = receipt
            if number % 20 == 0:
                again = await self._until_accepted(session, "/api/document-exchange/v1/packets", body, headers)
                assert again == receipt, "a repeat must get the first receipt"
                self.history.repeated_receipts += 1
            await self._pause(number, wanted)

    async def _pause(self, done: int, wanted: int) -> None:
        """Past the wanted count only a trickle goes on, to keep every fault in the middle of something."""
        if done >= wanted:
            await asyncio.sleep(0.2)

    async def _until_accepted(
        self, session: aiohttp.ClientSession, path: str, body: dict[str, Any] | bytes, headers: dict[str, str]
    ) -> dict[str, Any]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"content-type": "application/json"} | headers
        while True:
            self.history.tries += 1
            try:
                async with session.post(path, data=data, headers=headers) as answer:
                    text = await answer.text()
                    if answer.status in (200, 201):
                        found: dict[str, Any] = json.loads(text)
                        return found
                    if answer.status < 500 and answer.status not in (409, 429):
                        self.history.refused.append(f"{answer.status} {text[:300]}")
                        raise AssertionError(f"a sound request was refused: {answer.status} {text[:300]}")
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass  # unknown: the same request goes again
            await asyncio.sleep(0.1 + random.random() * 0.4)


async def until_done(
    province: PrivateProvince, user: str, path: str, body: dict[str, Any], waits: Container[str] = ()
) -> dict[str, Any]:
    """The same request, with its key, until it is answered; what it brought about counts once.

    `waits`: refusals that pass by themselves.
    """
    headers = {
        "authorization": f"Bearer {await asyncio.to_thread(province.token, user)}",
        "idempotency-key": str(uuid.uuid4()),
    }
    async with httpx.AsyncClient(base_url=province.url, timeout=20) as client:
        while True:
            try:
                answer = await client.post(path, json=body, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(0.3)
                continue
            if answer.status_code == 200:
                found: dict[str, Any] = answer.json()
                return found
            code = "" if answer.status_code >= 500 else answer.json().get("code")
            # On a busy machine the time that one person's prints take adds up.
            busy = answer.status_code >= 500 or code in ("idempotency_key_in_progress", "foreign_work_budget")
            assert busy or code in waits, f"{path}: {answer.status_code} {answer.text[:300]}"
            await asyncio.sleep(0.3)
