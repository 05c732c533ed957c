"""The door of the explorer: nobody comes in without the token that stands in the address which the command printed."""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

TOKEN = "token"  # noqa: S105 - the name of it in the address, and not a token
SHUT = "This page opens with the whole address that routesim explore printed, with the token at its end.\n"


class Door:
    """An ASGI application before another: it lets through who brings the token in the address, or in the cookie that is given for it then."""

    def __init__(self, app: App, token: str, port: int) -> None:
        """Stand before ``app``; cookies of one machine do not know ports, so that the name of this one does."""
        self.app, self.token, self.cookie = app, token, f"routesim-explore-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan" or self._has_cookie(scope):
            await self.app(scope, receive, send)
        elif self._is_right(_query(scope).get(TOKEN, [""])[0]):
            await self.app(scope, receive, self._giving_cookie(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            heads = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 403, "headers": heads})
            await send({"type": "http.response.body", "body": SHUT.encode()})

    def _is_right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())

    def _has_cookie(self, scope: Scope) -> bool:
        for name, value in scope.get("headers", ()):
            if name == b"cookie":
                try:
                    found = SimpleCookie(value.decode("latin-1")).get(self.cookie)
                except CookieError:
                    continue
                if found is not None and self._is_right(found.value):
                    return True
        return False

    def _giving_cookie(self, send: Send) -> Send:
        async def sent(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
                message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie.encode()), (b"referrer-policy", b"no-referrer")]
            await send(message)

        return sent


def _query(scope: Scope) -> dict[str, list[str]]:
    return parse_qs(bytes(scope.get("query_string", b"")).decode("latin-1"))
