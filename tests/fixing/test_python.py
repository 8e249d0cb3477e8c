"""Closed sets written into Python."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.findings import Existing

from .trees import Fixed, fixed

HEAD = "from typing import Literal\n\nfrom pydantic import BaseModel, Field\n\n\n"
SEV = "from enum import StrEnum\n\n\nclass Sev(StrEnum):\n    LOW = 'low'\n    HIGH = 'high'\n"
LITERAL = 'Literal["low", "high"]'
FILES = {"src/acme/sev.py": SEV, "src/acme/__init__.py": ""}
EXISTING = Existing("src/acme/sev.py", "Sev", "enum")


FUTURE = '"""Doc."""\n\nfrom __future__ import annotations\n\n'


def field(text: str, *, existing: Existing | None = None, unsafe: bool = False, head: str = HEAD) -> Fixed:
    """What becomes of a field of a model; only that line is given back."""
    done = fixed(
        f"{head}class A(BaseModel):\n    {text}\n",
        "low",
        "high",
        path="src/acme/a.py",
        existing=existing,
        files=FILES,
        unsafe=unsafe,
    )
    return Fixed(done.text.splitlines()[-1].strip(), done.declined)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f: «str»", 'f: Literal["low", "high"]'),
        ("f: «str»  # why", 'f: Literal["low", "high"]  # why'),
        ('f: «str» = "low"', 'f: Literal["low", "high"] = "low"'),
        ("f: «str» | None = None", 'f: Literal["low", "high"] | None = None'),
        ("f: Optional[«str»] = None", 'f: Optional[Literal["low", "high"]] = None'),
        ("f: dict[str, list[«str»]] = {}", 'f: dict[str, list[Literal["low", "high"]]] = {}'),
        ("f: «str» = Field(..., min_length=1)", 'f: Literal["low", "high"] = Field(...)'),
        ('f: «str» = Field("low", pattern="^(low|high)$", title="x")', f'f: {LITERAL} = Field("low", title="x")'),
        ("f: list[«str»] = Field(min_length=3)", 'f: list[Literal["low", "high"]] = Field(min_length=3)'),
        ("f: «str» = ...", 'f: Literal["low", "high"] = ...'),
        ('f: Annotated[«str», Field(max_length=9, title="d")]', f'f: Annotated[{LITERAL}, Field(title="d")]'),
    ],
)  # fmt: skip
def test_only_the_type_changes_and_tests_that_every_value_passes(before: str, after: str) -> None:
    assert field(before) == Fixed(after, [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('f: «str» = "none"', "the default 'none' is none of the values"),
        ('f: «str» = Field(default="none")', "the default 'none' is none of the values"),
        ("f: «str» = Field(min_length=4)", "min_length may not let every value pass"),
        ("f: «str» = Field(pattern=PATTERN)", "pattern may not let every value pass"),
        ("f: «str» = DEFAULT", "what the default is is not written there"),
        ('f: «str» = os.getenv("F", "low")', "what the default is is not written there"),
        ("f: «str» = Field(default_factory=name)", "its default is made by a function"),
        ("f: Annotated[«str», StringConstraints(to_lower=True)]", "to_lower changes the text"),
        ("f: «constr(min_length=1)»", "no plain `str`"),
        ('f: «"str"»', "no plain `str`"),
    ],
)
def test_a_field_that_a_set_cannot_take_is_left_alone(text: str, reason: str) -> None:
    done = field(text)
    assert done.text == text.replace("«", "").replace("»", "")
    assert [reason in each for each in done.declined] == [True]


def test_a_pattern_that_takes_forever_ends_with_the_process() -> None:
    done = field('f: «str» = Field(pattern="(l|lo|low|o|w|.)*(x+x+)+y$")')
    assert done.text.startswith("f: str")


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("from typing import Any, Optional\n", "from typing import Any, Literal, Optional\n"),
        ("from typing import Optional, Any\n", "from typing import Optional, Any, Literal\n"),
        (
            "from typing import (\n    Any,  # x\n    Optional,\n)\n",
            "from typing import (\n    Any,  # x\n    Literal,\n    Optional,\n)\n",
        ),
        ("from typing import Literal as L\n", None),
        ("import typing\n", None),
        ("from typing_extensions import Literal\n", None),
        (
            f"{FUTURE}import os\n\nimport pydantic\n",
            f"{FUTURE}import os\nfrom typing import Literal\n\nimport pydantic\n",
        ),
        ("# licence\n\nimport pydantic\n", "# licence\n\nfrom typing import Literal\n\nimport pydantic\n"),
        (
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from typing import Any\n",
            "from typing import TYPE_CHECKING, Literal\n\nif TYPE_CHECKING:\n    from typing import Any\n",
        ),
        (
            "import abc\nfrom ast import parse\nfrom xml import dom\n",
            "import abc\nfrom ast import parse\nfrom typing import Literal\nfrom xml import dom\n",
        ),
    ],
)  # fmt: skip
def test_the_import_joins_those_that_are_there(head: str, after: str | None) -> None:
    code = "\n\nclass A(BaseModel):\n    f: «str»\n"
    done = fixed(head + code, "low", path="a.py")
    assert done.text.partition("\n\nclass")[0] + "\n" == (after or head) + "\n"
    assert not done.declined
    ast.parse(done.text)


def test_a_name_that_means_something_else_is_not_taken() -> None:
    done = fixed("class Literal: ...\nclass A(BaseModel):\n    f: «str»\n", "low", path="a.py")
    assert done.declined == ["the name Literal is taken by something else"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f: «str»", "f: Sev"),
        ('f: «str» = "high"', "f: Sev = Sev.HIGH"),
        ('f: «str» = Field("low", min_length=1)', "f: Sev = Field(Sev.LOW)"),
        ("f: «str» | None = None", "f: Sev | None = None"),
        ('f: list[«str»] = ["low"]', 'f: list[Literal["low", "high"]] = ["low"]'),
    ],
)
def test_an_enum_of_text_is_used_where_defaults_can_follow(before: str, after: str) -> None:
    assert field(before, existing=EXISTING) == Fixed(after, [])


@pytest.mark.parametrize("owner", ["class A(BaseModel):", "@dataclass\nclass A:"])
@pytest.mark.parametrize("base", ["StrEnum", "str, Enum", "Enum"])
def test_an_enum_is_used_where_the_default_is_a_member_of_it(owner: str, base: str) -> None:
    files = {**FILES, "src/acme/sev.py": SEV.replace("StrEnum", base)}
    for default in ("Sev.LOW", "Field(Sev.LOW, min_length=1)", "field(default=Sev.HIGH)"):
        code = f"from acme.sev import Sev\n\n\n{owner}\n    f: «str» = {default}\n"
        done = fixed(code, "low", "high", path="src/acme/a.py", existing=EXISTING, files=files)
        assert done.text == code.replace("«str»", "Sev").replace(", min_length=1", "")


def test_constants_of_the_file_are_looked_up() -> None:
    head = 'from typing import Literal\n\nFIRST = "low"\nLAST: str = "none"\n\n\n'
    done = fixed(head + "class A(B):\n    f: «str» = FIRST\n    g: «str» = LAST\n", "low", path="a.py")
    assert done.text.endswith('    f: Literal["low"] = FIRST\n    g: str = LAST\n')
    assert done.declined == ["the default 'none' is none of the values"]


def test_the_enum_is_imported_as_the_project_does() -> None:
    code = "from pydantic import BaseModel\n\nfrom .other import x\n\n\nclass A(BaseModel):\n    f: «str»\n"
    done = fixed(code, "low", path="src/acme/a.py", existing=EXISTING, files={**FILES, "src/acme/other.py": ""})
    assert "from .other import x\nfrom .sev import Sev\n" in done.text
    done = fixed(code.replace(".other", "acme.sev"), "low", path="src/acme/a.py", existing=EXISTING, files=FILES)
    assert "from acme.sev import x, Sev\n" in done.text or "from acme.sev import Sev, x\n" in done.text


@pytest.mark.parametrize("owner", ["class A(TypedDict):", "@dataclass\nclass A:"])
def test_classes_that_take_values_as_they_come_get_no_enum(owner: str) -> None:
    done = fixed(
        f"from x import y\n\n{owner}\n    f: «str»\n", "low", path="src/acme/a.py", existing=EXISTING, files=FILES
    )
    assert done.text.endswith('    f: Literal["low"]\n')


def test_an_enum_whose_members_print_otherwise_is_used_on_request_only() -> None:
    files = {**FILES, "src/acme/sev.py": SEV.replace("(StrEnum)", "(str, Enum)")}
    code = "from x import y\n\n\nclass A(BaseModel):\n    f: «str»\n"
    results = [
        fixed(code, "low", path="src/acme/a.py", existing=EXISTING, files=files, unsafe=unsafe).text.splitlines()[-1]
        for unsafe in (False, True)
    ]
    assert results == ['    f: Literal["low"]', "    f: Sev"]


def test_an_alias_of_the_same_file_is_used_below_it_only() -> None:
    existing = Existing("a.py", "Sev", "literal")
    alias, model = 'Sev = Literal["low"]\n', "class A(BaseModel):\n    f: «str»\n"
    assert fixed(alias + model, "low", path="a.py", existing=existing).text.endswith("f: Sev\n")
    above = fixed("from typing import Literal\n" + model + alias, "low", path="a.py", existing=existing)
    assert 'f: Literal["low"]\n' in above.text


def test_a_package_that_hands_the_definition_on_will_do_if_it_is_imported_already() -> None:
    files = {**FILES, "src/acme/kinds/__init__.py": "from acme.sev import (\n    Sev,\n)\n"}
    code = "from acme.kinds import Sev\n\n\nclass A(BaseModel):\n    f: «str»\n"
    done = fixed(code, "low", path="src/acme/a.py", existing=EXISTING, files=files)
    assert done.text == code.replace("«str»", "Sev")


def test_values_that_are_no_type_are_written_out() -> None:
    for definition in ('KINDS = ("low", "high")', 'KINDS: Final = ["low"]'):
        existing = Existing("src/acme/kinds.py", "KINDS", "literal")
        code = "from typing import Literal\n\n\nclass A(BaseModel):\n    f: «str»\n"
        files = {"src/acme/kinds.py": definition, "src/acme/__init__.py": ""}
        done = fixed(code, "low", path="src/acme/a.py", existing=existing, files=files)
        assert done.text == code.replace("«str»", 'Literal["low"]')


@pytest.mark.parametrize(
    "code", ["class A(SQLModel, table=True):\n    f: «str»\n", "class A(Base):\n    f: Mapped[«str»]\n"]
)
def test_columns_of_a_database_keep_their_type(code: str) -> None:
    assert fixed(code, "low", path="a.py").declined == ["it is a column of a database, whose type would change"]


def test_many_values_stand_on_lines_of_their_own() -> None:
    done = fixed(
        "from typing import Literal\nclass A(B):\n    f: Optional[«str»] = None\n",
        *(f"long-value-{n}" for n in range(8)),
        path="a.py",
    )
    assert done.text == (
        "from typing import Literal\nclass A(B):\n    f: Optional[Literal[\n"
        + "".join(f'        "long-value-{n}",\n' for n in range(8))
        + "    ]] = None\n"
    )


@pytest.mark.parametrize(
    ("above", "reason"),
    [
        ("x = " + "(" * 1_500 + "1" + ")" * 1_500, "libcst gave up on the file: a crash (signal 11)"),
        ("x = = 1", "libcst cannot read its syntax"),
    ],
)
def test_a_file_that_libcst_cannot_take_is_left_as_it_is(above: str, reason: str) -> None:
    done = fixed(f"{above}\nclass A(B):\n    f: «str»\n    g: «str»\n", "low", path="a.py")
    assert done == Fixed(f"{above}\nclass A(B):\n    f: str\n    g: str\n", [reason, reason])


def test_several_fixes_of_one_file_compose() -> None:
    done = fixed(
        "class A(B):\n    f: «str»\n    g: «str» = 'x'\n    h: dict[«str», «str»]\n",
        path="a.py",
        sets=[["a"], ["b"], ["c"], ["d"]],
    )
    assert done.text == (
        "from typing import Literal\nclass A(B):\n    f: Literal['a']\n    g: str = 'x'\n"
        "    h: dict[Literal['c'], Literal['d']]\n"
    )
    assert done.declined == ["the default 'x' is none of the values"]


_LINES = st.lists(
    st.sampled_from(
        ["", "# ä", "x = 'y'", 'y = f"{x}"', "if x:  # z\n    pass", "def f(a: str) -> str:\n    return a"]
    ),
    max_size=4,
)
_VALUES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), min_size=1, max_size=5)


@settings(max_examples=40)
@given(_LINES, _LINES, _VALUES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_nothing_but_the_type_and_the_import_changes(
    above: list[str], below: list[str], values: list[str], newline: str, ends: bool
) -> None:
    head = "from typing import Literal"
    lines = [head, *above, "class A(B):", "    f: «str»  # end", *below]
    marked = ("\n".join(lines) + ("\n" if ends else "")).replace("\n", newline)
    done = fixed(marked, *dict.fromkeys(values), path="a.py")
    assert not done.declined
    start, _, tail = marked.partition("«str»")
    assert done.text.startswith(start + "Literal[")
    assert done.text.endswith("]" + tail)
    assert done.text.count("\n") == done.text.count(newline)
    tree = ast.parse(done.text)
    assert tuple(dict.fromkeys(values)) in [tuple(_constants(node)) for node in ast.walk(tree)]


def _constants(node: ast.AST) -> list[object]:
    if not isinstance(node, ast.Subscript) or ast.unparse(node.value) != "Literal":
        return []
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return [each.value for each in inner if isinstance(each, ast.Constant)]
