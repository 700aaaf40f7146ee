"""QR codes (ISO/IEC 18004) as SVG: on paper and on pages."""

import io

import segno


def qr_svg(address: str, scale: int = 4) -> str:
    """`scale`: points of one module; on a page pixels."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", scale=scale, border=2, xmldecl=False)
    return written.getvalue().decode()
