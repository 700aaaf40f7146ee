"""OAuth 2.0 token endpoint (RFC 6749 section 4.4): client credentials, by Basic or in the form."""

import base64
import binascii
from urllib.parse import parse_qs, unquote_plus

import orjson
from fastapi import APIRouter, Request, Response

from gateway.client_systems.actions import let_in
from shared.core.errors import Unauthenticated
from shared.storage import evidence
from shared.storage.database import Database

router = APIRouter()

FORM = "application/x-www-form-urlencoded"
_UNKEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class TokenRefused(Exception):
    """RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status


@router.post(
    "/oauth/token",
    summary="Cấp thẻ truy cập cho hệ thống kết nối",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["grant_type"],
                        "properties": {
                            "grant_type": {"type": "string", "const": "client_credentials"},
                            "scope": {"type": "string"},
                            "client_id": {"type": "string"},
                            "client_secret": {"type": "string"},
                        },
                    }
                }
            },
        }
    },
)
async def issue_token(request: Request) -> Response:
    try:
        form = await _read_form(request)
        code, secret = _credentials(request, form)
        if "grant_type" not in form:
            raise TokenRefused("invalid_request", "Thiếu grant_type.")
        if form["grant_type"] != "client_credentials":
            raise TokenRefused("unsupported_grant_type", "Chỉ hỗ trợ grant_type=client_credentials.")
        wanted = frozenset(form.get("scope", "").split())
        database: Database = request.app.state.database
        try:
            async with database.sessions.begin() as session:
                opened, granted = await let_in(session, code, secret, wanted)
                if wanted and not wanted <= granted:
                    raise TokenRefused("invalid_scope", "Hệ thống không được cấp phạm vi này.")
        except Unauthenticated:
            async with database.sessions.begin() as session:
                await evidence.record(session, "client-system-refused", f"client-system/{code[:100]}", "anonymous")
            raise TokenRefused("invalid_client", "Sai mã hệ thống hoặc khóa bí mật.", 401) from None
    except TokenRefused as refusal:
        body = {"error": refusal.error, "error_description": refusal.description}
        headers = _UNKEPT | ({"WWW-Authenticate": 'Basic realm="lienthong"'} if refusal.status == 401 else {})
        return Response(orjson.dumps(body), refusal.status, headers, "application/json")
    answer = {
        "access_token": opened.token,
        "token_type": "Bearer",
        "expires_in": opened.seconds,
        "scope": " ".join(sorted(granted)),
    }
    return Response(orjson.dumps(answer), 200, _UNKEPT, "application/json")


async def _read_form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
        raise TokenRefused("invalid_request", f"Hãy gửi dạng {FORM}.")
    try:
        fields = parse_qs(
            (await request.body()).decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=20
        )
    except ValueError:
        raise TokenRefused("invalid_request", "Không đọc được biểu mẫu.") from None
    if any(len(values) > 1 for values in fields.values()):
        raise TokenRefused("invalid_request", "Một tham số được gửi nhiều lần.")
    return {name: values[0] for name, values in fields.items()}


def _credentials(request: Request, form: dict[str, str]) -> tuple[str, str]:
    """RFC 6749 section 2.3: one way of authentication, not two."""
    header = request.headers.get("authorization")
    if header is None:
        if "client_id" not in form or "client_secret" not in form:
            raise TokenRefused("invalid_client", "Thiếu mã hệ thống hoặc khóa bí mật.", 401)
        return form["client_id"], form["client_secret"]
    if "client_secret" in form:
        raise TokenRefused("invalid_request", "Chỉ xác thực bằng một cách.")
    scheme, _, rest = header.partition(" ")
    try:
        if scheme.lower() != "basic":
            raise ValueError
        code, colon, secret = base64.b64decode(rest.strip(), validate=True).decode("utf-8").partition(":")
        if not colon:
            raise ValueError
    except (ValueError, binascii.Error):
        raise TokenRefused("invalid_client", "Không đọc được Authorization.", 401) from None
    code, secret = unquote_plus(code), unquote_plus(secret)
    if form.get("client_id", code) != code:
        raise TokenRefused("invalid_request", "client_id không khớp với Authorization.")
    return code, secret
