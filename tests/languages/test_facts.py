"""What the languages read from a file's syntax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.facts import (
    Call,
    ClassOf,
    Fallback,
    FileFacts,
    FunctionOf,
    ImportKind,
    InstanceOf,
    Join,
    Load,
    Member,
    Name,
    Parameter,
    Role,
    Text,
    This,
)
from linter.languages import BY_SUFFIX, JAVASCRIPT, PYTHON, language_of


def script(text: str, suffix: str = ".ts") -> FileFacts:
    return BY_SUFFIX[suffix].extract(suffix, text.encode(), comments=True)


def python(text: str) -> FileFacts:
    return BY_SUFFIX[".py"].extract(".py", text.encode(), comments=True)


def bound(facts: FileFacts, name: str) -> tuple[object, ...]:
    return facts.scopes[0].bindings[name]


class TestImports:
    @pytest.mark.parametrize(
        ("text", "kind", "names"),
        [
            ('import A from "x";', ImportKind.STATIC, (("default", "A"),)),
            ('import * as A from "x";', ImportKind.STATIC, (("*", "A"),)),
            ('import A, { b, c as d } from "x";', ImportKind.STATIC, (("default", "A"), ("b", "b"), ("c", "d"))),
            ('import { type A, b } from "x";', ImportKind.STATIC, (("b", "b"),)),
            ('import { type A } from "x";', ImportKind.TYPE, ()),
            ('import type { A } from "x";', ImportKind.TYPE, (("A", "A"),)),
            ('import "x";', ImportKind.EFFECT, ()),
            ('import A = require("x");', ImportKind.STATIC, (("*", "A"),)),
            ('export { a as b } from "x";', ImportKind.REEXPORT, (("a", "b"),)),
            ('export * from "x";', ImportKind.REEXPORT, (("*", "*"),)),
            ('export * as ns from "x";', ImportKind.REEXPORT, (("*", "ns"),)),
            ('export type { A } from "x";', ImportKind.TYPE, ()),
            ('import data from "x" with { type: "json" };', ImportKind.STATIC, (("default", "data"),)),
        ],
    )
    def test_every_form_of_script_import(self, text: str, kind: ImportKind, names: tuple[tuple[str, str], ...]) -> None:
        """The kind and the names of each form."""
        (found,) = script(text).imports
        assert (found.specifier, found.kind, found.names) == ("x", kind, names)

    @pytest.mark.parametrize(
        ("text", "specifier", "level", "names"),
        [
            ("import a.b", "a.b", 0, (("^", "a"),)),
            ("import a.b as c", "a.b", 0, (("*", "c"),)),
            ("from a.b import c, d as e", "a.b", 0, (("c", "c"), ("d", "e"))),
            ("from . import a", "", 1, (("a", "a"),)),
            ("from ..a.b import c", "a.b", 2, (("c", "c"),)),
            ("from a import *", "a", 0, (("*", "*"),)),
            ("from a import (\n    b,  # why\n    c,\n)", "a", 0, (("b", "b"), ("c", "c"))),
        ],
    )
    def test_every_form_of_python_import(
        self, text: str, specifier: str, level: int, names: tuple[tuple[str, str], ...]
    ) -> None:
        """The module, the dots and the names of each form."""
        (found,) = python(text).imports
        assert (found.specifier, found.level, found.names) == (specifier, level, names)

    def test_type_checking_imports_are_types(self) -> None:
        """What stands under TYPE_CHECKING is not imported when the program runs; its `else` is."""
        facts = python("import typing\nif typing.TYPE_CHECKING:\n    import a\nelse:\n    import b\n")
        assert [each.kind for each in facts.imports] == [ImportKind.STATIC, ImportKind.TYPE, ImportKind.STATIC]

    def test_escapes_in_a_specifier_are_undone(self) -> None:
        """`"op\\u0065nai"` is openai."""
        assert script('import x from "op\\u0065n\\x61i";').imports[0].specifier == "openai"


class TestExpressions:
    def test_text_is_put_together(self) -> None:
        """Sums, templates and f-strings are joins of their parts."""
        facts = script('const a = "x" + b + `y${c}z`;')
        assert bound(facts, "a") == (Join((Text("x"), Name("b", 0), Join((Text("y"), Name("c", 0), Text("z"))))),)
        assert bound(python('a = "x" "y" f"{b}z"'), "a") == (
            Join((Text("x"), Text("y"), Join((Name("b", 0), Text("z"))))),
        )

    def test_a_string_of_python_without_its_escapes(self) -> None:
        """Escapes are undone, but not in raw strings."""
        assert bound(python(r'a = "\x6fpenai\N{BULLET}"'), "a") == (Text("openai•"),)
        assert bound(python(r'a = r"\x6f"'), "a") == (Text(r"\x6f"),)

    def test_calls_have_sites(self) -> None:
        """Every call and construction is a site, with its arguments."""
        facts = script("new A(1).b(c, ...d);")
        assert [type(site.expr) for site in facts.sites] == [Call, Call]
        outer = facts.sites[0].expr
        assert isinstance(outer, Call)
        assert isinstance(outer.callee, Member)
        assert outer.callee.name == "b"

    def test_import_calls_are_loads(self) -> None:
        """`import(x)` is syntax, `require(x)` is a call like any other."""
        facts = script('import("a" + b); require("c");')
        assert [type(site.expr) for site in facts.sites] == [Load, Call]

    def test_defaults_are_fallbacks(self) -> None:
        """`??`, `||`, `or` keep both sides."""
        assert bound(script("const a = b ?? 'c';"), "a") == (Fallback(Name("b", 0), Text("c")),)
        assert bound(python("a = b or 'c'"), "a") == (Fallback(Name("b", 0), Text("c")),)

    def test_a_long_sum_needs_no_depth(self) -> None:
        """Ten thousand summands are one join."""
        (value,) = bound(script("const a = " + " + ".join(['"x"'] * 10_000) + ";"), "a")
        assert isinstance(value, Join)
        assert len(value.parts) == 10_000


class TestSymbols:
    def test_functions_are_named_by_what_they_are_assigned_to(self) -> None:
        """Declarations, variables, methods, fields, properties of objects."""
        facts = script(
            "function a() {} const b = () => {}; class C { d() {} e = async () => {}; } "
            "const f = { g() {}, h: () => {} };"
        )
        assert [each.name for each in facts.symbols] == ["", "a", "b", "C", "C.d", "C.e", "f.g", "f.h"]

    def test_members_of_a_class(self) -> None:
        """Fields, what constructors assign, parameter properties and inherited names."""
        facts = script(
            "class A extends B { x = 1; constructor(private y: Y) { super(); this.z = y; } get w() { return 2; } }"
        )
        members = facts.symbols[1].members
        assert set(members) == {"x", "constructor", "y", "z", "w"}
        assert members["w"] == (Text("2"),)
        assert isinstance(members["y"][0], Parameter)

    def test_self_is_the_object(self) -> None:
        """`self.x = …` in a method is a member of its class."""
        facts = python(
            "class A:\n    def __init__(self, c: 'C'):\n        self.c = c\n"
            "    @classmethod\n    def make(cls): return cls()\n"
        )
        owner = bound(facts, "A")[0]
        assert isinstance(owner, ClassOf)
        assert set(facts.symbols[owner.symbol].members) == {"__init__", "make", "c"}
        assert This(owner.symbol) in [
            value for scope in facts.scopes for each in scope.bindings.values() for value in each
        ]

    def test_declared_types_say_what_a_variable_is(self) -> None:
        """A typed variable without a value is some instance of its type."""
        assert bound(script("let a: Client;"), "a") == (InstanceOf(Name("Client", 0)),)
        assert bound(python("a: Client | None"), "a") == (InstanceOf(Name("Client", 0)),)

    @pytest.mark.parametrize(
        ("text", "exported", "mentioned"),
        [
            ("function f() {}", False, False),
            ("function f() {} f();", False, True),
            ("export function f() {}", True, False),
            ("function f() {} export { f as g };", True, True),
            ("function f() { f(); }", False, False),
            ("const f = () => 1; module.exports = { f };", True, True),
        ],
    )
    def test_who_can_call_a_function(self, text: str, exported: bool, mentioned: bool) -> None:
        """A function that is neither exported nor mentioned outside of itself is called by nothing."""
        symbol = script(text).symbols[1]
        assert (symbol.exported, symbol.mentioned) == (exported, mentioned)

    def test_what_runs_only_as_a_program_is_a_symbol(self) -> None:
        """`if __name__ == "__main__":` is not run by an import."""
        facts = python('def main(): ...\nif __name__ == "__main__":\n    main()\n')
        assert facts.symbols[facts.sites[0].symbol].name == "__main__"


class TestReferences:
    def test_types_are_no_uses(self) -> None:
        """Names in types, `typeof` queries, interfaces and `implements` are not mentioned as values."""
        facts = script(
            'import A from "x"; let a: A; type B = typeof A; interface C extends A {} class D implements A {}'
        )
        assert [each for each in facts.references if each.name == "A"] == []

    def test_roles(self) -> None:
        """A name is called, compared, subclassed or passed on."""
        facts = script('import A from "x"; A.b(); a instanceof A.C; class D extends A {} f(A); export { A };')
        roles = [(each.role, each.path) for each in facts.references if each.name == "A"]
        assert roles == [
            (Role.CALLED, ("b",)),
            (Role.GUARD, ("C",)),
            (Role.BASE, ()),
            (Role.VALUE, ()),
            (Role.EXPORTED, ()),
        ]

    def test_python_roles(self) -> None:
        """`except`, `isinstance` and annotations use nothing."""
        facts = python(
            "import a\ntry:\n    a.b()\nexcept (a.E, ValueError):\n    isinstance(x, a.F)\ndef f(y: a.G) -> a.H: ...\n"
        )
        assert [(each.role, each.path) for each in facts.references if each.name == "a"] == [
            (Role.CALLED, ("b",)),
            (Role.GUARD, ("E",)),
            (Role.GUARD, ("F",)),
        ]

    @pytest.mark.parametrize(
        ("text", "guards"),
        [
            ("if (process.env.USE_SDK) { a(); } else { b(); }", [1, -1]),
            ("function f() { if (flags.legacy) return a(); b(); }", [1, -1]),
            ("if (process.env.OPENAI_API_KEY) a();", [0]),
            ("if (kind === 'openai') a();", [0]),
            ("const x = settings.inProcess ? a() : b();", [1, -1]),
            ("enabled && a();", [1]),
        ],
    )
    def test_code_under_a_flag_is_guarded(self, text: str, guards: list[int]) -> None:
        """Only conditions that ask a flag guard, and their two sides are told apart."""
        assert [site.guard for site in script(text).sites] == guards


def test_the_language_goes_by_the_suffix() -> None:
    """`.pyi` and unknown suffixes are not read."""
    found = {suffix: language_of(f"a{suffix}") for suffix in (".mts", ".py", ".pyi", ".rs", "")}
    assert [each.NAME if each else None for each in found.values()] == [JAVASCRIPT, PYTHON, None, None, None]


@pytest.mark.parametrize("suffix", sorted(BY_SUFFIX))
@given(data=st.binary(max_size=200))
def test_any_bytes_can_be_read(suffix: str, data: bytes) -> None:
    """No input makes extraction raise."""
    BY_SUFFIX[suffix].extract(suffix, data, comments=True)


@pytest.mark.parametrize(
    "text", ["(" * 5_000, "[" * 5_000 + "]" * 5_000, "a(" * 2_000, "{" * 3_000, "x." * 5_000 + "y"]
)
def test_deep_nesting_is_a_problem_not_a_crash(text: str) -> None:
    """What is nested too deeply is left out, and said to be."""
    for suffix in (".ts", ".py"):
        facts = BY_SUFFIX[suffix].extract(suffix, text.encode(), comments=False)
        assert facts.language


def test_a_named_function_stays_what_it_is_bound_to() -> None:
    """A function's binding is the function itself."""
    assert isinstance(bound(script("function f() {}"), "f")[0], FunctionOf)
