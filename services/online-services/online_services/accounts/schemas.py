"""What the gateway asks and hears about accounts."""

from pydantic import BaseModel, Field


class Credentials(BaseModel):
    """Thông tin đăng nhập."""

    user_name: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class KnownPerson(BaseModel):
    """Danh tính của người đã đăng nhập, as the gateway keeps it."""

    subject: str
    name: str
    user_name: str
    agency_code: str = ""
    agency_name: str = ""
    title: str
    roles: list[str] = []
