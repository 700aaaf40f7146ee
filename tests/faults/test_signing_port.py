"""Cổng ký số killed or hanging while somebody signs: a sentence, nothing changed, and signing goes on by itself afterwards."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from operations.demo.callers import CLERK, LEADER, SPECIALIST, Callers, Refused
from operations.demo.records_work import RecordsWork
from operations.private_province import PrivateProvince

pytestmark = pytest.mark.fault

STTTT = "000.00.11.H08"
PATIENCE = 180.0


@pytest.fixture(scope="module")
def province() -> Iterator[PrivateProvince]:
    province = PrivateProvince(LIENTHONG_RATE_LIMIT="100000000")
    try:
        province.start()
        yield province
    finally:
        province.stop()


@pytest.fixture
def work(province: PrivateProvince) -> RecordsWork:
    return RecordsWork(Callers(province.url, province.accounts()))


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.3)


def refused_or_done(work: RecordsWork, role: str, document_id: str, step: str) -> Refused | None:
    try:
        work.step(STTTT, role, document_id, step)
    except Refused as refusal:
        return refusal
    return None


def facts(work: RecordsWork, document_id: str) -> dict[str, Any]:
    return work.seen(STTTT, document_id, LEADER)


@pytest.mark.parametrize("fault", [signal.SIGSTOP, signal.SIGKILL], ids=["hanging", "killed"])
@pytest.mark.parametrize(("step", "role"), [("sign", LEADER), ("seal", CLERK)], ids=["sign", "seal"])
def test_without_the_signing_port_nothing_is_signed_and_nothing_changes(
    province: PrivateProvince, work: RecordsWork, fault: signal.Signals, step: str, role: str
) -> None:
    document = work.draft(STTTT, "V/v ký khi cổng ký số dừng", "Nội dung.", unit="CNTT", all_agencies=True)
    before = [("submit", SPECIALIST)] + ([("sign", LEADER), ("number", CLERK)] if step == "seal" else [])
    for earlier, who in before:
        work.step(STTTT, who, document["id"], earlier)
    known = facts(work, document["id"])
    stopped = province.pids()["signing"]
    os.kill(stopped, fault)
    refusal = refused_or_done(work, role, document["id"], step)
    # Killed, it may be back before the file is ready for it; hanging, it never answers in time.
    if fault is signal.SIGSTOP or refusal is not None:
        assert refusal is not None
        assert (refusal.status, refusal.code) == (503, "signing_unavailable")
        assert facts(work, document["id"]) == known, "nothing has changed"
    wait_for(lambda: province.pids().get("signing") not in (None, stopped), "the signing process is replaced")
    if refusal is not None:
        wait_for(lambda: refused_or_done(work, role, document["id"], step) is None, "signing goes on")
    assert facts(work, document["id"])["status"] == {"sign": "signed", "seal": "sealed"}[step]
