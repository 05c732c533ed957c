"""Serves the explorer's page from this machine until it is interrupted."""

import secrets
import socket
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from experiments.explore.desk import Desk
from experiments.explore.door import TOKEN, Door
from scenarios.reading.problems import BadInput, Finding

EXTRA = "nicegui"
INSTALL = "routesim explore needs the extra explore: pip install 'smuggling-route-simulator[explore]' (in a clone: pip install '.[explore]')"
LOCAL = "127.0.0.1"
"""This machine and no other."""
BYTES_OF_TOKEN = 16
"""128 bits: nobody guesses it."""
OTHERS_WAIT = 64
"""Connections that wait to be accepted: a page asks for some dozen files at once."""


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec(EXTRA) is not None


def serve(desk: Desk, scenario: str, policies: Sequence[str], host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; ``tell`` hears its address once it can be opened. With port 0 the system chooses one.

    Raises
    ------
    scenarios.BadInput
        If nothing can be served there.
    """
    import uvicorn
    from fastapi import FastAPI
    from nicegui import ui

    from experiments.explore.page import make_page

    with _listening(host, port) as listening:
        there = listening.getsockname()[1]
        token = secrets.token_urlsafe(BYTES_OF_TOKEN)
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        make_page(desk, scenario, policies)
        ui.run_with(app, title="routesim explore", favicon="🧭", show_welcome_message=False, reconnect_timeout=30.0)
        config = uvicorn.Config(Door(app, token, there), log_level="error", lifespan="on", timeout_graceful_shutdown=1)
        shown = f"[{host}]" if ":" in host else host
        tell(f"http://{shown}:{there}/?{TOKEN}={token}")
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; nobody else is reached through it than through ``host``."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        found = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError, OverflowError) as error:
        raise _refused(host, port, error) from None
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(OTHERS_WAIT)
    except OSError as error:
        found.close()
        raise _refused(host, port, error) from None
    return found


def _refused(host: str, port: int, error: Exception) -> BadInput:
    why = getattr(error, "strerror", None) or str(error)
    found, allowed = f"{host}:{port}, where nothing can be served ({why})", "an address of this machine and a free port; 0 finds one"
    return BadInput([Finding("--host, --port", found, allowed)])
