"""Command lines: which program they start, through shells and runners of packages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from linter.capability import Capability, ProgramEntry
from linter.values import HOLE

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_SUFFIX = re.compile(r"\.(?:cmd|exe|bat|ps1|com)\Z", re.IGNORECASE)
_VERSION = re.compile(r"(?<=.)@[^/]*\Z|==.*\Z|\[.*\]\Z")
_PREFIXES = frozenset(
    "env sudo nohup time exec command nice ionice setsid stdbuf doas caffeinate chronic unbuffer".split()
)
"""Programs that start the one named after them."""
_PREFIX_VALUES = frozenset({"-u", "-n", "-c", "-g", "-o", "-e", "-i", "-C", "-S"})
_ARGUMENT_LISTS = frozenset({"xargs", "gxargs", "parallel"})
"""Programs that start the one named after them once for each line, or part, of what they read."""
_ARGUMENT_VALUES = frozenset({"-I", "-n", "-P", "-L", "-d", "-s", "-E", "-j", "-a"})
_TERMINALS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "tmux": (
        frozenset(
            "new new-session neww new-window splitw split-window respawnp respawn-pane respawnw respawn-window run "
            "run-shell popup display-popup send send-keys".split()
        ),
        frozenset("-t -s -n -c -x -y -F -e -l -p -f".split()),
    ),
    "screen": (frozenset(), frozenset("-S -c -s -T -t -h -p".split())),
    "script": (frozenset(), frozenset("-O -I -B -T -m -o -E".split())),
}
"""Programs that start another one in a terminal: by which commands of theirs, and their options that have a value."""
_CONTAINERS = frozenset({"docker", "podman", "nerdctl"})
_CONTAINER_COMMANDS = (
    ("run",),
    ("exec",),
    ("container", "run"),
    ("container", "exec"),
    ("compose", "run"),
    ("compose", "exec"),
)
_CONTAINER_VALUES = frozenset(
    "-v --volume -e --env -w --workdir --name -u --user -p --publish --network --net -m --memory --cpus --env-file "
    "--mount --platform -h --hostname -l --label --add-host --shm-size --pull --gpus --restart --cap-add --cap-drop "
    "--security-opt --ulimit --tmpfs --pid --ipc --runtime --device --entrypoint --cidfile --dns -f --file".split()
)
_TIMEOUTS = frozenset({"timeout", "gtimeout"})
_SHELLS = frozenset("sh bash zsh dash ksh fish ash cmd powershell pwsh".split())
_SHELL_FLAGS = re.compile(r"-[a-z]*c\Z|/[cC]\Z|-Command\Z", re.IGNORECASE)
_RUNNERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "npx": ((),),
    "bunx": ((),),
    "pnpx": ((),),
    "uvx": ((),),
    "npm": (("exec",), ("x",)),
    "pnpm": (("dlx",), ("exec",)),
    "yarn": (("dlx",), ("exec",), ("run",)),
    "bun": (("x",),),
    "pipx": (("run",),),
    "uv": (("tool", "run"), ("run",)),
    "poetry": (("run",),),
    "pdm": (("run",),),
    "hatch": (("run",),),
    "pixi": (("run",),),
}
"""Programs that start a package's program, by the words that make them do so."""
_RUNNER_VALUES = frozenset({"-p", "--package", "--from", "--with", "--python", "-w", "--workspace"})
_INTERPRETERS = re.compile(r"(?:python|pypy)(?:\d+(?:\.\d+)?)?w?\Z")
_SCRIPT_HOSTS = frozenset({"node", "bun", "deno", "tsx", "ts-node"})
_SEPARATORS = frozenset({";", "&&", "||", "|", "&", "\n", "(", ")", "|&", ";;"})
_IN_CONTAINER = "it runs in a container, which may be the sandbox"
_DEEPEST = 6
_LONGEST = 20_000
"""Characters of a command line that are read."""


class Started(NamedTuple):
    """A program of the capability that a command line starts, and why that may run nothing.

    `inert` is set where its arguments are such that it runs no model.
    """

    entry: ProgramEntry
    reasons: tuple[str, ...]
    inert: bool = False


def in_shell(text: str, capability: Capability, depth: int = 0) -> Started | None:
    """The program of the capability that a shell's command line starts; of several, the one that counts."""
    started = (in_words(words, capability, depth) for words in _commands(text[:_LONGEST]))
    return foremost(each for each in started if each is not None)


def foremost(started: Iterable[Started]) -> Started | None:
    """The one of several programs that counts: the first that is certain, or else that may run a model."""
    return min(started, key=lambda each: (bool(each.reasons), each.inert), default=None)


def _commands(text: str) -> list[list[str]]:
    """The commands of a line, each as its words."""
    lexer = shlex.shlex(text.replace("\n", " ; "), posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        tokens = list(lexer)
    except ValueError:
        tokens = text.split()
    commands: list[list[str]] = [[]]
    for token in tokens:
        if token in _SEPARATORS:
            commands.append([])
        else:
            commands[-1].append(token)
    return [each for each in commands if each]


def in_words(words: Sequence[str], capability: Capability, depth: int = 0) -> Started | None:
    """The program of the capability that a list of words starts: the first is the program itself."""
    if depth > _DEEPEST:
        return None
    words = _without_prefixes(words)
    if not words:
        return None
    name, rest = program_name(words[0]), list(words[1:])
    if name in _SHELLS:
        return _in_shell_words(rest, capability, depth)
    if name in _RUNNERS:
        return _in_runner(name, rest, capability, depth)
    if _INTERPRETERS.match(name) or (rest[:1] == ["-m"] and HOLE in words[0]):
        return _in_interpreter(rest, capability)
    if name in _SCRIPT_HOSTS:
        return _in_script(rest, capability)
    if name in _TERMINALS:
        return _in_terminal(name, rest, capability, depth)
    if name in _CONTAINERS and (found := _in_container(rest, capability, depth)) is not None:
        return found
    entry = capability.programs.get(name) or _packaged_script(words[0], capability)
    return _started(entry, rest) if entry is not None else None


_EVALUATES = {
    "node": frozenset({"-e", "--eval", "-p", "--print", "-pe"}),
    "bun": frozenset({"-e", "--eval", "-p", "--print"}),
    "deno": frozenset({"eval"}),
    "tsx": frozenset({"-e", "--eval", "-p", "--print"}),
    "ts-node": frozenset({"-e", "--eval", "-p", "--print"}),
}
"""Interpreters of scripts, and what stands before the text of one."""


class Script(NamedTuple):
    """A program that a command line hands to an interpreter as text."""

    is_python: bool
    text: str


def scripts_in(line: str | Sequence[str]) -> Iterator[Script]:
    """The programs as text in a command line for a shell, or in its words: `python -c TEXT`, `node -e TEXT`."""
    if not isinstance(line, str) and line and len(line[0].split()) > 1:
        # One text with blanks is a command line for a shell, whatever function takes it.
        line = " ".join(line)
    for words in _commands(line[:_LONGEST]) if isinstance(line, str) else (line,):
        found = _script_in(words)
        if found is not None:
            yield found


def _script_in(words: Sequence[str]) -> Script | None:
    words = _without_prefixes(words)
    if len(words) < 3:
        return None
    name, rest = program_name(words[0]), words[1:]
    # `sys.executable` is not known as a text.
    if _INTERPRETERS.match(name) or (HOLE in words[0] and rest[0] == "-c"):
        return _text_after(rest, frozenset({"-c"}), is_python=True)
    return _text_after(rest, _EVALUATES[name], is_python=False) if name in _EVALUATES else None


def _text_after(rest: Sequence[str], flags: frozenset[str], *, is_python: bool) -> Script | None:
    for position, word in enumerate(rest[:-1]):
        if word in flags:
            return Script(is_python, rest[position + 1])
        if not word.startswith("-"):
            break
    return None


def program_name(word: str) -> str:
    """The base name of a program as the capability lists it; its folder may be unknown."""
    name = re.split(r"[/\\]", word)[-1]
    return _SUFFIX.sub("", name) if HOLE not in name else ""


def _started(entry: ProgramEntry, rest: Sequence[str]) -> Started | None:
    words = [each for each in rest if each]
    if entry.subcommands:
        pairs = {words[0], " ".join(words[:2])} if words else set()
        if not pairs.intersection(entry.subcommands):
            begins = words[:1] == [HOLE] or any(each.startswith(f"{words[0]} ") for each in entry.subcommands if words)
            unknown = begins and HOLE in "".join(words[:2])
            return Started(entry, ("which of its commands is run is not known",)) if unknown else None
    reasons: list[str] = []
    inert = bool(words) and words[0] in entry.inert_args
    if inert:
        reasons.append(f"{entry.command} {words[0]} runs no model")
    if entry.certainty == "ambiguous":
        reasons.append(f"other programs are called {entry.command} too")
    return Started(entry, tuple(reasons), inert)


def _without_prefixes(words: Sequence[str]) -> list[str]:
    rest = list(words)
    while rest:
        name = program_name(rest[0])
        if _ASSIGNMENT.match(rest[0]):
            rest = rest[1:]
        elif name == "command" and rest[1:2] in (["-v"], ["-V"]):
            return []
        elif name in _PREFIXES:
            rest = _after_flags(rest[1:], _PREFIX_VALUES)
        elif name in _ARGUMENT_LISTS:
            rest = _after_flags(rest[1:], _ARGUMENT_VALUES)
        elif name in _TIMEOUTS:
            rest = _after_flags(rest[1:], frozenset({"-s", "-k"}))[1:]
        else:
            break
    return rest


def _after_flags(words: Sequence[str], with_value: frozenset[str]) -> list[str]:
    position = 0
    while position < len(words) and words[position].startswith("-"):
        if words[position] == "--":
            position += 1
            break
        position += 2 if words[position] in with_value else 1
    return list(words[position:])


def _in_shell_words(rest: list[str], capability: Capability, depth: int) -> Started | None:
    for position, word in enumerate(rest[:-1]):
        if _SHELL_FLAGS.match(word):
            tail = rest[position + 1 :]
            return in_shell(tail[0] if not word.startswith("/") else " ".join(tail), capability, depth + 1)
    return None


def _in_terminal(name: str, rest: list[str], capability: Capability, depth: int) -> Started | None:
    """`tmux new-session -d "claude …"`, `script -q out claude`: what is left after options is a command line."""
    commands, with_value = _TERMINALS[name]
    start = next((at + 1 for at, word in enumerate(rest) if word in commands), None) if commands else 0
    if start is None:
        return None
    words = _after_flags(rest[start:], with_value)
    words = words[1:] if name == "script" else words
    return in_shell(" ".join(words), capability, depth + 1)


def _in_container(rest: list[str], capability: Capability, depth: int) -> Started | None:
    """`docker run image claude …`: a program in a container of the host's, which may be the sandbox or not."""
    for command in _CONTAINER_COMMANDS:
        if tuple(rest[: len(command)]) == command:
            inside = _after_flags(rest[len(command) :], _CONTAINER_VALUES)[1:]
            found = in_words(inside, capability, depth + 1)
            return found and found._replace(
                reasons=(*found.reasons, "it runs in a container, which may be the sandbox")
            )
    return None


def _in_runner(name: str, rest: list[str], capability: Capability, depth: int) -> Started | None:
    for words in _RUNNERS[name]:
        if tuple(rest[: len(words)]) != words:
            continue
        tail = rest[len(words) :]
        packages = [tail[i + 1] for i, word in enumerate(tail[:-1]) if word in ("-p", "--package", "--from")]
        inner = _after_flags(tail, _RUNNER_VALUES)
        package = _VERSION.sub("", inner[0]) if inner else ""
        entry = capability.packages.get(package) or capability.programs.get(package)
        if entry is None and packages and inner:
            entry = capability.packages.get(_VERSION.sub("", packages[0]))
        if entry is not None:
            return _started(entry, inner[1:])
        return in_words(inner, capability, depth + 1)
    return None


def _in_interpreter(rest: list[str], capability: Capability) -> Started | None:
    for position, word in enumerate(rest[:-1]):
        if word == "-m":
            return _in_module(rest[position + 1], rest[position + 2 :], capability)
        if not word.startswith("-"):
            break
    return None


def _in_module(module: str, rest: list[str], capability: Capability) -> Started | None:
    """`python -m module`: one that is listed by its full name, such as `mlx_lm.generate`, needs no command after it."""
    entry = capability.python_programs.get(module)
    if entry is not None and "." in module:
        return _started(entry._replace(subcommands=()), rest)
    entry = entry or capability.python_programs.get(module.partition(".")[0])
    return _started(entry, rest) if entry is not None else None


def _in_script(rest: list[str], capability: Capability) -> Started | None:
    inner = _after_flags(rest, frozenset({"-r", "--require", "--import", "--loader"}))
    entry = _packaged_script(inner[0], capability) if inner else None
    return _started(entry, inner[1:]) if entry is not None else None


def _packaged_script(word: str, capability: Capability) -> ProgramEntry | None:
    """A script inside an installed package: `node_modules/.bin/claude`, `…/@anthropic-ai/claude-code/cli.js`."""
    path = word.replace("\\", "/")
    if "/.bin/" in f"/{path}":
        return capability.programs.get(program_name(path))
    for package, entry in capability.packages.items():
        if f"/{package}/" in f"/{path}" or path == package:
            return entry
    return None
