"""Results looked at one by one, and signed at once."""

from one_stop.signing_walk import pages
from shared.web.feature import Feature
from shared.web.known_forms import Form, Treatment

FEATURE = Feature(
    pages=[pages.router],
    forms=[Form(path="/mot-cua/ky-lan-luot/ky", treatment=Treatment.CONFIRMS)],
)
