"""What a machine is short of is no fault of what somebody sent."""

from typing import Any

import pytest
from lxml import etree

from document_exchange.packets.reader import read_packet

from .golden import java_packet


def test_too_little_memory_is_no_fault_of_a_packet(monkeypatch: pytest.MonkeyPatch) -> None:
    # What libxml2 says where it is given no memory, of whatever text.
    kind: Any = etree.XMLSyntaxError

    def fail(*_: object) -> None:
        raise kind("unknown error", etree.ErrorTypes.ERR_NO_MEMORY, 0, 0)

    monkeypatch.setattr("document_exchange.packets.elements.etree.fromstring", fail)
    with pytest.raises(MemoryError):
        read_packet(java_packet().encode())
