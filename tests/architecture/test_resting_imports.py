"""Heavy libraries that a process has loaded before anybody asks it for anything: each is memory at rest, in a container of its own too.

One more is a decision: what opens foreign files or makes tables can be loaded where it works: in a child of the keeper, or at first use.
"""

import subprocess
import sys

import pytest

HEAVY = (
    "PIL", "aiohttp", "alembic", "fontTools", "jsonschema_rs", "lxml", "obstore", "openpyxl", "pi_heif", "pikepdf", "playwright",
    "pyhanko", "pypdfium2", "typst", "uharfbuzz", "xlsxwriter", "zxingcpp",
)  # fmt: skip
_DOOR = {"aiohttp", "obstore"}
_PAPERS = _DOOR | {"PIL", "fontTools", "pi_heif", "pypdfium2", "typst"}
_SIGNED = _PAPERS | {"lxml", "pyhanko", "uharfbuzz"}
MAY = {
    "gateway.main": _DOOR,
    "signing.main": _DOOR | {"pyhanko"},
    "mail_directory.main": _PAPERS,
    "mail_directory.worker": _PAPERS,
    "online_services.main": _PAPERS,
    "online_services.worker": _PAPERS,
    "one_stop.main": _SIGNED,
    "one_stop.worker": _SIGNED,
    "document_exchange.main": _SIGNED,
    "document_exchange.worker": _SIGNED,
}


@pytest.mark.parametrize("process", MAY)
def test_a_resting_process_has_loaded_no_more_than_it_may(process: str) -> None:
    program = f"import sys, {process}; print(*({set(HEAVY)!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    more = set(done.stdout.split()) - MAY[process]
    assert not more, f"{process} loads {sorted(more)} at its start: load it where it works, or say here why not"
