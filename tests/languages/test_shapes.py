"""Types, schemas and tests of values, as the languages read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.extraction import Task, codec
from linter.extraction.reading import extract_task
from linter.languages import BY_SUFFIX
from linter.shapes import Applied, Invoked, Listing, OneOf, ProbeKind, Quote, Shapes, Sort, Table, Word

_WORDS = ("object", "string", "parse")


def _shapes(text: str, suffix: str = ".ts") -> Shapes:
    return BY_SUFFIX[suffix].extract_shapes(suffix, text.encode(), _WORDS).shapes


def test_a_union_keeps_its_order() -> None:
    (alias,) = _shapes('type A = "x" | "y" | null;').definitions
    assert isinstance(alias.value, OneOf)
    assert [each.value if isinstance(each, Quote) else each for each in alias.value.options][:2] == ["x", "y"]


def test_a_schema_is_kept_with_its_notes() -> None:
    (schema,) = _shapes("const S = z.object({\n // above\n a: z.string(), // behind\n b: z.string(),\n});").definitions
    assert isinstance(schema.value, Invoked)
    (table,) = schema.value.args
    assert isinstance(table, Table)
    assert [each.note.value if each.note else "" for each in table.entries] == [
        "// above\n// behind",
        "",
    ]


def test_calls_of_the_words_are_kept_inside_of_others() -> None:
    shapes = _shapes("tool({ input: z.object({ a: z.string() }) }); app.get(() => { z.object({}) })")
    assert len(shapes.loose) == 2


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".ts", 'switch (x.a) { case "p": break; case "q": break; default: throw new Error() }'),
        (".ts", 'if (x.a === "p") { f() } else if (x.a === "q") { g() } else { throw e }'),
        (".py", 'match x.a:\n  case "p" | "q": pass\n  case _: raise E'),
        (".py", 'if x.a == "p":\n  f()\nelif x.a in ("q",):\n  g()\nelse:\n  raise E'),
    ],
)
def test_what_refuses_everything_else_is_closed(suffix: str, text: str) -> None:
    closed = [each for each in _shapes(text, suffix).probes if each.closed]
    assert [each.kind for each in closed] == [ProbeKind.SWITCH]
    assert isinstance(closed[0].against, Listing)
    assert [each.value for each in closed[0].against.items if isinstance(each, Quote)] == ["p", "q"]


def test_a_type_in_quotes_has_the_places_of_the_file() -> None:
    text = 'class A(B):\n    a: "Optional[str]"\n'
    (known,) = [each for each in _shapes(text, ".py").definitions if each.sort is Sort.CLASS]
    assert isinstance(known.value, Table)
    declared = known.value.entries[0].type
    assert isinstance(declared, Applied)
    (inner,) = declared.args
    assert isinstance(inner, Word)
    assert text[inner.span.start : inner.span.end] == "str"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(BY_SUFFIX)), st.text(alphabet="abxz.({[]})'\"`:=,;|?&<> \n\t0-#/@*clasdefmtch"))
def test_any_text_is_read_and_survives_the_codec(suffix: str, text: str) -> None:
    facts = extract_task(Task(f"x{suffix}", text.encode(), comments=False, words=_WORDS))
    assert codec.loads(codec.dumps([facts])) == [facts]
