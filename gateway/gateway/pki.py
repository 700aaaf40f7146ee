"""Certificates and revocation lists of the signing authority, for whoever checks a signature. Public parts only."""

import re

import anyio
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import APIRouter, Request, Response

from gateway.auth import MayReadCatalogue
from gateway.parts import parts_of
from shared.web.application import not_found

router = APIRouter(include_in_schema=False)

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_KINDS = {"crl": "application/pkix-crl", "crt": "application/pkix-cert"}


@router.get("/pki/{name}.{kind}")
async def read_public_part(name: str, kind: str, request: Request, who: MayReadCatalogue) -> Response:
    if kind not in _KINDS or not _NAME.fullmatch(name):
        raise not_found()
    folder = anyio.Path(parts_of(request).settings.authority_folder)
    try:
        if kind == "crl":
            content = await (folder / f"{name}.crl").read_bytes()
        else:
            # Read as a certificate and written again: a file that holds anything else, such as a key, never leaves.
            pem = await (folder / f"{name}.pem").read_bytes()
            content = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    except (OSError, ValueError):
        raise not_found() from None
    return Response(content, media_type=_KINDS[kind], headers={"Cache-Control": "public, max-age=300"})
