"""The simulator does what it is told, and knows nothing of the platform."""

import ast
import sys

import httpx
import pytest

from testing.members import ROOT
from testing.simulators import message_gateway


def test_it_imports_nothing_but_the_standard_library() -> None:
    for program in sorted((ROOT / "simulators").glob("*.py")):
        tree = ast.parse(program.read_text("utf-8"))
        names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names), program.name


def test_each_order_counts_for_one_message_and_then_the_usual_holds() -> None:
    message = {"to": "0905123456", "text": "Hồ sơ <b>quá hạn</b>", "channel": "zalo"}
    with message_gateway() as gateway:
        gateway.behave("error", "lose", "repeat", always="refuse")
        answers = []
        for number in range(4):
            key = {"authorization": "Bearer khoa"}
            answers.append(httpx.post(gateway.url, json=message | {"reference": str(number)}, headers=key).status_code)
        assert answers == [500, 202, 202, 400]
        assert [one["reference"] for one in gateway.delivered()] == ["2", "2"]
        page = httpx.get(gateway.place).text
        assert "Hồ sơ &lt;b&gt;quá hạn&lt;/b&gt;" in page
        httpx.delete(f"{gateway.place}/delivered")
        assert gateway.delivered() == []


@pytest.mark.parametrize("order", ["explode", "slow:many", "slow:-1", "error:3"])
def test_an_order_that_it_does_not_know_is_refused(order: str) -> None:
    with message_gateway() as gateway:
        answer = httpx.post(f"{gateway.place}/behave", json={"next": [order]})
        assert answer.status_code == 400


def test_what_is_no_message_is_refused() -> None:
    with message_gateway(key="") as gateway:
        for content in (b"{", b"[]", b'{"to": "1"}'):
            assert httpx.post(gateway.url, content=content).status_code == 400
        assert gateway.delivered() == []
