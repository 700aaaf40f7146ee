"""One private province for all journeys, on either axis."""

from collections.abc import Iterator

import pytest

from operations.private_province import PrivateProvince
from operations.private_rabbitmq import PrivateRabbitMQ

# The journeys come from one address, faster than any person would.
ENVIRONMENT = {"LIENTHONG_RATE_LIMIT": "100000000"}


@pytest.fixture(scope="session")
def province() -> Iterator[PrivateProvince]:
    """A running, seeded province with the axis on PostgreSQL."""
    province = PrivateProvince(**ENVIRONMENT)
    try:
        province.start()
        yield province
    finally:
        province.stop()


@pytest.fixture(scope="session")
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
