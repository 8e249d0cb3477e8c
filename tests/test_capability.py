"""Modules, hosts and names as capability files list them."""

from __future__ import annotations

import pytest

from linter.capability import Capability, CapabilityFile, HostEntry, SdkEntry, build

_FILE = CapabilityFile(
    id="run",
    summary="run a model",
    inert=("*Error", "countTokens"),
    sdk=(
        SdkEntry(module="openai", inert=("toFile",), inert_modules=("openai/error",)),
        SdkEntry(module="@anthropic-ai/", ecosystem=("npm",)),
        SdkEntry(module="google.genai", ecosystem=("python",)),
        SdkEntry(module="ai", ecosystem=("npm",)),
        SdkEntry(module="huggingface_hub", ecosystem=("python",), only=("InferenceClient",)),
    ),
    host=(
        HostEntry(name="api.openai.com", inert_paths=("/v1/models",)),
        HostEntry(name="*.openai.azure.com"),
        HostEntry(name="localhost:11434"),
        HostEntry(name="openrouter.ai", paths=("/api/",)),
    ),
    routes=("*/chat/completions",),
)


@pytest.fixture(scope="module")
def capability() -> Capability:
    return build(_FILE, None, ())


@pytest.mark.parametrize(
    ("specifier", "module"),
    [
        ("openai", "openai"),
        ("openai/resources/chat", "openai"),
        ("@anthropic-ai/sdk", "@anthropic-ai/"),
        ("@anthropic-ai/sdk/resources", "@anthropic-ai/"),
        ("ai", "ai"),
        ("ai/react", "ai"),
        ("airtable", None),
        ("openai-edge", None),
        ("my-openai", None),
        ("@anthropic-aix/sdk", None),
        ("google.genai", None),
        ("", None),
    ],
)
def test_npm_modules(specifier: str, module: str | None, capability: Capability) -> None:
    """An entry matches itself and its sub-paths, never a longer name; a scope matches what is in it."""
    found = capability.module(specifier, "npm")
    assert (found.entry.module if found else None) == module


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("google.genai", ()),
        ("google.genai.Client", ("Client",)),
        ("google.cloud.storage", None),
        ("google", None),
        ("openai.resources.Chat", ("resources", "Chat")),
        ("openai_helpers", None),
        ("ai", None),
    ],
)
def test_python_modules(name: str, rest: tuple[str, ...] | None, capability: Capability) -> None:
    """Python names may go on with what is read from the module."""
    found = capability.module(name, "python")
    assert (found.rest if found else None) == rest


def test_the_longest_entry_decides(capability: Capability) -> None:
    """A part of an SDK that runs nothing is listed below it."""
    found = capability.module("openai/error", "npm")
    assert found is not None
    assert found.inert


def test_names_that_run_nothing(capability: Capability) -> None:
    """Error classes and token counters, by the first or the last name."""
    entry = _FILE.sdk[0]
    assert capability.is_inert(entry, ("APIError",))
    assert capability.is_inert(entry, ("messages", "countTokens"))
    assert capability.is_inert(entry, ("toFile",))
    assert not capability.is_inert(entry, ("chat", "create"))


@pytest.mark.parametrize(
    ("host", "port", "path", "name"),
    [
        ("api.openai.com", "", "/v1/chat", "api.openai.com"),
        ("API.OpenAI.com.", "443", "/v1/chat", "api.openai.com"),
        ("my.openai.azure.com", "", "/x", "*.openai.azure.com"),
        ("localhost", "11434", "/api/chat", "localhost:11434"),
        ("localhost", "3000", "/api/chat", None),
        ("openrouter.ai", "", "/api/v1/chat", "openrouter.ai"),
        ("openrouter.ai", "", "/models", None),
        ("api.openai.com.evil.example", "", "/v1/chat", None),
    ],
)
def test_hosts(host: str, port: str, path: str, name: str | None, capability: Capability) -> None:
    """By name, wildcard, port and path."""
    found = capability.host(host, port, path)
    assert (found.entry.name if found else None) == name


def test_listing_models_is_not_certain(capability: Capability) -> None:
    """A path that administers gives a reason."""
    found = capability.host("api.openai.com", "", "/v1/models")
    assert found is not None
    assert found.reasons


def test_the_repository_may_choose_its_sdks() -> None:
    """`sdk` replaces the list and keeps what is known of an entry; `extend-sdk` adds."""
    capability = build(_FILE, ["openai", "@acme/llm"], ["acme.models"])
    assert capability.module("ai", "npm") is None
    assert capability.module("@acme/llm/x", "npm") is not None
    assert capability.module("acme.models.Client", "python") is not None
    kept = capability.module("openai", "npm")
    assert kept is not None
    assert kept.entry.inert == ("toFile",)
