"""Secrets leave in no shape; code that holds none stays as it is."""

from __future__ import annotations

import time

import pytest

from linter.judge.cleaning import cleaned
from linter.judge.redaction import redacted

from .fakes import FakeModel, honest
from .planted import tokens
from .projects import audited

TOKENS = list(tokens())

CODE = """\
const HEADERS = { "x-note": "%s" };
export async function names(kind: "plans" | "regions"): Promise<string[]> {
  const found = await fetch(`https://aihubmix.com/${kind}?trace=%s`, { headers: HEADERS });
  return (await found.json()).data.concat(["%s"], `pre %s post`);
}
"""


def test_sixty_kinds_and_more_are_planted() -> None:
    assert len({kind for kind, _ in TOKENS}) == len(TOKENS) >= 60


@pytest.mark.parametrize(("kind", "token"), TOKENS, ids=[kind for kind, _ in TOKENS])
def test_no_token_leaves_in_a_question(kind: str, token: str) -> None:
    """Neither in a string, nor in a URL that the finding's own message tells of, nor in a template."""
    model = FakeModel(honest)
    project = audited({"src/models.ts": CODE.replace("%s", token)})
    report = project.judged(model)
    assert report.judging is not None
    assert report.judging.escalated == 1
    assert token not in model.sent
    assert token[8:-4] not in model.sent
    assert "[redacted:" in model.sent


@pytest.mark.parametrize(
    ("code", "secret"),
    [
        ('const password = "correcthorse"', "correcthorse"),
        ('PASSWORD: "Tr0ub4dor"', "Tr0ub4dor"),
        ("db_password = 'blue-monkey'", "blue-monkey"),
        ('config["api_key"] = "a1b2c3d4e5"', "a1b2c3d4e5"),
        ('const key = process.env.API_KEY ?? "q8w7e6r5t4"', "q8w7e6r5t4"),
        ('os.environ.get("AUTH_TOKEN", "9f8e7d6c5b")', "9f8e7d6c5b"),
        ('if token == "z9y8x7w6v5":', "z9y8x7w6v5"),
        ('login(user, password="s3same")', "s3same"),
        ('const clientSecret: string = "k3yk3yk3y!"', "k3yk3yk3y!"),
        ('const secret =\n    "m0ved-to-the-next-line"', "m0ved-to-the-next-line"),
        ('url = "postgres://admin:hunter2@db.internal:5432/app"', "hunter2"),
        ('fetch("https://x.example/?api_key=abcd1234efgh")', "abcd1234efgh"),
        ('headers = {"Authorization": "Bearer abcdefghijklmnop"}', "abcdefghijklmnop"),
        ('{ Authorization: "Basic dXNlcjpwYXNzd29yZA==" }', "dXNlcjpwYXNzd29yZA"),
        ('"AccountName=x;AccountKey=YWJjZGVmZ2hpamtsbW5vcA==;"', "YWJjZGVmZ2hpamtsbW5vcA"),
        ('"//registry.npmjs.org/:_authToken=abcdefgh12345678"', "abcdefgh12345678"),
        ('"https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/cccccccccccccccccccccccc"', "B0BBBBBBB"),
        ('"https://discord.com/api/webhooks/123456789012345678/abcDEF_ghi-JKL"', "abcDEF_ghi-JKL"),
    ],
)
def test_secrets_that_only_their_place_gives_away(code: str, secret: str) -> None:
    assert secret in code
    assert secret not in redacted(code).text


@pytest.mark.parametrize(
    "code",
    [
        'import { createOpenAICompatible } from "@ai-sdk/openai-compatible/internal";',
        'const url = "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash-lite:generateContent";',
        'const { data: apiKeyInfo } = useQuery({ queryKey: ["openrouter", "key-info"] });',
        'if (tokenType === "bearer") return "access_token";',
        'headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },',
        'const apiKey = process.env.OPENAI_API_KEY ?? "";',
        'token_count = count_tokens(text, model="claude-sonnet-5-5")',
        'key: "primaryKeyOfTheFirstTableInTheSchema"',
        'throw new Error("The API key is missing. Set OPENAI_API_KEY in the settings.");',
        "const chatCompletionsLanguageModelProviderOptionsSchema = z.object({});",
        'const tokenUrl = "https://auth.example.com/oauth2/v3/token"; const AUTH_PATH = "/oauth2/v3/authorize";',
        'placeholder="sk-..." name="apiKey" type="password"',
        'max_tokens = 4096; password_field = document.getElementById("password")',
    ],
)
def test_what_is_no_secret_stays(code: str) -> None:
    """A judge needs addresses, names and paths."""
    assert redacted(code).text == code


def test_a_private_key_is_taken_out_whole() -> None:
    """Though only its middle lines may be shown; the lines after it keep their numbers."""
    body = "\n".join(["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"] * 20)
    key = f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----"
    code = f"const a = 1;\nconst key = `{key}`;\nconst b = 2;\n"
    found = cleaned("a.ts", code.encode())
    assert "MIIEvQ" not in "\n".join(found.lines)
    assert found.lines[23] == "const b = 2;"
    assert found.redacted == 1


def test_hidden_characters_do_not_hide_a_secret() -> None:
    """A zero-width space inside a token is dropped before tokens are looked for."""
    _, token = next(each for each in TOKENS if each[0] == "github")
    split = f"{token[:10]}\u200b{token[10:]}"
    found = cleaned("a.ts", f'const note = "{split}";\n'.encode())
    assert found.hidden == 1
    assert token not in redacted(found.lines[0]).text


@pytest.mark.parametrize(
    "unit", ["a", "password", "key=", "://", "sk-", "eyJ", "=" * 3, "A1b", '"', "token: ", "\\", "_"]
)
def test_no_line_takes_long(unit: str) -> None:
    """Whatever it repeats."""
    started = time.process_time()
    redacted(unit * (40_000 // len(unit)))
    assert time.process_time() - started < 2
