"""Which files can matter, told from their bytes without parsing.

A file matters when it can hold a sink: it names an SDK in an import, loads modules in a way that must be read, or
talks to hosts or starts programs and it, or a file beside it in the import graph, names a provider or an agent.
Every scan begins with a literal: these run at about 1 GB/s, others at 50 MB/s.
"""

from __future__ import annotations

from linter.interest.definitions import Definitions, definitions_of, hands_on, is_python_file, makes_text, quoted_names
from linter.interest.mentions import may_be_commented
from linter.interest.offers import UNTOLD, Offer, Takers
from linter.interest.signs import UNREAD, Functions, Scanner, Signs, Tools, specifiers_of, words

__all__ = [
    "UNREAD",
    "UNTOLD",
    "Definitions",
    "Functions",
    "Offer",
    "Scanner",
    "Signs",
    "Takers",
    "Tools",
    "definitions_of",
    "hands_on",
    "is_python_file",
    "makes_text",
    "may_be_commented",
    "quoted_names",
    "specifiers_of",
    "words",
]
