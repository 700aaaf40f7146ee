"""One service down, slow or paused: its part says so at once, and the rest works on."""

import asyncio
import time
from typing import Any

import pytest

from gateway.proxy.circuit import LONGEST_REST, Circuit


def test_a_circuit_opens_after_failures_in_a_row_and_probes_one_at_a_time() -> None:
    now = 100.0
    circuit = Circuit(3, 5.0, lambda: now)
    for _ in range(2):
        assert circuit.enter()
        circuit.failed()
    circuit.succeeded()
    for _ in range(3):
        assert circuit.enter()
        circuit.failed()
    assert circuit.is_open
    assert not circuit.enter()
    assert circuit.retry_after() == 5
    now += 5
    assert circuit.enter()
    assert not circuit.enter()
    circuit.failed()
    assert circuit.retry_after() == 10
    now += 10
    assert circuit.enter()
    circuit.gave_up()
    assert circuit.enter()
    circuit.succeeded()
    assert not circuit.is_open
    assert circuit.enter()


def test_the_rest_grows_to_a_limit() -> None:
    now = 0.0
    circuit = Circuit(1, 5.0, lambda: now)
    circuit.failed()
    for _ in range(6):
        now += 100
        assert circuit.enter()
        circuit.failed()
    assert circuit.retry_after() == LONGEST_REST


def test_a_dead_service_gets_a_plain_page_while_the_rest_works(make_gateway: Any) -> None:
    gateway = make_gateway(service_urls={"one-stop": "http://127.0.0.1:9"}, circuit_failures=3)
    with gateway.client() as client:
        for _ in range(6):
            page = client.get("/mot-cua")
            assert page.status_code == 503
            assert "Phần này đang tạm ngừng" in page.text
            assert int(page.headers["retry-after"]) >= 1
            assert client.get("/dich-vu-cong").status_code == 200
        problem = client.get("/api/one-stop/v1/x")
        assert (problem.status_code, problem.json()["code"]) == (503, "service_unavailable")
        assert problem.headers["content-type"] == "application/problem+json"
        assert gateway.door.parts.proxy.circuits["one-stop"].is_open
        assert not gateway.door.parts.proxy.circuits["online-services"].is_open
        assert 'circuit_open{service="one-stop"} 1.0' in client.get("/metrics").text


def test_a_slow_service_is_given_up_and_then_left_in_peace(make_gateway: Any) -> None:
    gateway = make_gateway(answer_seconds=0.4, circuit_failures=2, circuit_seconds=1.0)

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(1.5)
        await gateway.upstream.reply(send, 200, b"{}")

    gateway.upstream.answer = slow
    with gateway.client() as client:
        for _ in range(2):
            answer = client.get("/mot-cua")
            assert answer.status_code == 504
            assert "trả lời quá chậm" in answer.text
        reached = len(gateway.upstream.seen)
        assert client.get("/mot-cua").status_code == 503
        assert len(gateway.upstream.seen) == reached
        gateway.upstream.answer = None
        time.sleep(1.1)
        assert client.get("/mot-cua").status_code == 200


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500, 503])
def test_an_answer_is_an_answer_whatever_it_says(gateway: Any, status: int) -> None:
    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        await gateway.upstream.reply(send, status, b'{"code":"x"}', b"application/problem+json")

    gateway.upstream.answer = refuse
    with gateway.client() as client:
        for _ in range(8):
            assert client.get("/api/one-stop/v1/x").status_code == status
