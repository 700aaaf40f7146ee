"""The registers of documents on paper, by their forms, and those prints that were stored."""

from document_exchange.desk.registers_list import INCOMING_REGISTER, OUTGOING_REGISTER, year_of
from document_exchange.forms.models import AcceptedTemplate, StoredPrint
from document_exchange.forms.registers import INCOMING, OUTGOING, REGISTER_TEMPLATES
from document_exchange.forms.slips import SLIP
from document_exchange.rights import RIGHTS, Right
from shared.printing.forms import Template
from shared.web.callers import require
from shared.web.printed_registers import RegisterPrinter
from shared.web.stored_print_pages import PrintDoor
from shared.work.form_templates import Forms
from shared.work.listing import Listing

FORMS = Forms(REGISTER_TEMPLATES | {(SLIP.rule_set, SLIP.name): SLIP}, AcceptedTemplate)


def _door(listing: Listing, template: Template) -> PrintDoor:
    printer = RegisterPrinter(listing, FORMS, lambda rows: template, year_of)
    return PrintDoor(listing, StoredPrint, printer, require(RIGHTS, Right.READ_REGISTERS))


DOORS = _door(OUTGOING_REGISTER, OUTGOING), _door(INCOMING_REGISTER, INCOMING)
