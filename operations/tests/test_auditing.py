"""What is said of the libraries: what nobody answered for is never called sound."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from operations import auditing

ROOT = Path(__file__).parents[2]
SOUND = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
WEAK = {"name": "jinja2", "version": "3.1.5", "vulns": [{"id": "GHSA-xxxx", "fix_versions": ["3.1.6"]}]}
UNASKED = {"name": "lxml", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("libraries", "code", "said"),
    [
        ([SOUND], 0, "Không có lỗ hổng đã biết trong 1 thư viện"),
        ([SOUND, WEAK], 1, "jinja2 3.1.5: GHSA-xxxx, bản đã sửa: 3.1.6"),
        ([SOUND, UNASKED], 1, "Chưa biết về 1 thư viện, kho không trả lời: lxml."),
        ([UNASKED, UNASKED], 1, "Chưa biết về 2 thư viện, kho không trả lời: tất cả."),
    ],
)
def test_only_what_was_answered_for_is_sound(libraries: list[dict[str, Any]], code: int, said: str) -> None:
    out = StringIO()
    assert auditing._report(libraries, Console(file=out, width=200)) == code
    assert said in out.getvalue()


def test_the_list_holds_what_browsers_load_with_the_hash_of_the_lock() -> None:
    named = {part["name"]: part for part in auditing.browser_components(ROOT / "frontend" / "package-lock.json")}
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    assert set(wanted["dependencies"]) == set(named)
    assert "sass" not in named
    for part in named.values():
        assert part["hashes"][0]["alg"] == "SHA-512"
        assert len(part["hashes"][0]["content"]) == 128
