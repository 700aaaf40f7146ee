"""Ports of provinces that start beside one another."""

import socket

from operations.ports import PortBlock, is_port_free

FIRST_OF_OUTGOING = 32_768
"""Linux gives ports from here on to connections that go out."""


def test_a_block_belongs_to_who_took_it_before_anything_listens_there() -> None:
    one, other = PortBlock(), PortBlock()
    assert abs(one.first - other.first) >= PortBlock.SIZE
    again = one.first
    one.close()
    other.close()
    taken = PortBlock()
    assert taken.first == again
    taken.close()


def test_a_block_where_somebody_listens_is_left_alone() -> None:
    free = PortBlock()
    free.close()
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", free.first + 4))
        somebody.listen()
        other = PortBlock()
        assert other.first != free.first
        other.close()


def test_no_outgoing_connection_stands_in_its_place() -> None:
    blocks = [PortBlock() for _ in range(3)]
    assert all(block.first >= 18_000 and block.first + PortBlock.SIZE <= FIRST_OF_OUTGOING for block in blocks)
    assert all(not is_port_free(block.first + PortBlock.SIZE - 1) for block in blocks)
    for block in blocks:
        block.close()
