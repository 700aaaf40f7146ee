"""Promise 1: what was accepted takes effect exactly once, whatever is killed, at any moment.

One run: 2,000 submissions and 2,000 document sends, while each process, the database and the broker are killed one after the
other and the broker's data is emptied. Judged by the callers' own record alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from operations.private_province import PrivateProvince
from operations.private_rabbitmq import PrivateRabbitMQ
from testing.hostile import files as hostile
from tests.faults import checker
from tests.faults.faults import empty_broker, kill_broker, kill_process
from tests.faults.workload import CLIENT, PROCEDURE, SENDER, Callers, History

pytestmark = [pytest.mark.fault, pytest.mark.rabbitmq]

SUBMISSIONS = 2000
ANSWERS = {
    "applicant_name": "Trần Thị Ngọc Lan",
    "applicant_id": "052190004317",
    "applicant_phone": "0905312468",
    "applicant_address": "126 Nguyễn Huệ, thành phố Quy Nhơn",
    "on_behalf": "self",
    "request": "Cấp giấy phép xuất bản bản tin quý IV",
    "declaration": True,
}
DOCUMENTS = 2000
PROCESSES = (
    "online-services",
    "document-exchange",
    "one-stop",
    "mail-directory",
    "document-exchange-worker",
    "gateway",
    "postgres",
)


@pytest.fixture
def broker() -> Iterator[PrivateRabbitMQ]:
    broker = PrivateRabbitMQ()
    broker.start()
    yield broker
    broker.remove()


@pytest.fixture
def province(broker: PrivateRabbitMQ) -> Iterator[PrivateProvince]:
    province = PrivateProvince(broker, LIENTHONG_RATE_LIMIT="100000000")
    try:
        province.start()
        yield province
    finally:
        province.stop()


def a_filing(province: PrivateProvince) -> dict[str, Any]:
    """A sound submission to a real procedure, its required papers uploaded once."""
    with province.client(CLIENT) as client:
        procedure = client.get(f"/api/online-services/v1/procedures/{PROCEDURE}").raise_for_status().json()
        pdf = hostile.pdf()
        papers = []
        for paper in procedure["papers"]:
            if paper["required"]:
                sent = client.post(
                    "/api/online-services/v1/files", files={"file": ("giay-to.pdf", pdf, "application/pdf")}
                )
                papers.append({"paper_code": paper["code"], "file_id": sent.raise_for_status().json()["id"]})
    return {
        "procedure_code": PROCEDURE,
        "agency_code": SENDER,
        "answers": ANSWERS,
        "papers": papers,
        "applicant": {
            "kind": "organisation",
            "full_name": "Công ty TNHH Thử Nghiệm",
            "personal_id": "4100123877",
            "address": "12 Lê Lợi, Quy Nhơn",
        },
    }


async def test_every_accepted_submission_and_document_takes_effect_once(
    province: PrivateProvince, broker: PrivateRabbitMQ
) -> None:
    filing = await asyncio.to_thread(a_filing, province)
    await asyncio.to_thread(province.token, CLIENT)
    history = History()
    callers = Callers(province, history, filing, receivers=["000.00.02.H08", "000.00.05.H08"])
    working = asyncio.create_task(callers.run(SUBMISSIONS, DOCUMENTS))
    await asyncio.sleep(6)  # queues declared less than 5 s before a hard kill may lose their leader
    faults: list[tuple[str, Callable[[], Awaitable[object]]]] = [
        (f"kill {name}", partial(kill_process, province, name)) for name in PROCESSES
    ]
    faults.insert(3, ("kill broker", partial(kill_broker, broker)))
    faults.insert(7, ("empty broker", partial(empty_broker, broker)))
    faults.append(("kill broker again", partial(kill_broker, broker)))
    for name, make in faults:
        assert not working.done(), f"nobody was at work any more when it came to {name}"
        await make()
        await asyncio.sleep(1)
    callers.stopping.set()
    await asyncio.wait_for(working, 600)
    await asyncio.to_thread(province.wait_ready)
    await checker.wait_until_quiet(province)

    assert len(history.submissions) >= SUBMISSIONS
    assert len(history.documents) >= DOCUMENTS
    assert history.repeated_receipts > 0
    findings = await checker.check_submissions(province, history) | await checker.check_documents(province, history)
    assert {name: finding for name, finding in findings.items() if not finding.clean} == {}
    assert await checker.check_files(province) == []
    print(  # noqa: T201  figures for the record
        f"attempted={history.tries} accepted={len(history.submissions) + len(history.documents)} "
        f"lost=0 doubled=0 phantom=0 faults={len(faults)}"
    )


async def test_readiness_names_what_is_down(province: PrivateProvince, broker: PrivateRabbitMQ) -> None:
    await asyncio.to_thread(broker.kill)
    for _ in range(100):  # an answer is kept for a second: the first may still be of the time before
        answer = await asyncio.to_thread(httpx.get, f"{province.url}/readyz", timeout=20)
        if answer.status_code != 200:
            break
        await asyncio.sleep(0.1)
    assert answer.status_code == 503
    assert "axis" in answer.text
    await asyncio.to_thread(broker.start)
    await asyncio.to_thread(province.wait_ready)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


pytestmark.append(pytest.mark.anyio)
