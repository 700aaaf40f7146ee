"""Every list that a service declares is taken as a file and put on paper, by the one mechanism that notes who took it."""

import sys

import pytest
from fastapi.routing import APIRoute

from shared.core.settings import Settings
from shared.work.listing import Listing
from testing.members import WEB_MEMBERS, Member, application_of, methods_of, rights_of, routes_of

LEAST = {"one-stop": 15, "document-exchange": 4, "mail-directory": 4, "online-services": 4}
"""Lists that the walk has to see; whoever adds one need not count here."""
MECHANISM = "shared.web.lists"


def listings_of(member: Member, settings: Settings) -> dict[str, Listing]:
    """All that its modules hold, once its application is put together."""
    application_of(member, settings)
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(f"{member.package}.")]
    return {one.name: one for module in modules for one in vars(module).values() if isinstance(one, Listing)}


def _routes(member: Member, settings: Settings) -> dict[str, APIRoute]:
    found = routes_of(application_of(member, settings)[1])
    return {path: route for path, route in found if "GET" in methods_of(route)}


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_every_list_is_taken_as_a_file_and_put_on_paper_by_who_may_see_it(member: Member, settings: Settings) -> None:
    found, routes = listings_of(member, settings), _routes(member, settings)
    assert len(found) >= LEAST.get(member.name, 0), "the walk over the modules has seen nothing"
    for name, listing in found.items():
        assert name.startswith(f"{member.name}."), name
        assert listing.path in routes, f"{name} has no page"
        for what in ("ket-xuat", "ban-in"):
            route = routes.get(f"{listing.path}/{what}")
            assert route is not None, f"{name} has no {what}: add_list_routes"
            assert route.endpoint.__module__ == MECHANISM, f"{name}: a {what} of its own notes nothing"
            assert rights_of(route), name
            assert rights_of(route) == rights_of(routes[listing.path]), f"{name}: taken by whom it is not shown to"


def test_no_two_lists_share_a_name_or_a_place(settings: Settings) -> None:
    found = [listing for member in WEB_MEMBERS for listing in listings_of(member, settings).values()]
    assert len({one.path for one in found}) == len(found)
    assert len({one.name for one in found}) == len(found)
