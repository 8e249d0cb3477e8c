"""Everything that the other end of the wire may do, each ends as one outcome, in time, without the key in it."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import ssl
import time
import traceback
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import trustme

from linter.providers.calling import Clock
from linter.providers.model import Cause, Failure, Outcome, Reply, Usage
from linter.providers.transport import MAX_BYTES

from .chat import ANSWER, ASK, KEY, PROMPT, completion, judge_at
from .loopback import Loopback, Say, say


@dataclass
class Pauses:
    """A clock whose sleep takes no time and is written down."""

    slept: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        return Clock(now=lambda: time.monotonic() + sum(self.slept), sleep=self.slept.append, chance=lambda: 0.0)


def ask(*scripts: Say, seconds: float = 20.0, pauses: Pauses | None = None) -> Outcome:
    with Loopback(list(scripts)) as server:
        judge = judge_at(server.url, clock=(pauses or Pauses()).clock())
        outcome = judge.ask(ASK, seconds)
        for each in server.asked:
            assert KEY not in each.raw.decode()
    shown = repr((outcome, judge))
    assert KEY not in shown
    assert PROMPT not in shown
    return outcome


def failed(*scripts: Say, seconds: float = 20.0, pauses: Pauses | None = None) -> Failure:
    outcome = ask(*scripts, seconds=seconds, pauses=pauses)
    assert isinstance(outcome, Failure), outcome
    return outcome


def error(code: str, message: str = f"your key {KEY} and {PROMPT}") -> dict[str, object]:
    return {"error": {"message": message, "type": "some_error", "code": code}}


def test_an_answer() -> None:
    expected = Reply(ANSWER, "m-1-2026", Usage(100, 40, 7), request_id="req_9")
    assert ask(say(completion(), x_request_id="req_9")) == expected


def test_refused_connections_are_final() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = judge_at(f"http://127.0.0.1:{port}").ask(ASK, 10.0)
    assert isinstance(outcome, Failure)
    assert (outcome.cause, outcome.reason, outcome.attempts) == (Cause.GIVE_UP, "unreachable", 1)


def test_unknown_hosts_are_final() -> None:
    outcome = judge_at("https://nowhere.invalid").ask(ASK, 10.0)
    assert isinstance(outcome, Failure)
    assert (outcome.cause, outcome.reason) == (Cause.GIVE_UP, "unreachable")


@pytest.mark.parametrize("host", ["a" * 64 + ".invalid", "a..b", "xn--", ".", "256.1.1.1"])
def test_hosts_that_cannot_be_are_final(host: str) -> None:
    outcome = judge_at(f"https://{host}").ask(ASK, 10.0)
    assert isinstance(outcome, Failure)
    assert (outcome.cause, outcome.reason) == (Cause.GIVE_UP, "unreachable")


def test_a_certificate_that_nobody_vouches_for_is_final_and_no_key_is_sent() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with Loopback([say(completion())], context) as server:
        outcome = judge_at(server.url).ask(ASK, 10.0)
        assert server.asked == []
    assert isinstance(outcome, Failure)
    assert (outcome.cause, outcome.reason) == (Cause.GIVE_UP, "tls")


def test_a_certificate_of_the_operators_own_authority(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    authority = trustme.CA()
    trusted = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with Loopback([say(completion())], context) as server:
        assert isinstance(judge_at(server.url).ask(ASK, 10.0), Reply)


@pytest.mark.parametrize(
    ("status", "code", "cause", "reason"),
    [
        (401, "invalid_api_key", Cause.GIVE_UP, "auth"),
        (403, "forbidden", Cause.GIVE_UP, "auth"),
        (402, "payment", Cause.GIVE_UP, "spent"),
        (404, "model_not_found", Cause.GIVE_UP, "not-found"),
        (429, "insufficient_quota", Cause.GIVE_UP, "spent"),
        (429, "credit_balance_exhausted", Cause.GIVE_UP, "spent"),
        (429, "project_spend_limit_exceeded", Cause.GIVE_UP, "spent"),
        (400, "cyber_policy", Cause.ABSTAINED, "refusal"),
        (400, "context_length_exceeded", Cause.ABSTAINED, "too-long"),
        (400, "content_filter", Cause.ABSTAINED, "refusal"),
        (413, "large", Cause.ABSTAINED, "too-long"),
        (400, "unknown", Cause.EXHAUSTED, "bad-request"),
        (422, "unknown", Cause.EXHAUSTED, "bad-request"),
    ],
)
def test_statuses_that_no_retry_mends(status: int, code: str, cause: Cause, reason: str) -> None:
    outcome = failed(say(error(code), status=status))
    assert (outcome.cause, outcome.reason, outcome.attempts) == (cause, reason, 1)
    assert f"status {status}" in outcome.detail


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_statuses_that_are_tried_three_times(status: int) -> None:
    pauses = Pauses()
    outcome = failed(say(error("slow_down"), status=status), pauses=pauses)
    assert (outcome.cause, outcome.attempts) == (Cause.EXHAUSTED, 3)
    assert pauses.slept == [0.5, 1.0]


def test_a_second_request_that_succeeds() -> None:
    outcome = ask(say(status=529), say(completion()))
    assert isinstance(outcome, Reply)
    assert outcome.attempts == 2


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after_ms": "1500", "retry_after": "9"}, 1.5),
        ({"retry_after": "soon"}, 0.5),
    ],
)
def test_the_pause_is_the_one_that_the_server_asks_for(headers: dict[str, str], pause: float) -> None:
    pauses = Pauses()
    assert isinstance(ask(say(status=429, **headers), say(completion()), pauses=pauses), Reply)
    assert pauses.slept == [pause]


def test_a_pause_longer_than_the_time_left_is_not_begun() -> None:
    pauses = Pauses()
    outcome = failed(say(status=429, retry_after="120"), pauses=pauses)
    assert (outcome.reason, outcome.attempts, pauses.slept) == ("rate-limit", 1, [])


def test_the_server_may_say_that_trying_again_is_of_no_use() -> None:
    assert failed(say(status=500, x_should_retry="false")).attempts == 1


def drip(head: bytes) -> Say:
    def script(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    return script


def hang(connection: socket.socket) -> None:
    time.sleep(20)


@pytest.mark.parametrize(
    "script",
    [hang, drip(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"), drip(b"HTTP/1.1 200 OK\r\nx-slow: ")],
    ids=["hang", "drip", "drip of headers"],
)
def test_servers_that_take_for_ever_take_no_longer_than_allowed(script: Say) -> None:
    began = time.monotonic()
    outcome = failed(script, seconds=0.4)
    assert (outcome.cause, outcome.reason) == (Cause.EXHAUSTED, "timeout")
    assert time.monotonic() - began < 3


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def test_a_body_of_a_gigabyte_is_not_read() -> None:
    outcome = failed(endless)
    assert (outcome.cause, outcome.reason, outcome.attempts) == (Cause.ABSTAINED, "too-large", 1)


def test_a_gzip_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(200 * 1024 * 1024), 9)
    tracemalloc.start()
    outcome = failed(say(bomb, content_encoding="gzip"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert outcome.reason == "too-large"
    assert peak < 6 * MAX_BYTES


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_packed_answers_are_read(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(json.dumps(completion()).encode())
    assert isinstance(ask(say(packed, content_encoding="gzip")), Reply)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (say(b"<html>welcome</html>"), "garbage"),
        (say(b"\xff\xfe\x00"), "garbage"),
        (say(b"[" * 200_000), "garbage"),
        (say(b'{"choices": ' + b'[{"message": ' * 50_000), "garbage"),
        (say({"choices": "none"}), "garbage"),
        (say([]), "garbage"),
        (say({"choices": []}), "empty"),
        (say(completion("")), "empty"),
        (say(completion(None)), "empty"),
        (say(completion("<think>hm</think>")), "empty"),
    ],
)
def test_replies_without_an_answer(script: Say, reason: str) -> None:
    outcome = failed(script)
    cause = Cause.EXHAUSTED if reason == "garbage" else Cause.ABSTAINED
    assert (outcome.cause, outcome.reason, outcome.attempts) == (cause, reason, 1)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (say(b"not gzip", content_encoding="gzip"), "garbled"),
        (say(gzip.compress(b"x" * 1000)[:-9], content_encoding="gzip"), "dropped"),
        (say(b"{}", content_encoding="br"), "garbled"),
        (say(b'{"choi', content_length="4000"), "dropped"),
        (lambda connection: connection.close(), "dropped"),
        (lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"), "dropped"),
    ],
)
def test_responses_that_break_off_are_asked_for_again(script: Say, reason: str) -> None:
    outcome = failed(script)
    assert (outcome.cause, outcome.reason, outcome.attempts) == (Cause.EXHAUSTED, reason, 3)


def test_a_refusal_and_a_cut_answer_keep_their_receipt() -> None:
    refused = completion(None)
    refused["choices"][0]["message"]["refusal"] = "I cannot"
    cut = completion()
    cut["choices"][0]["finish_reason"] = "length"
    for body, reason in ((refused, "refusal"), (cut, "truncated")):
        outcome = failed(say(body))
        assert (outcome.cause, outcome.reason, outcome.usage) == (Cause.ABSTAINED, reason, Usage(100, 40, 7))


def test_redirects_are_not_followed_and_the_key_goes_nowhere_else() -> None:
    with Loopback([say(completion())]) as other:
        outcome = failed(say(status=307, location=other.url + "/chat/completions"))
        assert (outcome.cause, outcome.reason) == (Cause.GIVE_UP, "redirect")
        assert other.asked == []


def test_receipts_that_are_none_count_as_nothing() -> None:
    odd = {"prompt_tokens": -5, "completion_tokens": 1e400, "prompt_tokens_details": {"cached_tokens": "many"}}
    outcome = ask(say(json.dumps(completion(usage=odd)).encode()))
    assert isinstance(outcome, Reply)
    assert outcome.usage == Usage()


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_the_key_is_in_no_log(everything_logged: pytest.LogCaptureFixture) -> None:
    assert isinstance(ask(say(completion())), Reply)
    assert isinstance(ask(say(error("x"), status=401)), Failure)
    assert everything_logged.records != []
    assert KEY not in everything_logged.text
    assert not [each for each in everything_logged.records if KEY in repr(each.args)]


def test_the_key_is_in_the_header_that_carries_it_and_nowhere_else() -> None:
    with Loopback([say(completion())]) as server:
        assert isinstance(judge_at(server.url).ask(ASK, 10.0), Reply)
        (asked,) = server.asked
    assert [name for name, value in asked.headers.items() if KEY in value] == ["authorization"]
    assert KEY not in asked.path
    assert KEY not in asked.raw.decode()


def test_a_server_that_sends_the_key_back_is_not_quoted() -> None:
    """Wherever it puts it: outcomes are stored, exported and shown."""
    assert "canary" not in failed(say(error(KEY), status=400, x_request_id=KEY)).detail
    echoed = completion(f'{{"verdict": "{KEY}"}}', model=KEY, id=KEY)
    for script in (say(echoed), say(echoed, x_request_id=KEY)):
        outcome = ask(script)
        assert isinstance(outcome, Reply)
        assert outcome.text == '{"verdict": "[key]"}'


def test_an_error_of_ours_shows_no_key() -> None:
    def broken(*_: object) -> Failure:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError) as caught:
        judge_at("https://x.test", broken).ask(ASK, 10.0)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback([say(completion())]) as proxy, Loopback([say(completion())]) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert isinstance(judge_at(server.url).ask(ASK, 10.0), Reply)
        assert proxy.asked == []
