"""The scanner's verdicts, and what is no verdict."""

import asyncio
from pathlib import Path

import pytest

from shared.foreign.clamd import Clamd, ScannerAway
from testing.clamd import FOUND, LARGEST, MARKER, PrivateClamd
from testing.hostile.files import EICAR

pytestmark = pytest.mark.clamd


def test_a_file_is_clean_or_has_a_name_for_what_was_found(clamd: PrivateClamd) -> None:
    clamd.start()

    async def check() -> None:
        scanner = Clamd(clamd.url)
        assert await scanner.scan(b"") == ""
        assert await scanner.scan(b"0" * 20_000_000) == ""
        assert await scanner.scan(b"%PDF-1.7 " + MARKER) == FOUND
        assert await scanner.scan(EICAR) == "Eicar-Test.UNOFFICIAL"
        assert await asyncio.gather(*(scanner.scan(MARKER + bytes(n)) for n in range(20))) == [FOUND] * 20

    asyncio.run(check())


def test_what_the_scanner_does_not_take_and_a_scanner_that_is_away_are_no_verdict(
    clamd: PrivateClamd, tmp_path: Path
) -> None:
    async def check() -> None:
        with pytest.raises(ScannerAway):
            await Clamd(clamd.url).scan(b"x")
        with pytest.raises(ScannerAway):
            await Clamd("tcp://127.0.0.1:9").scan(b"x")
        clamd.start()
        with pytest.raises(ScannerAway, match="size limit"):
            await Clamd(clamd.url).scan(b"0" * (LARGEST + 1_048_576))

    asyncio.run(check())
    for address in ("http://x:1", "tcp://", "unix:"):
        with pytest.raises(ValueError, match="LIENTHONG_CLAMD_URL"):
            Clamd(address)
