"""Tệp kèm theo gói tin: pairing by ContentId, base64, and the one-entry ZIP of the vendor's SDK, unzipped with care."""

import base64
import binascii
import io
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import replace

from lxml import etree

from document_exchange.packets.elements import child, children, texts_of
from document_exchange.packets.packet import Attachment, Limits, Notice, PacketRefused
from shared.standards.file_kinds import clean_file_name

_PATH = "AttachmentEncoded.Attachment"
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of compressing that senders use; the others of the format fail in ways of their own, and take memory by their own word."""


def read_attachments(root: etree._Element, limits: Limits, notices: list[Notice]) -> tuple[Attachment, ...]:
    """In the order of the manifest, the signed document first; then those the manifest forgot."""
    encoded = child(root, "AttachmentEncoded")
    elements = [] if encoded is None else children(encoded, "Attachment")
    if len(elements) > limits.attachments:
        raise PacketRefused("R", _PATH)
    references = _references(root)
    read: dict[str, Attachment] = {}
    total = 0
    for element in elements:
        attachment = _read_one(element, references, limits)
        total += len(attachment.content)
        if total > limits.total_attachment_bytes:
            raise PacketRefused("R.size", _PATH)
        if attachment.content_id in read:
            raise PacketRefused("M.duplicate", f"{_PATH}.ContentId")
        if references and attachment.content_id not in references:
            notices.append(Notice("attachment_not_in_manifest", f"{_PATH}.ContentId", attachment.content_id[:100]))
        read[attachment.content_id] = attachment
    missing = [content_id for content_id in references if content_id not in read]
    if missing:
        raise PacketRefused("N.attachment", f"edXMLManifest.Reference.{missing[0][:60]}")
    ordered = [read[content_id] for content_id in references]
    return _told_apart(ordered + [a for content_id, a in read.items() if content_id not in references], notices)


def _told_apart(attachments: list[Attachment], notices: list[Notice]) -> tuple[Attachment, ...]:
    """Files of one name would replace each other wherever they are saved."""
    taken: set[str] = set()
    told = []
    for attachment in attachments:
        name = free_name(attachment.name, taken)
        if name != attachment.name:
            notices.append(Notice("attachment_same_name", f"{_PATH}.AttachmentName", attachment.name[:100]))
        taken.add(name.casefold())
        told.append(attachment if name == attachment.name else replace(attachment, name=name))
    return tuple(told)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number when it is taken already (`taken` in `casefold`)."""
    stem, dot, extension = name.rpartition(".")
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem[:180]} ({number}).{extension}" if dot else f"{name[:180]} ({number})"
    return free


def bare_content_id(text: str) -> str:
    """One dialect writes `cid:` in one place only."""
    return text.strip().removeprefix("cid:").strip()


def _references(root: etree._Element) -> dict[str, tuple[str, str]]:
    """ContentId to (name, description), from the manifest."""
    found: dict[str, tuple[str, str]] = {}
    envelope = child(root, "edXMLEnvelope")
    body = None if envelope is None else child(envelope, "edXMLBody")
    manifest = None if body is None else child(body, "edXMLManifest")
    if manifest is None:
        return found
    for reference in children(manifest, "Reference"):
        text = texts_of(reference)
        content_id = bare_content_id(text.get("ContentId") or _link(reference))
        if not content_id:
            raise PacketRefused("N", "edXMLManifest.Reference.ContentId")
        if content_id in found:
            raise PacketRefused("M.duplicate", "edXMLManifest.Reference.ContentId")
        found[content_id] = (text.get("AttachmentName", ""), text.get("Description", ""))
    return found


def _link(reference: etree._Element) -> str:
    """The .NET dialect repeats the identifier in `xlink:href`."""
    for name, value in reference.attrib.items():
        if etree.QName(name).localname == "href":
            return str(value)
    return ""


def _read_one(element: etree._Element, references: dict[str, tuple[str, str]], limits: Limits) -> Attachment:
    text = texts_of(element)
    content_id = bare_content_id(text.get("ContentId", ""))
    if not content_id:
        raise PacketRefused("N", f"{_PATH}.ContentId")
    known_name, known_description = references.get(content_id, ("", ""))
    name = clean_file_name(text.get("AttachmentName") or known_name) or "tep-dinh-kem"
    stated = text.get("ContentType", "").lower()
    encoded = text.get("ContentTransferEncoded", "")
    if len(encoded) > limits.attachment_bytes * 3 // 2:
        raise PacketRefused("R.size", f"{_PATH}.ContentTransferEncoded")
    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise PacketRefused("T.base64", f"{_PATH}.ContentTransferEncoded") from error
    if not content:
        raise PacketRefused("N", f"{_PATH}.ContentTransferEncoded")
    if stated == "application/zip" and not name.lower().endswith(".zip") and content.startswith(b"PK\x03\x04"):
        # Office files are ZIPs too; the wrapper of the SDK is told by holding exactly one entry.
        content = _unzip(content, limits)
    if len(content) > limits.attachment_bytes:
        raise PacketRefused("R.size", f"{_PATH}.ContentTransferEncoded")
    description = text.get("Description") or known_description
    return Attachment(name=name, content=content, description=description, content_id=content_id, media_type=stated)


def _unzip(content: bytes, limits: Limits) -> bytes:
    """The single entry, read no further than the limits; its name is never used as a path."""
    path = f"{_PATH}.ContentTransferEncoded"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) != 1:
                if any(entry.filename == "[Content_Types].xml" for entry in entries):
                    return content
                raise PacketRefused("M.zip", path)
            if entries[0].filename.endswith("/") or entries[0].flag_bits & 0x1 or entries[0].compress_type not in _WAYS:
                raise PacketRefused("M.zip", path)
            most = min(limits.attachment_bytes, max(len(content) * limits.zip_ratio, 1024 * 1024))
            with archive.open(entries[0]) as entry:
                read = entry.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError, RuntimeError) as error:
        raise PacketRefused("M.zip", path) from error
    if len(read) > most:
        raise PacketRefused("R.zip", path)
    return read
