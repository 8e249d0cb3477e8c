"""Words in the names of models, and the families that they tell of. Data.

A word counts where no letter stands beside it, so that "phi" is not in "delphi" and "qwen" is in "qwen2.5". A model
that was made from another one has the families of both: whoever judges must be a stranger to all of them.

Sources: model cards and documentation of the vendors; where the base of a model is known from others only, or was
never said, the entry says so.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Word(NamedTuple):
    """A regular expression for a word, in lower case, and what it tells."""

    pattern: str
    families: tuple[str, ...]


def _words(family: str, *patterns: str) -> tuple[Word, ...]:
    return tuple(Word(each, (family,)) for each in patterns)


WORDS: Final[tuple[Word, ...]] = (
    *_words("anthropic", "claude", r"(?:opus|sonnet|haiku|fable|mythos)[- ]?v?\d"),
    *_words("openai", "gpt", "chatgpt", "codex", "davinci", "babbage", r"gpt-?oss"),
    *_words("google", "gemini", "gemma", "codegemma", "medgemma", "shieldgemma", "recurrentgemma", "embeddinggemma"),
    *_words("google", "palm", "bison", "learnlm", "jules", r"flan-?t5", r"text-bison", "translategemma"),
    *_words("minimax", "minimax", "minimaxai", "abab", r"m2-her"),
    *_words("moonshot", "kimi", "moonshot", "moonshotai"),
    *_words("zhipu", "glm", "chatglm", "codegeex", "zai", r"z-ai", "zhipu", "zhipuai"),
    *_words("deepseek", "deepseek"),
    *_words("alibaba", "qwen", "qwq", "qvq", "tongyi", r"marco-o1", "codeqwen"),
    *_words("mistral", "mistral", "mistralai", "mixtral", "ministral", "magistral", "codestral", "devstral"),
    *_words("mistral", "pixtral", "voxtral", "mathstral", "leanstral"),
    *_words("meta", "llama", "codellama", r"code-?llama", r"meta-?llama", "muse"),
    *_words("xai", "grok"),
    *_words("huggingface", "smollm", "smolvlm"),
    *_words("upstage", "solar"),
    *_words("ai21", "jamba", r"jurassic", r"j2-(?:mid|ultra)"),
    *_words("amazon", "nova", "titan"),
    *_words("cohere", "command", "aya", "c4ai"),
    *_words("microsoft", "phi", "mai"),
    *_words("ibm", "granite"),
    *_words("nvidia", "nemotron"),
    *_words("baidu", "ernie"),
    *_words("tencent", "hunyuan"),
    *_words("bytedance", "doubao", r"seed-(?:oss|\d)", "seedcoder", r"seed-coder"),
    *_words("stepfun", r"step-?\d"),
    *_words("xiaomi", "mimo"),
    *_words("meituan", "longcat"),
    *_words("01-ai", r"yi-(?:\d|large|lightning|medium|coder|vision|spark)"),
    *_words("tii", "falcon"),
    *_words("ai2", "olmo", "olmoe", "molmo"),
    *_words("bigcode", "starcoder", "starcoder2", "santacoder"),
    *_words("stability", "stablelm", r"stable-?code"),
    *_words("lg", "exaone"),
    *_words("databricks", "dbrx"),
    *_words("snowflake", "arctic"),
    *_words("writer", "palmyra"),
    *_words("liquid", "lfm", "lfm2"),
    *_words("inception", "mercury"),
    *_words("reka", "reka"),
    *_words("shanghai-ai-lab", "internlm", "internvl", r"intern-s1"),
    *_words("baichuan", "baichuan"),
    *_words("eleutherai", r"gpt-?j", r"gpt-?neox?", "pythia"),
    *_words("bigscience", "bloom", "bloomz"),
    *_words("swiss-ai", "apertus"),
    # made from another family's model
    Word("kev", ("alibaba",)),
    Word("lev", ("alibaba",)),
    Word("openjev", ("alibaba",)),
    Word("decider", ("alibaba",)),
    Word(r"composer-?(?:[2-9]|\d\d)", ("moonshot",)),  # Cursor, on Kimi K2.5 (secondary source, 2026-03)
    Word("hermes", ("nous", "meta")),
    Word(r"hermes-?4-14b", ("alibaba",)),
    Word("deephermes", ("nous", "meta", "mistral")),
    Word("dolphin", ("cognitive",)),
    Word("tulu", ("ai2", "meta")),
    Word("vicuna", ("lmsys", "meta")),
    Word("alpaca", ("meta",)),
    Word("guanaco", ("meta",)),
    Word("orca", ("microsoft", "meta")),
    Word("wizardlm", ("microsoft", "meta", "mistral")),
    Word("wizardcoder", ("microsoft", "meta", "bigcode")),
    Word(r"mai-ds", ("deepseek",)),
    Word("sonar", ("perplexity", "meta")),
    Word(r"r1-1776", ("perplexity", "deepseek")),
    Word("zephyr", ("huggingface", "mistral")),
    Word("openhermes", ("nous", "mistral")),
    Word("openchat", ("openchat", "mistral", "meta")),
    Word("starling", ("nexusflow", "mistral")),
    Word("athene", ("nexusflow", "meta", "alibaba")),
    Word("deepcoder", ("deepseek", "alibaba")),
    Word("deepscaler", ("deepseek", "alibaba")),
    Word("openthinker", ("alibaba",)),
    Word(r"sky-t1", ("alibaba",)),
    Word("llava", ("meta", "mistral", "alibaba")),
    Word("minicpm", ("openbmb", "meta", "alibaba")),
    Word("phind", ("phind", "meta")),
    Word("nexusraven", ("nexusflow", "meta")),
    Word("samantha", ("cognitive", "meta", "mistral")),
    Word(r"kat-(?:coder|dev)", ("kuaishou", "alibaba")),
    Word("dialogpt", ("microsoft", "openai")),
    Word(r"gpt-?sw3", ("ai-sweden",)),
    Word(r"cerebras-gpt", ("cerebras",)),
)

LEADING: Final[tuple[Word, ...]] = (
    Word(r"o[134](?:-(?:mini|pro|preview|deep-research)|-\d{4}|(?![\w.-]))", ("openai",)),
)
"""Words that count only at the beginning of a name, or of a part of it that a slash, colon or dot begins."""

NOT_OPENAI: Final = (r"gpt-?j", r"gpt-?neox?", r"gpt-?sw3", r"cerebras-gpt", r"gpt4all")
"""Names with "gpt" in them that have nothing of OpenAI's."""

RUNNERS: Final = (
    "ollama",
    r"llama[-_.]?cpp",
    "llamafile",
    r"llama-server",
    r"llama-?index",
    r"huggingface",
    r"github_copilot",
)
"""Programs and hosts in front of a model's name that would be taken for families."""


class Link(NamedTuple):
    """A descent that is alleged and not admitted: `family` may have learnt from `teacher`. A warning, and no ban."""

    family: str
    teacher: str
    why: str


_ALLEGED = "Anthropic alleged in February 2026 that it was trained on exchanges with Claude"

SOFT_LINKS: Final[tuple[Link, ...]] = (
    Link("minimax", "anthropic", _ALLEGED),
    Link("moonshot", "anthropic", _ALLEGED),
    Link("deepseek", "anthropic", _ALLEGED),
)
