"""Files and packets as the desk hands them out; never shown in the browser as pages of ours."""

from urllib.parse import quote

from fastapi import Response


def file_answer(content: bytes, name: str, media_type: str) -> Response:
    """A file from outside never runs as a page of ours: PDFs are sandboxed, everything else is only downloaded."""
    way = "inline" if media_type == "application/pdf" else "attachment"
    kind = media_type if media_type in ("application/pdf", "image/png", "image/jpeg") else "application/octet-stream"
    headers = {
        "content-disposition": f"{way}; filename*=UTF-8''{quote(name)}",
        "content-security-policy": "sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)


def packet_answer(content: bytes, reference: str) -> Response:
    """A packet as a file; never shown in the browser under our name."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in reference) or "goi-tin"
    headers = {
        "content-disposition": f'attachment; filename="{name}.edxml"',
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(content, media_type="application/xml", headers=headers)
