"""Packets as the desk hands them out."""

from fastapi import Request, Response

from shared.web.file_answers import file_answer


def packet_answer(request: Request, content: bytes, reference: str) -> Response:
    """A packet as a file; never shown in the browser under our name."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in reference) or "goi-tin"
    return file_answer(request, content, f"{name}.edxml", "application/xml")
