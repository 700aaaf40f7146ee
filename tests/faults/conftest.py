"""A province of its own for each test that kills parts of it; files that need it otherwise say so themselves."""

from collections.abc import Iterator

import pytest

from operations.private_province import PrivateProvince


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def province() -> Iterator[PrivateProvince]:
    province = PrivateProvince(LIENTHONG_RATE_LIMIT="100000000")
    try:
        province.start()
        yield province
    finally:
        province.stop()
