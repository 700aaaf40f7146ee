"""Khóa của kho khóa ký: what the private keys at rest are enciphered with. The signing process alone is given the file.

One secret a line, 32 bytes in base64: the first is in use, those below it only open what they once closed. So a change of key can be
stopped at any moment: add a line, start the signing process, take the old line away.
"""

import base64
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MARK = b"LTK1"
_NONCE = 12
_ID = 8


class StoreClosed(Exception):
    """The store cannot be opened with the keys we were given. The message is a sentence for the operator."""


class StoreKeys:
    """AES-256-GCM (NIST SP 800-38D) under keys derived from the secrets by HKDF (RFC 5869)."""

    def __init__(self, secret_lines: list[bytes]) -> None:
        if not secret_lines:
            raise StoreClosed("Tệp khóa của kho khóa ký không có khóa nào.")
        derived = [(_derive(secret, b"name", _ID), _derive(secret, b"key", 32)) for secret in secret_lines]
        self._current = derived[0][0]
        self._ciphers = {name: AESGCM(key) for name, key in derived}

    @classmethod
    def read(cls, file: Path) -> "StoreKeys":
        """Raise StoreClosed, which ends the signing process, when the file is not there or holds something else."""
        try:
            lines = [base64.b64decode(line, validate=True) for line in file.read_bytes().split()]
        except (OSError, ValueError) as error:
            raise StoreClosed(f"Không đọc được khóa của kho khóa ký ({file.name}): {error}.") from error
        if any(len(secret) != 32 for secret in lines):
            raise StoreClosed(f"Mỗi dòng của {file.name} phải là 32 byte viết bằng base64.")
        return cls(lines)

    def close(self, label: str, content: bytes) -> bytes:
        """Enciphered for one label: a file put in another's place does not open."""
        nonce = secrets.token_bytes(_NONCE)
        head = _MARK + self._current
        return head + nonce + self._ciphers[self._current].encrypt(nonce, content, head + label.encode())

    def open(self, label: str, closed: bytes) -> bytes:
        """Raise StoreClosed when it was closed with another key, for another label, or was altered."""
        head, rest = closed[: len(_MARK) + _ID], closed[len(_MARK) + _ID :]
        cipher = self._ciphers.get(head[len(_MARK) :]) if head.startswith(_MARK) else None
        if cipher is None:
            raise StoreClosed(
                f"Khóa ký {label} được mã hóa bằng khóa kho khác: hãy giữ lại dòng cũ trong tệp khóa của kho."
            )
        try:
            return cipher.decrypt(rest[:_NONCE], rest[_NONCE:], head + label.encode())
        except (InvalidTag, ValueError) as error:
            raise StoreClosed(f"Khóa ký {label} đã bị sửa hoặc hỏng: hãy khôi phục kho khóa từ bản sao lưu.") from error

    def is_current(self, closed: bytes) -> bool:
        return closed.startswith(_MARK + self._current)


def _derive(secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=b"lienthong-signing-store-1 " + purpose).derive(secret)


def add_store_key(file: Path, *, only_first: bool = False) -> None:
    """Put a new secret on the first line. `only_first`: a file that is there stays as it is."""
    held = file.read_bytes() if file.exists() else b""
    if held and only_first:
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(file, base64.b64encode(secrets.token_bytes(32)) + b"\n" + held, 0o600)


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Write under another name with the final mode, then rename: a reader sees the old file or the new one, also after a crash."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
