"""Where every page leads, whichever part answers it: the one module of `shared` that names pages of the members.

A refusal and the head of a page lead there also where no gateway hands anything over, so these are no `Landmark`.
`tests/architecture/test_signposts.py` holds each against the route of the member that owns it.
"""

from enum import StrEnum


class Signpost(StrEnum):
    """Biển chỉ đường: a page, written as its route is."""

    SIGN_IN = "/dang-nhap"  # takes the way on as `tiep`, as does the choice of a post
    SIGN_OUT = "/dang-xuat"
    SEARCH = "/tim-kiem"
    CHOOSE_POST = "/vi-tri"  # where an officer says in which post he works now
    OFFICER = "/danh-ba/can-bo/{person_id}"
    OFFICERS_ACCOUNT = "/danh-ba/tai-khoan"  # where the first password is changed
    OFFICERS_BELL = "/thong-bao"
    OFFICERS_BELL_COUNT = "/thong-bao/so-moi"
    CITIZENS_ACCOUNT = "/dich-vu-cong/tai-khoan"
    CITIZENS_BELL = "/dich-vu-cong/thong-bao"
    CITIZENS_BELL_COUNT = "/dich-vu-cong/thong-bao/so-moi"
    OWN_CERTIFICATE = "/danh-ba/chung-thu-so"
    AGENCY_CERTIFICATE = "/danh-ba/co-quan/{code}/chung-thu-so"
