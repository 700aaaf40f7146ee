"""The pages and calls of the records desk: outgoing and incoming documents, packets, registers."""

from fastapi import FastAPI

from document_exchange.deliveries.accepting import PacketIntake
from document_exchange.desk import (
    access_pages,
    change_api,
    change_pages,
    document_pages,
    documents_api,
    draft_pages,
    entering_api,
    entering_pages,
    envelope_printing,
    flow_pages,
    form_pages,
    incoming_api,
    incoming_pages,
    incoming_together,
    issued_change_pages,
    large_files,
    lending_pages,
    lists_api,
    numbers,
    opinion_pages,
    opinions_api,
    outgoing_together,
    packet_pages,
    packets_api,
    paper_pages,
    picture_pages,
    reader_pages,
    receiver_pages,
    receivers_api,
    register_pages,
    registers_api,
    report_pages,
    reviews_api,
    schedule_api,
    schedule_pages,
    series_pages,
    signing_walk_pages,
    slip_printing,
    steps_api,
    task_board,
    task_giving,
    task_pages,
    tasks_api,
    waiting_pages,
    work_api,
    work_pages,
)
from document_exchange.desk.finding import find_incoming, find_outgoing, find_tasks
from document_exchange.packets.store import PacketStore
from document_exchange.receipts import ReceiptSigner
from document_exchange.registers.books import BOOKS
from document_exchange.rights import RIGHTS, Right
from document_exchange.signatures import Signatures
from shared.contracts.document_exchange import OfficeNotified
from shared.messaging.worker import Work
from shared.notifying.left_open import telling_clerks
from shared.web.feature import Feature
from shared.web.known_forms import Form, Treatment
from shared.web.navigation import Card, Entry
from shared.web.search import Finder
from shared.work.number_year import closing


async def start(app: FastAPI) -> None:
    settings = app.state.settings
    app.state.files = PacketStore(app.state.files, app.state.database)
    app.state.signatures = Signatures.from_settings(settings)
    app.state.receipts = ReceiptSigner.from_settings(settings)
    app.state.intake = PacketIntake(app.state.database, app.state.files, app.state.receipts)


FEATURE = Feature(
    routers=[
        packets_api.router,
        documents_api.router,
        steps_api.router,
        reviews_api.router,
        opinions_api.router,
        receivers_api.router,
        issued_change_pages.calls,
        paper_pages.calls,
        incoming_api.router,
        entering_api.router,
        change_api.router,
        reader_pages.calls,
        work_api.router,
        task_board.calls,
        report_pages.calls,
        access_pages.calls,
        lending_pages.calls,
        tasks_api.router,
        schedule_api.router,
        slip_printing.calls,
        envelope_printing.calls,
        lists_api.router,
        registers_api.router,
        *register_pages.PRINT_CALLS,
        large_files.calls,
        numbers.calls,
        series_pages.calls,
        *picture_pages.CALLS,
    ],
    pages=[
        numbers.pages,
        series_pages.router,
        *picture_pages.PAGES,
        form_pages.router,
        waiting_pages.router,
        draft_pages.router,
        flow_pages.router,
        paper_pages.router,
        receiver_pages.router,
        outgoing_together.router,
        signing_walk_pages.router,
        opinion_pages.router,
        issued_change_pages.pages,
        access_pages.router,
        lending_pages.router,
        document_pages.router,
        change_pages.router,
        entering_pages.router,
        packet_pages.router,
        incoming_together.router,
        work_pages.router,
        slip_printing.router,
        reader_pages.pages,
        envelope_printing.router,
        incoming_pages.router,
        *register_pages.PRINT_PAGES,
        register_pages.router,
        task_board.router,
        report_pages.router,
        task_giving.router,
        task_pages.router,
        schedule_pages.router,
    ],
    navigation=[
        Entry(text="Văn bản đến", href="/van-ban/den", seen_by=RIGHTS[Right.VIEW_INCOMING], order=30),
        Entry(text="Văn bản đi", href="/van-ban/di", seen_by=RIGHTS[Right.VIEW_OUTGOING], order=31),
        Entry(text="Nhiệm vụ", href="/nhiem-vu", seen_by=RIGHTS[Right.VIEW_TASKS], order=32),
        Entry(text="Lịch công tác", href="/lich-cong-tac", seen_by=RIGHTS[Right.SEE_SCHEDULE], order=33),
        Entry(text=numbers.TITLE, href="/van-ban/so-va-so", seen_by=RIGHTS[Right.READ_REGISTERS], order=61),
        Entry(text="Báo cáo văn bản", href=report_pages.PATH, seen_by=RIGHTS[Right.READ_REGISTERS], order=62),
        Entry(text="Hình chữ ký", href="/van-ban/hinh-chu-ky", seen_by=RIGHTS[Right.OWN_SIGNATURE], order=63),
        Entry(text="Hình con dấu", href="/van-ban/hinh-con-dau", seen_by=RIGHTS[Right.SEAL_PICTURE], order=64),
        Entry(text="Biểu mẫu văn bản", href="/van-ban/bieu-mau", seen_by=RIGHTS[Right.MANAGE_FORMS], order=91),
    ],
    cards=[
        Card(
            text="Văn bản đến",
            about="Tiếp nhận, vào sổ, phân công, xử lý.",
            href="/van-ban/den",
            amount="/van-ban/den/so-viec",
            seen_by=RIGHTS[Right.VIEW_INCOMING],
            order=30,
        ),
        Card(
            text="Văn bản đi",
            about="Soạn thảo, ký số, cấp số, phát hành.",
            href="/van-ban/di",
            amount="/van-ban/di/so-viec",
            seen_by=RIGHTS[Right.VIEW_OUTGOING],
            order=31,
        ),
        Card(
            text="Góp ý dự thảo",
            about="Cho ý kiến về dự thảo của đơn vị, cơ quan khác.",
            href="/van-ban/lay-y-kien",
            amount="/van-ban/lay-y-kien/so-viec",
            seen_by=RIGHTS[Right.GIVE_OPINIONS],
            order=32,
        ),
        Card(
            text="Nhiệm vụ",
            about="Giao, thực hiện, theo dõi nhiệm vụ.",
            href="/nhiem-vu",
            amount="/nhiem-vu/so-viec",
            seen_by=RIGHTS[Right.VIEW_TASKS],
            order=33,
        ),
    ],
    forms=[
        Form(path="/van-ban/di/soan-thao", treatment=Treatment.SAVES),
        Form(path="/van-ban/di/{document_id}/sua", treatment=Treatment.SAVES),
        Form(path="/van-ban/di/ky-lan-luot/ky", treatment=Treatment.CONFIRMS),
        Form(path="/van-ban/quy-trinh/moi", treatment=Treatment.SAVES),
        Form(path="/van-ban/quy-trinh/{flow_id}", treatment=Treatment.SAVES),
        Form(path="/van-ban/he-thong-so/moi", treatment=Treatment.SAVES),
        Form(path="/van-ban/he-thong-so/{series_id}", treatment=Treatment.SAVES),
        Form(path="/lich-cong-tac/them", treatment=Treatment.SAVES),
    ],
    finders=[
        Finder(RIGHTS[Right.VIEW_INCOMING], find_incoming),
        Finder(RIGHTS[Right.VIEW_OUTGOING], find_outgoing),
        Finder(RIGHTS[Right.VIEW_TASKS], find_tasks),
    ],
    work=Work(jobs=[closing(BOOKS, telling_clerks(OfficeNotified, "/van-ban/so-va-so"))]),
    express=(packets_api.post_packet,),
    on_start=start,
)
