"""One private province for all journeys, on either axis. It ends with the last: its background work would go on beside all other tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from operations.demo.callers import Callers
from operations.private_province import PrivateProvince
from operations.private_rabbitmq import PrivateRabbitMQ

# The journeys come from one address, faster than any person would.
ENVIRONMENT: dict[str, Any] = {"LIENTHONG_RATE_LIMIT": "100000000"}


@pytest.fixture(scope="package")
def province() -> Iterator[PrivateProvince]:
    """A running, seeded province with the axis on PostgreSQL."""
    province = PrivateProvince(**ENVIRONMENT)
    try:
        province.start()
        yield province
    finally:
        province.stop()


@pytest.fixture(scope="package")
def province_over_rabbitmq() -> Iterator[PrivateProvince]:
    """The same with the axis on a RabbitMQ of its own, for tests marked `rabbitmq`."""
    broker = PrivateRabbitMQ()
    broker.start()
    province = PrivateProvince(broker, **ENVIRONMENT)
    try:
        province.start()
        yield province
    finally:
        province.stop()
        broker.remove()


@pytest.fixture(scope="package")
def callers(province: PrivateProvince) -> Iterator[Callers]:
    """Everybody of the province, by API."""
    callers = Callers(province.url, province.accounts())
    yield callers
    callers.close()


@pytest.fixture(scope="package", params=["postgresql", pytest.param("rabbitmq", marks=pytest.mark.rabbitmq)])
def callers_on_each_axis(request: pytest.FixtureRequest) -> Iterator[Callers]:
    """The same people on either axis: what must hold whatever carries the events."""
    name = "province" if request.param == "postgresql" else "province_over_rabbitmq"
    province: PrivateProvince = request.getfixturevalue(name)
    callers = Callers(province.url, province.accounts())
    yield callers
    callers.close()
