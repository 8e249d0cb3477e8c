"""Closed sets written into TypeScript and JavaScript."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.findings import Existing

from .trees import fixed

ZOD = 'import { z } from "zod";\n'
ENUM = "export enum Severity { Low = 'low', High = 'high' }\n"
ARRAY = "export const SEVERITIES = ['low', 'high'] as const;\n"


def test_only_the_bare_call_changes() -> None:
    done = fixed(
        ZOD + "const S = z.object({\n  a: «z.string()».optional(), // why\n  b: z.string(),\n});\n", "low", "high"
    )
    assert done.text == (
        ZOD + 'const S = z.object({\n  a: z.enum(["low", "high"]).optional(), // why\n  b: z.string(),\n});\n'
    )
    assert not done.declined


def test_a_second_time_nothing_is_found_to_replace() -> None:
    once = fixed(ZOD + "const a = «z.string()»;\n", "low", "high").text
    again = fixed(once.replace('z.enum(["low", "high"])', '«z.enum(["low", "high"])»'), "low", "high")
    assert (again.text, again.declined) == (once, ["z.enum is not the library's string"])


@pytest.mark.parametrize(
    ("chain", "after"),
    [
        (".min(1).optional()", ".optional()"),
        ('.nonempty("needed").default("low")', '.default("low")'),
        (".max(4)", ""),
        (".regex(/^(low|high)$/)", ""),
        (".regex(/^(?:low|high)$/).nullable()", ".nullable()"),
        ("\n  .min(1)\n  .optional()", "\n  .optional()"),
        ("\n  // never empty\n  .min(1)", "\n  // never empty"),
        ('.refine((v) => ["low", "high"].includes(v))', '.refine((v) => ["low", "high"].includes(v))'),
        ('.describe("low, high").or(z.literal(""))', '.describe("low, high").or(z.literal(""))'),
        ('.catch("high").transform((v) => v as Severity)', '.catch("high").transform((v) => v as Severity)'),
    ],
)
def test_what_is_chained_behind_stays_but_for_tests_that_every_value_passes(chain: str, after: str) -> None:
    done = fixed(f"{ZOD}const a = «z.string()»{chain};\n", "low", "high")
    assert done.text == f'{ZOD}const a = z.enum(["low", "high"]){after};\n'
    assert not done.declined


@pytest.mark.parametrize(
    ("chain", "reason"),
    [
        (".email()", "asks for a format"),
        (".trim()", "changes the text"),
        (".toLowerCase().optional()", "changes the text"),
        (".min(4)", ".min() may not let every value pass"),
        (".min(least)", ".min() may not let every value pass"),
        (".regex(/^[a-z]+$/)", ".regex() may not let every value pass"),
        (".regex(/^(low|high)$/i)", ".regex() may not let every value pass"),
        ('.default("none")', '"none" in .default() is none of the values'),
        (".default(FIRST)", "what .default() gives is not written there"),
        (".transform((v) => v.toLowerCase())", "changes the text"),
    ],
)
def test_a_chain_that_a_set_cannot_take_is_left_alone(chain: str, reason: str) -> None:
    marked = f"{ZOD}const a = «z.string()»{chain};\n"
    done = fixed(marked, "low", "high")
    assert done.text == f"{ZOD}const a = z.string(){chain};\n"
    assert [reason in each for each in done.declined] == [True]


def test_messages_are_handed_on_and_conversions_are_not() -> None:
    done = fixed(ZOD + 'const a = «z.string({ message: "pick one" })»;\n', "low")
    assert done.text == ZOD + 'const a = z.enum(["low"], { message: "pick one" });\n'
    assert fixed(ZOD + "const a = «z.string({ coerce: true })»;\n", "low").declined


def test_quotes_commas_and_indentation_are_those_of_the_file() -> None:
    done = fixed(
        "import { z } from 'zod'\n\nexport const S = z.object({\n"
        "\ta: «z.string()»,\n\tb: z.array(\n\t\tz.number()\n\t)\n})\n",
        *(f"a-rather-long-value-{number}" for number in range(4)),
    )
    assert done.text == (
        "import { z } from 'zod'\n\nexport const S = z.object({\n\ta: z.enum([\n"
        "\t\t'a-rather-long-value-0',\n\t\t'a-rather-long-value-1',\n"
        "\t\t'a-rather-long-value-2',\n\t\t'a-rather-long-value-3'\n\t]),\n\tb: z.array(\n\t\tz.number()\n\t)\n})\n"
    )


def test_a_chain_is_broken_before_the_set_is() -> None:
    head = "import { z } from 'zod';\nexport const S = z.object({\n"
    for count, sets in [
        (3, ["    .enum(['a-long-value-0', 'a-long-value-1', 'a-long-value-2'])"]),
        (5, ["    .enum([", *(f"      'a-long-value-{n}'," for n in range(5)), "    ])"]),
    ]:
        done = fixed(f"{head}  severity: «z.string()».min(1).nullable().optional(),\n}});\n", *values(count))
        chained = "\n".join(["  severity: z", *sets, "    .nullable()", "    .optional(),"])
        assert done.text == f"{head}{chained}\n}});\n"


def values(count: int) -> list[str]:
    return [f"a-long-value-{number}" for number in range(count)]


def test_line_ends_are_kept() -> None:
    done = fixed(ZOD.replace("\n", "\r\n") + "const a = «z.string()»;\r\n", *(f"a-long-value-{n}" for n in range(9)))
    assert done.text.count("\r\n") == done.text.count("\n") == 12


def test_several_fixes_of_one_file_share_an_import() -> None:
    done = fixed(
        'import { z } from "zod";\nimport { other } from "./levels.js";\n'
        "const S = [«z.string()», «z.string()».optional()];\n",
        "low",
        "high",
        existing=Existing("src/levels.ts", "SEVERITIES", "array"),
        files={"src/levels.ts": ARRAY + "export const other = 1;\n"},
    )
    assert done.text == (
        'import { z } from "zod";\nimport { other, SEVERITIES } from "./levels.js";\n'
        "const S = [z.enum(SEVERITIES), z.enum(SEVERITIES).optional()];\n"
    )


@pytest.mark.parametrize(
    ("wanted", "written"), [("^3.25.0", "nativeEnum"), ("~4.1.0", "enum"), ("^3.25.0 || ^4.0.0", "nativeEnum")]
)
def test_an_enum_is_taken_as_the_version_of_zod_takes_it(wanted: str, written: str) -> None:
    done = fixed(
        ZOD + "const a = «z.string()»;\n",
        "low",
        existing=Existing("src/levels.ts", "Severity", "enum"),
        files={"src/levels.ts": ENUM, "package.json": f'{{"dependencies": {{"zod": "{wanted}"}}}}'},
    )
    assert done.text == f'{ZOD}import {{ Severity }} from "./levels";\nconst a = z.{written}(Severity);\n'


@pytest.mark.parametrize(
    ("imports", "after", "used"),
    [
        ('import { Severity } from "./levels";\n', None, "Severity"),
        ('import { Severity as Level } from "./levels";\n', None, "Level"),
        ('import * as levels from "./levels";\n', None, "levels.Severity"),
        ('import type { Severity } from "./levels";\n', 'import { Severity } from "./levels";\n', "Severity"),
        ('import { a, type Severity } from "./levels";\n', 'import { a, Severity } from "./levels";\n', "Severity"),
        ('import a from "./levels";\n', 'import a, { Severity } from "./levels";\n', "Severity"),
        ('import {\n  a,\n} from "./levels";\n', 'import {\n  a,\n  Severity,\n} from "./levels";\n', "Severity"),
        (
            'import type { a } from "./levels.ts";\n',
            'import type { a } from "./levels.ts";\nimport { Severity } from "./levels.ts";\n',
            "Severity",
        ),
    ],
)
def test_imports_that_are_there_are_used(imports: str, after: str | None, used: str) -> None:
    done = fixed(
        f"{ZOD}{imports}const x = «z.string()»;\n",
        "low",
        existing=Existing("src/levels.ts", "Severity", "enum"),
        files={"src/levels.ts": ENUM},
    )
    assert done.text == f"{ZOD}{after or imports}const x = z.nativeEnum({used});\n"


def test_a_default_may_be_a_member_of_what_is_referred_to() -> None:
    head = f'{ZOD}import {{ Severity }} from "./levels";\n'
    existing = Existing("src/levels.ts", "Severity", "enum")
    for code, after in [
        ("«z.string()».default(Severity.Low)", "z.nativeEnum(Severity).default(Severity.Low)"),
        ("«z.string()».default(Other.Low)", "z.string().default(Other.Low)"),
    ]:
        done = fixed(f"{head}const x = {code};\n", "low", existing=existing, files={"src/levels.ts": ENUM})
        assert done.text == f"{head}const x = {after};\n"


def test_a_new_import_is_written_as_the_others_are() -> None:
    files = {
        "src/shared/levels/index.ts": ENUM,
        "src/lib/db.ts": "",
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
    }
    existing = Existing("src/shared/levels/index.ts", "Severity", "enum")
    head = 'import { z } from "zod"; // schemas\nimport { db } from "@/lib/db";\n'
    done = fixed(f"{head}const x = «z.string()»;\n", "low", path="src/api/a.ts", existing=existing, files=files)
    assert done.text == f'{head}import {{ Severity }} from "@/shared/levels";\nconst x = z.nativeEnum(Severity);\n'


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("type Severity = 1;\nconst x = «z.string()»;\n", ENUM),
        ("const x = «z.string()»;\n", "export const enum Severity { Low = 'low' }\n"),
        ('import type { Severity, b } from "./levels";\nconst x = «z.string()»;\n', ENUM),
    ],
)
def test_the_values_are_written_out_where_a_definition_cannot_be_referred_to(code: str, levels: str) -> None:
    existing = Existing("src/levels.ts", "Severity", "enum")
    done = fixed(ZOD + code, "low", existing=existing, files={"src/levels.ts": levels})
    assert done.text == ZOD + code.replace("«z.string()»", 'z.enum(["low"])')


def test_a_file_that_hands_a_definition_on_will_do_if_it_is_loaded_already() -> None:
    files = {"src/types/levels.ts": ENUM, "src/types/index.ts": 'export * from "./levels";\nexport const b = 1;\n'}
    existing = Existing("src/types/levels.ts", "Severity", "enum")
    for imports, after in [
        ('import { Severity } from "./types";\n', 'import { Severity } from "./types";\n'),
        ('import { b } from "./types";\n', 'import { b, Severity } from "./types";\n'),
        (
            'import type { b } from "./types";\n',
            'import type { b } from "./types";\nimport { Severity } from "./types/levels";\n',
        ),
    ]:
        done = fixed(f"{ZOD}{imports}const x = «z.string()»;\n", "low", existing=existing, files=files)
        assert done.text == f"{ZOD}{after}const x = z.nativeEnum(Severity);\n"


def test_keys_of_a_record_do_not_all_become_required() -> None:
    code = 'import * as z from "zod/{}";\nconst x = z.record({}, z.number());\n'
    done = fixed(code.format("v4", "«z.string()».min(1)"), "low")
    assert done.text == code.format("v4", 'z.enum(["low"])').replace("z.record", "z.partialRecord")
    assert fixed(code.format("v3", "«z.string()»"), "low").text == code.format("v3", 'z.enum(["low"])')


def test_another_package_is_not_reached_by_a_path() -> None:
    files = {"packages/b/levels.ts": ENUM, "packages/b/package.json": "{}", "packages/a/package.json": "{}"}
    existing = Existing("packages/b/levels.ts", "Severity", "enum")
    done = fixed(ZOD + "const x = «z.string()»;\n", "low", path="packages/a/x.ts", existing=existing, files=files)
    assert done.text == ZOD + 'const x = z.enum(["low"]);\n'


def test_a_definition_of_the_same_file_is_used_below_it_only() -> None:
    existing = Existing("src/a.ts", "LEVELS", "array")
    levels = 'const LEVELS = ["low"] as const;\n'
    below = fixed(ZOD + levels + "const x = «z.string()»;\n", "low", existing=existing)
    assert below.text.endswith("const x = z.enum(LEVELS);\n")
    above = fixed(ZOD + "const x = «z.string()»;\n" + levels, "low", existing=existing)
    assert 'const x = z.enum(["low"]);\n' in above.text


def test_a_script_without_imports_gets_none() -> None:
    existing = Existing("src/levels.ts", "Severity", "enum")
    code = 'const { z } = require("zod");\nconst x = «z.string()»;\n'
    done = fixed(code, "low", path="src/a.js", vendor="zod", existing=existing, files={"src/levels.ts": ENUM})
    assert done.text == 'const { z } = require("zod");\nconst x = z.enum(["low"]);\n'


@pytest.mark.parametrize(
    ("head", "before", "after"),
    [
        ('import * as z from "zod/mini";', "«z.string()».check(z.minLength(1))", 'z.enum(["a", "b"])'),
        ('import * as v from "valibot";', "v.pipe(«v.string()», v.minLength(1))", 'v.pipe(v.picklist(["a", "b"]))'),
        ('import { object, string } from "valibot";', "«string()»", 'picklist(["a", "b"])'),
        ('import { string } from "zod";', "«string()»", 'zodEnum(["a", "b"])'),
        ('import * as yup from "yup";', "«yup.string()».required()", 'yup.string().oneOf(["a", "b"]).required()'),
        ('import Joi from "joi";', "«Joi.string()».required()", 'Joi.string().valid("a", "b").required()'),
        ('import * as t from "io-ts";', "«t.string»", 't.union([t.literal("a"), t.literal("b")])'),
        ('import { Type as t } from "typebox";', "«t.String()»", 't.Union([t.Literal("a"), t.Literal("b")])'),
        ('import { Schema } from "effect";', "«Schema.String»", 'Schema.Literal("a", "b")'),
        ('import * as s from "superstruct";', "«s.string()»", 's.enums(["a", "b"])'),
    ],
)  # fmt: skip
def test_each_library_has_its_own_words(head: str, before: str, after: str) -> None:
    done = fixed(f"{head}\nconst x = {before};\n", "a", "b")
    assert done.text.endswith(f"\nconst x = {after};\n")
    assert not done.declined


@pytest.mark.parametrize(
    ("head", "before", "reason"),
    [
        ('import * as v from "valibot";', "v.pipe(«v.string()», v.trim())", "changes the text"),
        ('import * as q from "unheard-of";', "«q.string()»", "nothing is known"),
        ('import { z } from "zod";', "«z.coerce.string()»", "turns other values into text"),
        ('import { z } from "zod";', "«z.number()»", "not the library's string"),
        ('import { z } from "zod";', "z.string«()»", "no plain call"),
    ],
)
def test_what_is_not_understood_is_declined(head: str, before: str, reason: str) -> None:
    done = fixed(f"{head}\nconst x = {before};\n", "a", "b")
    assert done.text == f"{head}\nconst x = {before};\n".replace("«", "").replace("»", "")
    assert len(done.declined) == 1


def test_a_file_that_could_harm_the_parser_is_parsed_elsewhere_first() -> None:
    deep = "(" * 30_000 + ")" * 30_000
    done = fixed(f"{ZOD}const a = «z.string()»;\nconst b = {deep};\n", "low")
    assert len(done.declined) in (0, 1)
    assert done.text.endswith(f"const b = {deep};\n")


_VALUES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), min_size=1, max_size=6)
_REST = st.sampled_from(["", ".optional()", ".nullable().optional()", '.describe("d")', "\n    .optional()"])
_LINES = st.lists(
    st.sampled_from(
        ["", "// «ä»", "const q = 'x';", "const p = `${1}`;", "/* z.string() */", "type T = string;", "\tlet y = 1"]
    ),
    max_size=5,
)  # fmt: skip


@given(_LINES, _LINES, _VALUES, _REST, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_nothing_but_the_expression_changes(
    above: list[str], below: list[str], values: list[str], rest: str, newline: str, ends: bool
) -> None:
    def file(expression: str) -> str:
        lines = ['import { z } from "zod"', *above, f"export const S = z.object({{ f: {expression}{rest} }})", *below]
        text = "\n".join(lines).replace("«ä»", "ä") + ("\n" if ends else "")
        return text.replace("\n", newline)

    done = fixed(file("«z.string()»"), *dict.fromkeys(values))
    assert not done.declined
    head, _, tail = file("\0").partition("\0")
    assert done.text.startswith(head)
    assert done.text.endswith(tail)
    assert done.text[len(head) :].startswith("z.enum([")
    assert done.text.count("\n") == done.text.count(newline)
