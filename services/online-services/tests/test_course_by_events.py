"""Events of one-stop, through the inbox: once, in order, whatever comes twice or early."""

from datetime import timedelta

from online_services.tracking import actions as course
from shared.contracts.event import Envelope, Event
from shared.core.clock import now
from shared.core.identifiers import new_id
from shared.directory.keeping import keep_agency
from shared.messaging.axis.port import Parcel
from shared.messaging.inbox import Consumer
from testing.factories import an_agency
from testing.senders import proofs_of, signed_by
from testing.service import SilentAxis

from .builders import CODE, SECRET, finished, moved, received, refused, returned, supplement_requested
from .conftest import Check, Service, file_one
from .test_pages_without_scripts import form


def sent(event: Event, sequence: int) -> Parcel:
    body = (
        Envelope(
            id=new_id(),
            type=event.type,
            source=f"/{event.publisher()}",
            subject=event.subject,
            time=now(),
            sequence=sequence,
            data=event.model_dump(mode="json"),
        )
        .model_dump_json()
        .encode()
    )
    (parcel,) = signed_by(event.publisher(), body)
    return parcel


def test_a_whole_course_told_twice_and_backwards_comes_out_once_and_in_order(in_service: Check) -> None:
    async def check(service: Service) -> None:
        consumer = Consumer(
            "online-services", service.database, SilentAxis(), service.handlers, proofs_of("online-services")
        )
        dossier = str(new_id())
        events = [
            supplement_requested(dossier),
            received(dossier),
            moved(dossier),
            moved(dossier, action="supplement-taken-in"),
            finished(dossier),
            returned(dossier),
        ]
        bodies = [sent(event, place) for place, event in enumerate(events, 1)]
        for body in reversed(bodies):
            await consumer.receive([body])
        await consumer.receive(bodies)
        kinds = [row["kind"] for row in await service.rows("SELECT kind FROM course_entry ORDER BY id")]
        assert kinds == ["supplement-requested", "received", "moved", "supplement-taken-in", "finished", "returned"]
        [row] = await service.rows("SELECT * FROM tracked_dossier")
        assert row["status"] == 10
        assert len(await service.rows("SELECT 1 FROM course_file")) == 3
        assert len(await service.rows("SELECT 1 FROM issued_result")) == 1
        assert await service.rows("SELECT 1 FROM supplement_request WHERE closed_at IS NULL") == []
        assert await service.rows("SELECT 1 FROM inbox WHERE state <> 'done'") == []

    in_service(check)


def test_a_refused_dossier_says_why(in_service: Check) -> None:
    async def check(service: Service) -> None:
        consumer = Consumer(
            "online-services", service.database, SilentAxis(), service.handlers, proofs_of("online-services")
        )
        await consumer.receive([sent(refused(str(new_id())), 1)])
        [entry] = await service.rows("SELECT kind, note FROM course_entry")
        assert (entry["kind"], entry["note"]) == ("refused", "Không đúng thẩm quyền")

    in_service(check)


def test_programs_see_what_is_pending_and_nothing_that_is_over(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, anyone = await service.lan(), service.anonymous()
        dossier = await file_one(lan)
        told = (
            (lambda s: course.note_received(s, received(dossier)), ""),
            (lambda s: course.note_moved(s, moved(dossier, name="Phê duyệt, ký kết quả")), "Phê duyệt, ký kết quả"),
            (lambda s: course.note_finished(s, finished(dossier)), "Trả kết quả"),
            (lambda s: course.note_returned(s, returned(dossier)), ""),
        )
        for work, pending in told:
            await service.in_transaction(work)
            own = (await lan.get(f"/api/online-services/v1/submissions/{dossier}")).json()
            asked = {"code": CODE, "secret": SECRET}
            looked_up = (await anyone.post("/api/online-services/v1/look-ups", json=asked)).json()
            assert (own["step_name"], looked_up["step_name"]) == (pending, pending)
            assert bool(own["holder"]) == (own["status"] == 4)

    in_service(check)


def test_a_dossier_that_goes_on_at_a_successor_is_looked_up_by_its_old_code(in_service: Check) -> None:
    async def check(service: Service) -> None:
        dossier, old, new = str(new_id()), CODE.rpartition("-")[0].rpartition("-")[0], "000.00.55.H08"
        first = now().date()
        first_known = an_agency(old, name="Sở Cũ", valid_to=first - timedelta(days=1), successor_code=new)
        await service.in_transaction(
            lambda session: keep_agency(session, first_known),
            lambda session: keep_agency(session, an_agency(new, name="Sở Mới")),
            lambda session: course.note_received(session, received(dossier).model_copy(update={"agency_code": old})),
        )
        asked = {"ma": CODE, "khoa": SECRET}
        before = (await service.anonymous().post("/tra-cuu", data=form(**asked))).text
        assert "Cơ quan kế thừa" in before, "its own record has not come yet"
        told = moved(dossier, action="agency-continued")
        step = told.step.model_copy(update={"agency_code": new, "agency_name": "Sở Mới"})
        await service.in_transaction(lambda session: course.note_moved(session, told.model_copy(update={"step": step})))
        page = (await service.anonymous().post("/tra-cuu", data=form(**asked))).text
        assert "Cơ quan đã tiếp nhận" in page
        assert "Sở Cũ" in page
        assert "Sở Mới" in page
        [entry] = await service.rows("SELECT kind FROM course_entry WHERE kind = 'agency-continued'")
        assert entry["kind"] == "agency-continued"

    in_service(check)
