"""Everybody who takes part, each signed in through the front door with a bearer token of their own."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from operations.errors import CannotProceed

SPECIALIST = "Chuyên viên"
LEADER = "Lãnh đạo"
CLERK = "Văn thư"
COUNTER = "Cán bộ một cửa"

_LONGEST_WAIT = 60.0
_COMING = {
    "agency_not_here_yet": "thông tin cơ quan từ danh bạ",
    "signing_key_missing": "chứng thư số của người ký",
    "certificate_of_other_post": "chứng thư số mới của người ký",
}
"""Refusals of a province that has only just started, and what it lacks: the axis is bringing it."""
_LOOK_AGAIN = 0.5

Found = TypeVar("Found")


class Refused(CannotProceed):
    """Hệ thống từ chối: what the problem document says, for the person who plays."""

    def __init__(self, answer: httpx.Response) -> None:
        try:
            problem = answer.json()
        except ValueError:
            problem = {}
        self.status = answer.status_code
        self.code = str(problem.get("code", ""))
        fields = "; ".join(str(field.get("detail") or field) for field in problem.get("errors", []))
        words = problem.get("detail") or problem.get("title") or f"mã {answer.status_code}"
        request = f"{answer.request.method} {answer.request.url.path}"
        super().__init__(f"{words} ({request}){f': {fields}' if fields else ''}")


@dataclass
class Patience:
    """How long one waits for what is coming, and who is told in words that one waits."""

    seconds: float = 0.0
    say: Callable[[str], None] = print
    _told: set[str] = field(default_factory=set)

    def wait(self, code: str, until: float) -> bool:
        """Whether it is worth asking once more; each thing is said once."""
        if code not in _COMING or time.monotonic() >= until:
            return False
        if code not in self._told:
            self._told.add(code)
            self.say(f"Hệ thống vừa khởi động, còn đang chuyển {_COMING[code]}: chờ đến {self.seconds:.0f} giây ...")
        time.sleep(_LOOK_AGAIN)
        return True


class Caller:
    """Một người (hoặc hệ thống) gọi qua cổng."""

    def __init__(
        self,
        client: httpx.Client,
        account: dict[str, str],
        token: str,
        identity: dict[str, Any],
        patience: Patience | None = None,
    ) -> None:
        self._client = client
        self._patience = patience or Patience()
        self._authorization = {"authorization": f"Bearer {token}"}
        self.user_name = account["user_name"]
        self.name = account["name"]
        self.agency = account.get("agency", "")
        self.agency_code = account.get("agency_code", "")
        self.role = account["role"]
        self.subject = str(identity.get("subject", ""))
        self.title = str(identity.get("title", ""))

    def get(self, path: str, **parameters: Any) -> Any:
        return self.send("GET", path, params=parameters).json()

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> Any:
        """With an Idempotency-Key, as every program should send one."""
        return self.send("POST", path, json=body or {}, headers={"idempotency-key": key or str(uuid4())}).json()

    def upload(self, path: str, content: bytes, kind: str = "application/octet-stream", **parameters: str) -> Any:
        return self.send("POST", path, content=content, params=parameters, headers={"content-type": kind}).json()

    def download(self, path: str) -> bytes:
        return self.send("GET", path).content

    def send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Refusals are raised; a rate limit is waited for, as its header says, and so is what has not come yet."""
        headers = dict(arguments.pop("headers", None) or {}) | self._authorization
        until = time.monotonic() + self._patience.seconds
        while True:
            answer = self._client.request(method, path, headers=headers, **arguments)
            if answer.status_code == 429:
                time.sleep(min(float(answer.headers.get("retry-after", "1")), _LONGEST_WAIT))
                continue
            if not answer.is_error:
                return answer
            refused = Refused(answer)
            if not self._patience.wait(refused.code, until):
                raise refused


class Callers:
    """Tất cả người tham gia: found by user name, or by agency and post."""

    def __init__(self, url: str, accounts: Sequence[dict[str, str]], patience: Patience | None = None) -> None:
        self._patience = patience
        # The embedded certificate is our own and is asked for on the loopback interface only.
        self._client = httpx.Client(base_url=url, timeout=60, verify=not url.startswith("https://localhost"))
        self._accounts = {account["user_name"]: account for account in accounts}
        self._signed_in: dict[str, Caller] = {}

    def close(self) -> None:
        self._client.close()

    def person(self, user_name: str) -> Caller:
        if user_name not in self._signed_in:
            account = self._accounts.get(user_name)
            if account is None:
                raise CannotProceed(f"Không có tài khoản dùng thử {user_name}: hãy xem ./lienthong accounts.")
            answer = self._client.post(
                "/api/gateway/v1/sessions", json={"user_name": user_name, "password": account["password"]}
            )
            if answer.is_error:
                raise Refused(answer)
            body = answer.json()
            self._signed_in[user_name] = Caller(self._client, account, body["token"], body["identity"], self._patience)
        return self._signed_in[user_name]

    def at(self, agency_code: str, role: str) -> Caller:
        """Who holds that post at that agency; the first one where there are several."""
        for account in self._accounts.values():
            if account.get("agency_code") == agency_code and account["role"] == role:
                return self.person(account["user_name"])
        raise CannotProceed(f"Cơ quan {agency_code} không có tài khoản dùng thử cho {role.lower()}.")

    def agencies_with(self, *roles: str) -> list[str]:
        """Codes of those where somebody holds each of these posts, in the order of the accounts."""
        held: dict[str, set[str]] = {}
        for account in self._accounts.values():
            held.setdefault(account.get("agency_code", ""), set()).add(account["role"])
        return [code for code, found in held.items() if code and found >= set(roles)]

    def anyone(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Without signing in."""
        answer = self._client.request(method, path, **arguments)
        if answer.is_error:
            raise Refused(answer)
        return answer


def wait_for(look: Callable[[], Found | None], what: str, seconds: float = 60) -> Found:
    """Ask until the axis has brought it."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None:
            return found
        if time.monotonic() > deadline:
            raise CannotProceed(f"Chờ quá {seconds:.0f} giây mà chưa thấy {what}: hãy xem ./lienthong status.")
        time.sleep(0.1)
