"""Changes as they were met in the history of public repositories, made small: what the ledger must say of them."""

from __future__ import annotations

from pathlib import Path

from linter.ledger import Row
from linter.report import Report

from .changes import reviewed

_PACKAGES = '{"dependencies": {"openai": "4", "@google/generative-ai": "0.2", "@langchain/aws": "1"}}'
_MANIFEST = {"package.json": _PACKAGES}
_USE = """const { Embedder } = require("./embedder");
module.exports.run = (text) => new Embedder().embed(text);
"""
_EMBEDDER = """class Embedder {
  constructor() {
    if (!process.env.KEY) throw new Error("No key was set.");
    const { GoogleGenerativeAI } = require("@google/generative-ai");
    this.gemini = new GoogleGenerativeAI(process.env.KEY).getGenerativeModel({ model: "text-embedding-004" });
  }
  async embed(text) {
    const result = await this.gemini.embedContent(text);
    return result.embedding.values;
  }
}
module.exports = { Embedder };
"""
_OTHER_VENDOR = """class Embedder {
  constructor() {
    if (!process.env.KEY) throw new Error("No key was set.");
    const { OpenAI } = require("openai");
    this.openai = new OpenAI({ apiKey: process.env.KEY });
  }
  async embed(text) {
    const result = await this.openai.embeddings.create({ model: "text-embedding-004", input: text });
    return result.data[0].embedding;
  }
}
module.exports = { Embedder };
"""
_PROVIDER = """const { ChatBedrockConverse } = require("@langchain/aws");
class Provider {
  static model(name, config) {
    switch (name) {
      case "bedrock":
        return new ChatBedrockConverse({ ...config });
      default:
        throw new Error("unknown");
    }
  }
}
module.exports = Provider;
"""
_FACTORY_USED = """const { createChat } = require("./factory");
class Provider {
  static model(name, config) {
    switch (name) {
      case "bedrock":
        return createChat(config);
      default:
        throw new Error("unknown");
    }
  }
}
module.exports = Provider;
"""
_AGENT = """const { ChatBedrockConverse } = require("@langchain/aws");
class Agent {
  constructor() {
    this.client = new ChatBedrockConverse({});
  }
  async complete(messages) {
    return await this.client.invoke(messages);
  }
}
module.exports = Agent;
"""
_AGENT_GIVEN = """const { createChat } = require("./factory");
class Agent {
  constructor() {
    this.client = createChat({});
  }
  async complete(messages) {
    return await this.client.invoke(messages);
  }
}
module.exports = Agent;
"""
_FACTORY = """const { ChatBedrockConverse } = require("@langchain/aws");
function createChat(config) {
  return new ChatBedrockConverse({ ...config });
}
module.exports = { createChat };
"""


def _rows(report: Report, path: str) -> dict[str, Row]:
    assert report.review is not None
    return {str(each.verdict): each for each in report.review.rows if each.site.startswith(path)}


def test_a_constructor_that_checks_its_arguments_is_no_stub(tmp_path: Path) -> None:
    """The vendor was swapped: the call went from the constructor to a method, and nothing became weaker."""
    base = {**_MANIFEST, "src/embedder.js": _EMBEDDER, "src/use.js": _USE}
    rows = _rows(reviewed(tmp_path, base, {**base, "src/embedder.js": _OTHER_VENDOR}), "src/embedder.js")
    assert "weakened" not in rows
    assert "closed" not in rows
    assert rows["reframed"].after is not None


def test_an_import_that_a_local_factory_makes_now_is_not_closed(tmp_path: Path) -> None:
    base = {**_MANIFEST, "src/provider.js": _PROVIDER, "src/agent.js": _AGENT}
    head = {"src/provider.js": _FACTORY_USED, "src/agent.js": _AGENT_GIVEN, "src/factory.js": _FACTORY}
    rows = _rows(reviewed(tmp_path, base, {**_MANIFEST, **head}), "src/provider.js")
    assert "closed" not in rows
    assert rows["relocated"].framing == "relocated-to-package"


def test_an_edit_after_a_line_comment_touches_the_function(tmp_path: Path) -> None:
    text = """import OpenAI from "openai";
const client = new OpenAI();
export async function ask(question: string) {
  // The model is asked once.
  return client.chat.completions.create({ model: "a", messages: [{ role: "user", content: question }] });
}
"""
    base = {**_MANIFEST, "src/ask.ts": text}
    head = {**_MANIFEST, "src/ask.ts": text.replace("asked once", "asked"), "src/new.ts": "export const one = 1;\n"}
    same = _rows(reviewed(tmp_path / "comment", base, head), "src/ask.ts")
    assert not same["retained"].counts
    head = {**_MANIFEST, "src/ask.ts": text.replace("content: question", "content: question.trim()")}
    edited = _rows(reviewed(tmp_path / "code", base, head), "src/ask.ts")
    assert edited["retained"].counts
