"""A Chat Completions endpoint on loopback whose answers are a function of what it is asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from linter.providers.model import Ask, Failure

from .fakes import Answering


@dataclass
class Endpoint:
    """What was sent to it, headers and all."""

    url: str
    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def judges(self) -> str:
        """A judges.toml with one judge: this."""
        return (
            f'[judges.local]\nprovider = "openai-compatible"\nmodel = "mistral-small"\nbase-url = "{self.url}"\n'
            'key-env = "LOCAL_KEY"\nprice-in = 0.1\nprice-out = 0.4\n'
        )


@contextmanager
def serving(answering: Answering) -> Iterator[Endpoint]:
    """The endpoint, for as long as the block lasts. A Failure is answered with status 401."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"])).decode()
            endpoint.bodies.append(raw)
            endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
            self._say(answering(_ask(json.loads(raw))))

        def _say(self, answer: str | Failure) -> None:
            said = {"error": {"code": "broken"}} if isinstance(answer, Failure) else _completion(answer)
            body = json.dumps(said).encode()
            self.send_response(401 if isinstance(answer, Failure) else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as above
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _ask(body: dict[str, Any]) -> Ask:
    told = {each["role"]: each["content"] for each in body["messages"]}
    return Ask(told.get("system", ""), told["user"], {}, "", 0)


def _completion(text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": None}
    return {
        "id": "chatcmpl-1",
        "model": "mistral-small-2026",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100},
    }
