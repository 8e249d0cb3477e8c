"""Sends one request, and reads the response: the only module that imports httpx.

The other end is not trusted: it may hang, drip, redirect, send gigabytes or what unpacks to gigabytes. httpx's own
timeouts are for single operations, and a server that sends a byte now and then never meets one. So an exchange runs
in a thread of its own, which is left behind when the time is over. What httpx would take from the environment
(proxies, .netrc) is not taken; SSL_CERT_FILE and SSL_CERT_DIR, which say whom to believe, are.
"""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

from linter import __version__
from linter.errors import UsageError
from linter.providers.model import Cause, Failure
from linter.providers.protocol import Request, Response

if TYPE_CHECKING:
    import ssl

    import httpx

Exchange: TypeAlias = Callable[[Request, Mapping[str, str], float], Response | Failure]
"""Sends a request with the headers that sign it, and has so many seconds for all of it. Raises nothing on purpose."""

MAX_BYTES = 4 * 1024 * 1024
"""The largest body that is read, also after unpacking. An answer has a few kilobytes."""

_CONNECT = 5.0
"""Seconds for a connection, TLS included."""

_HEADERS = {
    "content-type": "application/json",
    "accept": "application/json",
    "accept-encoding": "identity",
    "user-agent": f"sidestep/{__version__}",
}

_TOO_LARGE = Failure(Cause.ABSTAINED, "too-large", f"the response is larger than {MAX_BYTES // 1024 // 1024} MiB")
_GARBLED = Failure(Cause.EXHAUSTED, "garbled", "the response is packed in a way that cannot be read")
_TIMEOUT = Failure(Cause.EXHAUSTED, "timeout", "there was no whole response in time")
_DROPPED = Failure(Cause.EXHAUSTED, "dropped", "the connection ended before the response did")


class Transport:
    """Exchanges over one TLS configuration. Threads may share it."""

    def __init__(self) -> None:
        import httpx

        try:
            self._trust = httpx.create_ssl_context()
        except OSError as error:
            hint = "SSL_CERT_FILE and SSL_CERT_DIR have to name what is there, or be unset"
            raise UsageError(f"the certificates to be trusted cannot be read: {error.strerror}", hint=hint) from None

    def __call__(self, request: Request, signature: Mapping[str, str], seconds: float) -> Response | Failure:
        """See `Exchange`."""
        if seconds <= 0:
            return _TIMEOUT
        box: SimpleQueue[Response | Failure | Exception] = SimpleQueue()
        with _client(self._trust, seconds) as client:
            work = (client, request, signature, time.monotonic() + seconds, box)
            threading.Thread(target=_work, args=work, daemon=True).start()
            try:
                outcome = box.get(timeout=seconds)
            except Empty:
                return _TIMEOUT
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def _client(trust: ssl.SSLContext, seconds: float) -> httpx.Client:
    import httpx

    timeout = httpx.Timeout(seconds, connect=min(_CONNECT, seconds))
    return httpx.Client(verify=trust, trust_env=False, follow_redirects=False, timeout=timeout)


def _work(
    client: httpx.Client,
    request: Request,
    signature: Mapping[str, str],
    deadline: float,
    box: SimpleQueue[Response | Failure | Exception],
) -> None:
    try:
        box.put(_exchanged(client, request, signature, deadline))
    except Exception as error:  # it belongs to the thread that waits
        box.put(error)


def _exchanged(
    client: httpx.Client, request: Request, signature: Mapping[str, str], deadline: float
) -> Response | Failure:
    import httpx

    body = json.dumps(request.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    headers = {**_HEADERS, **request.headers, **signature}
    try:
        with client.stream("POST", request.url, content=body, headers=headers) as response:
            read = _body(response, deadline)
            if isinstance(read, Failure):
                return read
            return Response(response.status_code, dict(response.headers), read)
    except httpx.ConnectTimeout:
        return _unreachable("there was no connection in time")
    except httpx.TimeoutException:
        return _TIMEOUT
    except httpx.ConnectError as error:
        return _unreachable(str(error))
    except httpx.TransportError:
        return _DROPPED
    except (httpx.InvalidURL, UnicodeError):  # names that fit no domain, which only the client or the resolver notices
        return _unreachable("its address is not valid")


def _unreachable(why: str) -> Failure:
    tls = "CERTIFICATE" in why or "SSL" in why
    reason, what = ("tls", "is not to be trusted") if tls else ("unreachable", "cannot be reached")
    return Failure(Cause.GIVE_UP, reason, f"the server {what}: {why[:200]}")


def _body(response: httpx.Response, deadline: float) -> bytes | Failure:
    """The body, unpacked by ourselves: httpx would unpack a whole chunk before anybody can say stop."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "deflate"):
        return _GARBLED
    unpacked = bytearray()
    try:
        for chunk in _unpacking(response.iter_raw(), packing in ("gzip", "deflate")):
            unpacked += chunk
            if len(unpacked) > MAX_BYTES:
                return _TOO_LARGE
            if time.monotonic() > deadline:
                return _TIMEOUT
    except zlib.error:
        return _GARBLED
    except EOFError:
        return _DROPPED
    return bytes(unpacked)


def _unpacking(chunks: Iterator[bytes], packed: bool) -> Iterator[bytes]:
    """Pieces of the body, none of more bytes than a whole body may have and one."""
    if not packed:
        yield from chunks
        return
    reader = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, whichever its head says
    for chunk in chunks:
        yield reader.decompress(chunk, MAX_BYTES + 1)
        while reader.unconsumed_tail:
            yield reader.decompress(reader.unconsumed_tail, MAX_BYTES + 1)
    if not reader.eof:
        raise EOFError
