"""Main job B through the gateway: one document from the draft to every agency, back with its statuses, and asked back."""

import base64
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from operations.demo.callers import CLERK, COUNTER, LEADER, SPECIALIST, Callers, Refused, wait_for
from operations.demo.papers import make_paper
from operations.demo.records_work import EXCHANGE, RecordsWork
from operations.private_province import PrivateProvince
from tests.journeys.proof import moment, pdfsig, pdftotext

STTTT, STC, SNV, SXD, SYT = "000.00.11.H08", "000.00.05.H08", "000.00.02.H08", "000.00.09.H08", "000.00.16.H08"
NAMESPACE = "{http://www.mic.gov.vn/TBT/QCVN_102_2016}"
SUBJECT = "V/v kiểm tra việc gửi, nhận văn bản điện tử có ký số"
BODY = "Đề nghị các cơ quan tiếp nhận và phản hồi trạng thái xử lý văn bản này."


@pytest.fixture
def work(callers: Callers) -> RecordsWork:
    return RecordsWork(callers)


def refusal(callable_: Any, *arguments: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        callable_(*arguments, **named)
    return caught.value


def issued(work: RecordsWork, **changes: Any) -> dict[str, Any]:
    """A document that has been sent, as its clerk sees it."""
    draft = work.draft(STTTT, SUBJECT, BODY, unit="CNTT", **changes)
    work.issue(STTTT, draft["id"])
    return work.seen(STTTT, draft["id"])


def codes(history: list[dict[str, Any]]) -> list[str]:
    return [line["code"] for line in history]


def test_a_document_reaches_every_agency_and_comes_back_answered(callers_on_each_axis: Callers, tmp_path: Path) -> None:
    work = RecordsWork(callers_on_each_axis)
    document = draft_to_sealed(work)
    sent = work.step(STTTT, CLERK, document["id"], "send")
    assert sent["status"] == "sent"
    deliveries = work.deliveries(STTTT, document["id"])
    assert len(deliveries) == 41
    assert STTTT not in deliveries
    work.wait_for_status(STTTT, document["id"], dict.fromkeys(deliveries, "01"))
    document = work.seen(STTTT, document["id"])
    check_packet(work, document, tmp_path)

    incoming = work.arrived(STC, document)
    check_arrival(work, incoming["id"], document)
    progress_to_done(work, incoming["id"], document)
    returned = work.arrived(SXD, document)
    bare = refusal(work.report, SXD, CLERK, returned["id"], "02")
    assert (bare.status, bare.code) == (422, "reason_required")
    work.report(SXD, CLERK, returned["id"], "02", description="Thiếu phụ lục kèm theo.")
    work.wait_for_status(STTTT, document["id"], {STC: "06", SXD: "02"})
    seen = work.deliveries(STTTT, document["id"])
    assert codes(seen[STC]["history"]) == ["01", "03", "04", "05", "06"]
    assert codes(seen[SXD]["history"]) == ["01", "02"]
    assert "Thiếu phụ lục" in seen[SXD]["history"][-1]["description"]
    for one in seen.values():
        moments = [moment(line["reported_at"]) for line in one["history"]]
        assert moments == sorted(moments)
    assert {seen[code]["status"] for code in seen.keys() - {STC, SXD}} == {"01"}


def draft_to_sealed(work: RecordsWork) -> dict[str, Any]:
    """Each step by its own post, in the only order that is allowed."""
    draft = work.draft(STTTT, SUBJECT, BODY, unit="CNTT", all_agencies=True)
    drafter = work.callers.at(STTTT, SPECIALIST)
    work.attach(drafter, draft, make_paper("Phụ lục", "Danh sách đầu mối.", drafter.name), "phu-luc.pdf", "appendix")
    unseen = refusal(work.step, STTTT, CLERK, draft["id"], "number")
    assert (unseen.status, unseen.code) == (404, "not_found"), "a draft is its drafter's until it is submitted"
    assert work.step(STTTT, SPECIALIST, draft["id"], "submit")["status"] == "submitted"
    twice = refusal(work.step, STTTT, SPECIALIST, draft["id"], "submit")
    assert (twice.status, twice.code) == (409, "document_step_not_allowed")
    assert refusal(work.step, STTTT, SPECIALIST, draft["id"], "sign").status == 403
    assert work.step(STTTT, LEADER, draft["id"], "sign")["status"] == "signed"
    numbered = work.step(STTTT, CLERK, draft["id"], "number")
    number, _, notation = numbered["reference"].partition("/")
    assert number.isdigit()
    assert notation == "STTTT-CNTT"
    day = numbered["issued_on"].replace("-", "/")
    assert numbered["document_code"] == f"{STTTT},{day},{numbered['reference']}"
    sealed = work.step(STTTT, CLERK, draft["id"], "seal")
    assert sealed["status"] == "sealed"
    return sealed


def check_packet(work: RecordsWork, document: dict[str, Any], folder: Path) -> None:
    """The packet as a file: read by the standard library, its PDFs judged by poppler, known again when it comes back."""
    clerk = work.callers.at(STTTT, CLERK)
    answer = clerk.send("GET", f"{EXCHANGE}/documents/{document['id']}/packet")
    assert answer.headers["content-disposition"].endswith('.edxml"')
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{NAMESPACE}edXML"
    receivers = [to.findtext(f"{NAMESPACE}OrganId") for to in root.iter(f"{NAMESPACE}To")]
    assert sorted(str(code) for code in receivers) == sorted(document["addressees"])
    assert next(root.iter(f"{NAMESPACE}DocumentId")).text == document["document_code"]
    attachments = list(root.iter(f"{NAMESPACE}Attachment"))
    assert len(attachments) == 2
    encoded = [str(one.findtext(f"{NAMESPACE}ContentTransferEncoded")) for one in attachments]
    main, appendix = (base64.b64decode(text) for text in encoded)
    leader = work.callers.at(STTTT, LEADER)
    assert pdfsig(main, folder) == [leader.name, leader.agency]
    assert pdfsig(appendix, folder) == [leader.agency]
    year, month, day = document["issued_on"].split("-")
    first_page = pdftotext(main, folder)
    assert f"Số: {document['reference']}" in first_page
    assert f"{document['place']}, ngày {day} tháng {month if int(month) < 3 else int(month)} năm {year}" in first_page

    receiver = work.callers.at(SNV, CLERK)
    incoming = work.arrived(SNV, document)
    copy = receiver.send("GET", f"{EXCHANGE}/incoming/{incoming['id']}/packet").content
    assert copy == answer.content
    again = refusal(receiver.upload, f"{EXCHANGE}/packet-files", copy, "application/xml")
    assert (again.status, again.code) == (409, "document_already_here")
    back = refusal(clerk.upload, f"{EXCHANGE}/packet-files", copy, "application/xml")
    assert (back.status, back.code) == (422, "packet_not_addressed")
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    refused = refusal(receiver.upload, f"{EXCHANGE}/packet-files", bomb, "application/xml")
    assert (refused.status, refused.code) == (422, "packet_refused")


def check_arrival(work: RecordsWork, incoming_id: str, document: dict[str, Any]) -> None:
    whole = work.callers.at(STC, CLERK).get(f"{EXCHANGE}/incoming/{incoming_id}")
    assert (whole["status"], whole["warnings"], whole["subject"]) == ("01", [], SUBJECT)
    assert whole["signer_name"] == document["leader_name"]
    main, appendix = whole["files"]
    assert [(one["kind"], one["valid"], one["revocation"]) for one in main["signatures"]] == [
        ("person", True, "good"),
        ("seal", True, "good"),
    ]
    assert [one["kind"] for one in appendix["signatures"]] == ["seal"]


def progress_to_done(work: RecordsWork, incoming_id: str, document: dict[str, Any]) -> None:
    specialist = work.callers.at(STC, SPECIALIST)
    early = refusal(work.report, STC, LEADER, incoming_id, "04", lead_id=specialist.subject)
    assert (early.status, early.code) == (409, "incoming_step_not_allowed")
    hidden = refusal(work.report, STC, SPECIALIST, incoming_id, "05")
    assert hidden.status == 404, "specialists see what they were given"
    accepted = work.report(STC, CLERK, incoming_id, "03")
    assert accepted["arrival_number"] >= 1
    work.report(STC, LEADER, incoming_id, "04", lead_id=specialist.subject, description="Tham mưu trả lời.")
    assert refusal(work.report, STC, SPECIALIST, incoming_id, "03").status == 403
    work.report(STC, SPECIALIST, incoming_id, "05")
    answer = work.draft(
        STC, "V/v phản hồi", "Phúc đáp văn bản của Sở.", addressees=[STTTT], answers_incoming_id=incoming_id
    )
    unnumbered = refusal(work.report, STC, SPECIALIST, incoming_id, "06", answer_document_id=answer["id"])
    assert (unnumbered.status, unnumbered.code) == (422, "answer_document_unknown")
    work.issue(STC, answer["id"])
    done = work.report(STC, SPECIALIST, incoming_id, "06", answer_document_id=answer["id"])
    assert done["answer_document_id"] == answer["id"]
    assert codes(done["history"]) == ["01", "03", "04", "05", "06"]
    reply = work.arrived(STTTT, work.seen(STC, answer["id"]))
    assert reply["sender_code"] == STC


def test_arrival_numbers_follow_each_other(work: RecordsWork) -> None:
    numbers = []
    for _ in range(2):
        document = issued(work, addressees=[SYT])
        incoming = work.arrived(SYT, document)
        numbers.append(work.report(SYT, CLERK, incoming["id"], "03")["arrival_number"])
    assert numbers[1] == numbers[0] + 1


def test_a_recall_is_answered_by_each_receiver(work: RecordsWork) -> None:
    document = issued(work, addressees=[SNV, SYT])
    incoming = {code: work.arrived(code, document)["id"] for code in (SNV, SYT)}
    work.wait_for_status(STTTT, document["id"], dict.fromkeys(incoming, "01"))
    work.report(SYT, CLERK, incoming[SYT], "03")
    unasked = refusal(work.report, SNV, CLERK, incoming[SNV], "15")
    assert (unasked.status, unasked.code) == (409, "recall_not_requested")
    work.step(STTTT, CLERK, document["id"], "recall", reason="Sai số liệu tại Phụ lục.")
    for code, incoming_id in incoming.items():
        clerk = work.callers.at(code, CLERK)

        def asked(clerk: Any = clerk, incoming_id: str = incoming_id) -> bool | None:
            found = clerk.get(f"{EXCHANGE}/incoming/{incoming_id}")
            return True if found["recall"] == "requested" and found["recall_reason"] else None

        wait_for(asked, "yêu cầu lấy lại")
    work.report(SNV, CLERK, incoming[SNV], "15")
    frozen = refusal(work.report, SNV, CLERK, incoming[SNV], "03")
    assert (frozen.status, frozen.code) == (409, "incoming_cancelled")
    alone = refusal(work.report, SYT, CLERK, incoming[SYT], "16", description="Đã triển khai.")
    assert (alone.status, alone.code) == (422, "leader_decision_required")
    leader = work.callers.at(SYT, LEADER)
    work.report(SYT, CLERK, incoming[SYT], "16", description="Đã triển khai.", decided_by=leader.subject)
    work.wait_for_status(STTTT, document["id"], {SNV: "agreed", SYT: "refused"}, field="recall")
    seen = work.deliveries(STTTT, document["id"])
    assert sorted(codes(seen[SNV]["history"])) == ["01", "13", "15"]
    assert sorted(codes(seen[SYT]["history"])) == ["01", "03", "13", "16"]
    assert codes(seen[SNV]["history"])[-1] == "15"
    assert codes(seen[SYT]["history"])[-1] == "16"


def test_a_secret_document_never_leaves(work: RecordsWork) -> None:
    """Not even a draft of it is made, whichever way its secrecy is told."""
    drafter = work.callers.at(STTTT, SPECIALIST)
    before = drafter.get(f"{EXCHANGE}/documents")["items"]
    for subject, secrecy in (("V/v kế hoạch diễn tập", "confidential"), ("(Mật) V/v kế hoạch diễn tập", "normal")):
        refused = refusal(work.draft, STTTT, subject, BODY, unit="CNTT", addressees=[SNV], secrecy=secrecy)
        assert (refused.status, refused.code) == (422, "secret_document_stays")
    assert drafter.get(f"{EXCHANGE}/documents")["items"] == before


def test_a_document_is_seen_by_its_sender_and_its_receivers_alone(work: RecordsWork) -> None:
    document = issued(work, addressees=[SNV])
    incoming = work.arrived(SNV, document)
    outgoing_path, incoming_path = f"{EXCHANGE}/documents/{document['id']}", f"{EXCHANGE}/incoming/{incoming['id']}"
    file = f"{outgoing_path}/files/{document['files'][0]['id']}"
    for path in (outgoing_path, f"{outgoing_path}/packet", file, incoming_path, f"{incoming_path}/packet"):
        assert refusal(work.callers.anyone, "GET", path).status == 401
        assert refusal(work.callers.at(SYT, CLERK).get, path).status == 404
        assert refusal(work.callers.at(SYT, COUNTER).get, path).status in (403, 404)
        assert refusal(work.callers.person("congdan.lan").get, path).status in (403, 404)
    assert refusal(work.callers.at(SNV, CLERK).get, outgoing_path).status == 404
    assert refusal(work.callers.at(STTTT, CLERK).get, incoming_path).status == 404
    for code in ("02", "03", "15"):
        refused = refusal(work.report, SYT, CLERK, incoming["id"], code, description="Không phải của mình")
        assert refused.status == 404
    recall = refusal(work.callers.at(SYT, CLERK).post, f"{outgoing_path}/recall", {"reason": "Không phải của mình"})
    assert recall.status == 404
    assert work.deliveries(STTTT, document["id"])[SNV]["status"] == "01"


def test_an_agencys_own_system_takes_its_documents(province: PrivateProvince, work: RecordsWork) -> None:
    document = issued(work, addressees=[STC])
    incoming = work.arrived(STC, document)
    with province.client("qlvb-stc") as system:
        items = system.get(f"{EXCHANGE}/inbox", params={"status": "01"}).raise_for_status().json()["items"]
        assert incoming["id"] in [item["id"] for item in items]
        packet = system.get(f"{EXCHANGE}/incoming/{incoming['id']}/packet").raise_for_status()
        assert ElementTree.fromstring(packet.content).tag == f"{NAMESPACE}edXML"
        for code in ("03", "04", "05", "06"):
            answer = system.post(f"{EXCHANGE}/incoming/{incoming['id']}/status", json={"code": code})
            assert answer.status_code == 200, answer.text
    with province.client("qlvb-stttt") as other:
        stranger: httpx.Response = other.get(f"{EXCHANGE}/incoming/{incoming['id']}")
        assert stranger.status_code == 404
    work.wait_for_status(STTTT, document["id"], {STC: "06"})
    assert codes(work.deliveries(STTTT, document["id"])[STC]["history"]) == ["01", "03", "04", "05", "06"]
