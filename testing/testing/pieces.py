"""A file sent in pieces, as scripts of our pages do (tus 1.0.0)."""

import base64

import httpx

TUS = {"tus-resumable": "1.0.0"}
PIECE = {"content-type": "application/offset+octet-stream"}


def metadata(**about: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in about.items())


async def send_in_pieces(
    client: httpx.AsyncClient,
    uploads: str,
    name: str,
    content: bytes,
    headers: dict[str, str] | None = None,
    upto: int = 0,
) -> str:
    """In two pieces, for a form that will name it; the upload's id. `upto`: bytes that arrive, all of them unless said."""
    upto = upto or len(content)
    sent = {"upload-length": str(len(content)), "upload-metadata": metadata(filename=name, **{"for": "form"})}
    begun = await client.post(uploads, headers={**(headers or {}), **TUS, **sent})
    assert begun.status_code == 201, begun.text
    place, half = begun.headers["location"], upto // 2
    for offset, piece in ((0, content[:half]), (half, content[half:upto])):
        at = {"upload-offset": str(offset)}
        added = await client.patch(place, headers={**(headers or {}), **TUS, **PIECE, **at}, content=piece)
        assert added.status_code == 204, added.text
    return place.rpartition("/")[2]


async def drop_what_came(
    client: httpx.AsyncClient, uploads: str, headers: dict[str, str], others: dict[str, str]
) -> None:
    """Who sent a part drops it, nobody else does, and then it is not there for anybody."""
    begun = await send_in_pieces(client, uploads, "bỏ dở.pdf", b"%PDF-1.7 x" * 10, headers, upto=40)
    place = f"{uploads}/{begun}"
    assert (await client.delete(place, headers={**others, **TUS})).status_code == 404
    assert (await client.delete(place, headers={**headers, **TUS})).status_code == 204
    assert (await client.delete(place, headers={**headers, **TUS})).status_code == 404
