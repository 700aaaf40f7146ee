"""The express way: the hottest routes without the framework's layers, which cost more than the routes themselves.

Why it stays: with FastAPI alone P1 misses its floor. `./lienthong bench`, the two measured in turn, twice: 1,482 and 1,421 packets a
second with it (0.15 and 0.18 of what PostgreSQL can), 1,223 and 1,245 without (0.149 and 0.142; the floor is 0.15).

An express route is an ordinary route of a router, in the catalogue and in the tests like any other. Its endpoint takes the
request and who may call it, and nothing else, so there is nothing that the framework would have to find out.
"""

from collections.abc import Awaitable, Callable, Iterable

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

Endpoint = Callable[..., Awaitable[Response]]


class ExpressWay:
    """Calls an express endpoint itself and lets everything else pass to the application."""

    def __init__(self, app: FastAPI, routers: Iterable[APIRouter], endpoints: Iterable[Endpoint]) -> None:
        self._app: ASGIApp = app
        self._routes: dict[tuple[str, str], _Route] = {}
        found = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
        for endpoint in endpoints:
            (route,) = (route for route in found if route.endpoint is endpoint)
            for method in route.methods or ():
                self._routes[method, route.path] = _Route(app, route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._routes.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if route is None:
            await self._app(scope, receive, send)
        else:
            await route.answer(scope, receive, send)


class _Route:
    def __init__(self, app: FastAPI, route: APIRoute) -> None:
        needs = route.dependant
        (who,) = needs.dependencies
        others = [
            *needs.path_params,
            *needs.query_params,
            *needs.header_params,
            *needs.cookie_params,
            *needs.body_params,
        ]
        if others or needs.request_param_name != "request" or not hasattr(who.call, "right"):
            raise TypeError(f"{route.path} takes more than the request and who may call it")
        self._app = app
        self._route = route
        self._permit: Callable[[Request], Awaitable[object]] = who.call  # type: ignore[assignment]
        self._name = str(who.name)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"], scope["route"] = self._app, self._route
        request = Request(scope, receive)
        try:
            response = await self._route.endpoint(request=request, **{self._name: await self._permit(request)})
        except Exception as error:
            response = await self._refuse(request, error)
        await response(scope, receive, send)

    async def _refuse(self, request: Request, error: Exception) -> Response:
        """By the application's own handlers; the one for Exception takes whatever nobody expected."""
        handlers = self._app.exception_handlers
        handle = next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)
        response: Response = await handle(request, error)  # type: ignore[misc]
        return response
