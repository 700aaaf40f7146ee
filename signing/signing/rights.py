"""Who may have something signed here: one table for code, tests and the documentation page."""

from enum import StrEnum

from shared.access.rights import SERVICE, Power, Reach, RightsTable, Role, Row


class Right(StrEnum):
    """Quyền tại cổng ký số."""

    SIGN = "sign-as-oneself"  # ký số bằng chứng thư của chính mình
    SEAL = "seal-for-agency"  # ký số bằng chứng thư của cơ quan mình
    SEAL_DOSSIERS = "seal-papers-of-dossiers"  # ký số của cơ quan trên giấy tờ của hồ sơ
    CERTIFY = "certify"  # cấp, gia hạn, chấm dứt chứng thư số


RIGHTS: RightsTable[Right] = {
    Right.SIGN: Row({Role.LEADER, Role.RECORDS_CLERK, Role.COUNTER_OFFICER, Power.SIGNING}, Reach.OWN),
    Right.SEAL: Row({Role.RECORDS_CLERK, Power.DOCUMENTS}),
    # Who has signed a paper of a dossier has it sealed in the same act; receipts, which nobody signs, one-stop's worker (decision 32).
    Right.SEAL_DOSSIERS: Row({Role.LEADER, Power.SIGNING, SERVICE}),
    # Agencies are not known here: mail-directory, through which alone administrators ask, keeps each to those he looks after.
    Right.CERTIFY: Row({Role.DIRECTORY_ADMINISTRATOR, SERVICE}, Reach.ALL),
}
