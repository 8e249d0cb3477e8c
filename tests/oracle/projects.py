"""Small projects on which resolution and its judges are compared, and what each import means there.

A project is its files by path. In the tables of what is meant, (importer, specifier) leads to the file, or to
None where it is external or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

Meant = Mapping[tuple[str, str], str | None]

SCRIPTS: Mapping[str, object] = {
    "package.json": {"name": "root", "private": True, "workspaces": ["packages/*"]},
    "packages/core/package.json": {
        "name": "@acme/core",
        "version": "1.0.0",
        "exports": {
            ".": {"types": "./dist/index.d.ts", "import": "./dist/index.js"},
            "./hub": {"types": "./dist/hub/index.d.ts", "default": "./dist/hub/index.js"},
            "./plain/*": "./src/plain/*.ts",
        },
        "imports": {"#self": "./src/index.ts", "#inner/*": "./src/*.ts"},
    },
    "packages/core/tsconfig.json": {
        "extends": "../../tsconfig.base.json",
        "compilerOptions": {"outDir": "dist", "rootDir": "src"},
        "include": ["src"],
    },
    "packages/core/src/index.ts": "export * from './hub/index.js'; import '#self'; import '@acme/core/hub';",
    "packages/core/src/hub/index.ts": "import './tools'; import '../shapes'; import '../legacy.cjs';",
    "packages/core/src/hub/tools.tsx": "import '#inner/index'; import './gone';",
    "packages/core/src/shapes.d.ts": "",
    "packages/core/src/legacy.cts": "",
    "packages/core/src/plain/one.ts": "",
    "packages/web/package.json": {
        "name": "web",
        "dependencies": {"@acme/core": "^1.0.0", "vendored": "file:../../vendor/vendored"},
    },
    "packages/web/tsconfig.json": {"files": [], "references": [{"path": "./tsconfig.app.json"}]},
    "packages/web/tsconfig.app.json": """{
        // comments, and a trailing comma
        "extends": ["../../tsconfig.base.json", "../../tsconfig.strict.json"],
        "compilerOptions": { "paths": {
            "@/*": ["./src/*"], "@/deep/*": ["./deep/*"], "exact": ["./src/exact"] } },
        "include": ["src"],
    }""",
    "packages/web/src/main.tsx": """
        import '@/view'; import '@/deep/file'; import 'exact'; import '@/gone'; import './folder';
        import core from '@acme/core'; import { hub } from '@acme/core/hub'; import '@acme/core/plain/one';
        const lazy = await import('./lazy.js'); export * from 'openai'; import 'node:fs';
        import './data.json'; import '@base/tool';
    """,
    "packages/web/src/view.ts": "",
    "packages/web/deep/file.ts": "",
    "packages/web/src/exact/index.ts": "",
    "packages/web/src/folder/index.jsx": "",
    "packages/web/src/lazy.ts": "",
    "packages/web/src/data.json": {},
    "tools/base/tool.ts": "",
    "tsconfig.base.json": {
        "compilerOptions": {
            "module": "esnext",
            "moduleResolution": "bundler",
            "resolveJsonModule": True,
            "paths": {"@base/*": ["./tools/base/*"]},
        }
    },
    "tsconfig.strict.json": {"compilerOptions": {"strict": True, "allowJs": True}},
    "old/jsconfig.json": {"compilerOptions": {"baseUrl": "."}},
    "old/app/main.js": "const a = require('lib/a'); const b = require('./b'); const c = require('lib/gone');",
    "old/app/b/index.js": "",
    "old/lib/a.js": "",
}

_MAIN = "packages/web/src/main.tsx"
MEANT_SCRIPTS: Meant = {
    ("packages/core/src/index.ts", "./hub/index.js"): "packages/core/src/hub/index.ts",
    ("packages/core/src/index.ts", "#self"): "packages/core/src/index.ts",
    ("packages/core/src/index.ts", "@acme/core/hub"): "packages/core/src/hub/index.ts",
    ("packages/core/src/hub/index.ts", "./tools"): "packages/core/src/hub/tools.tsx",
    ("packages/core/src/hub/index.ts", "../shapes"): "packages/core/src/shapes.d.ts",
    ("packages/core/src/hub/index.ts", "../legacy.cjs"): "packages/core/src/legacy.cts",
    ("packages/core/src/hub/tools.tsx", "#inner/index"): "packages/core/src/index.ts",
    ("packages/core/src/hub/tools.tsx", "./gone"): None,
    (_MAIN, "@/view"): "packages/web/src/view.ts",
    (_MAIN, "@/deep/file"): "packages/web/deep/file.ts",
    (_MAIN, "exact"): "packages/web/src/exact/index.ts",
    (_MAIN, "@/gone"): None,
    (_MAIN, "./folder"): "packages/web/src/folder/index.jsx",
    (_MAIN, "@acme/core"): "packages/core/src/index.ts",
    (_MAIN, "@acme/core/hub"): "packages/core/src/hub/index.ts",
    (_MAIN, "@acme/core/plain/one"): "packages/core/src/plain/one.ts",
    (_MAIN, "./lazy.js"): "packages/web/src/lazy.ts",
    (_MAIN, "openai"): None,
    (_MAIN, "node:fs"): None,
    (_MAIN, "./data.json"): "packages/web/src/data.json",
    (_MAIN, "@base/tool"): None,  # `paths` replace those of the config that is extended
    ("old/app/main.js", "lib/a"): "old/lib/a.js",
    ("old/app/main.js", "./b"): "old/app/b/index.js",
    ("old/app/main.js", "lib/gone"): None,
}

MODULES: Mapping[str, object] = {
    "pyproject.toml": "[project]\nname = 'acme'\n",
    "src/acme/__init__.py": "from .core import run\nfrom . import extra, VERSION\n",
    "src/acme/extra.py": "from acme.core.run import go\nimport json, openai.types\n",
    "src/acme/json.py": "",
    "src/acme/core/__init__.py": "from .run import *\nfrom ..gone import x\n",
    "src/acme/core/run.py": "def go():\n    from acme import extra\n    import acme.plugins.one\n",
    "src/acme/plugins/one.py": "from . import two\nfrom .two import f\n",
    "src/acme/plugins/two.py": "from ..core import run\n",
    "tests/test_run.py": "import acme, helper\nfrom acme.core import run, gone\nfrom acme import plugins\n",
    "tests/helper.py": "import test_run\n",
    "tools/make.py": "import lib.thing\nfrom lib import thing\n",
    "tools/lib/thing.py": "",
}

MEANT_MODULES: Meant = {
    ("src/acme/__init__.py", "from .core import run"): "src/acme/core/run.py",
    ("src/acme/__init__.py", "from . import extra"): "src/acme/extra.py",
    ("src/acme/__init__.py", "from . import VERSION"): "src/acme/__init__.py",
    ("src/acme/extra.py", "from acme.core.run import go"): "src/acme/core/run.py",
    ("src/acme/extra.py", "import json"): None,
    ("src/acme/extra.py", "import openai.types"): None,
    ("src/acme/core/__init__.py", "from .run import *"): "src/acme/core/run.py",
    ("src/acme/core/__init__.py", "from ..gone import x"): None,
    ("src/acme/core/run.py", "from acme import extra"): "src/acme/extra.py",
    ("src/acme/core/run.py", "import acme.plugins.one"): "src/acme/plugins/one.py",
    ("src/acme/plugins/one.py", "from . import two"): "src/acme/plugins/two.py",
    ("src/acme/plugins/one.py", "from .two import f"): "src/acme/plugins/two.py",
    ("src/acme/plugins/two.py", "from ..core import run"): "src/acme/core/run.py",
    ("tests/test_run.py", "import acme"): "src/acme/__init__.py",
    ("tests/test_run.py", "import helper"): "tests/helper.py",
    ("tests/test_run.py", "from acme.core import run"): "src/acme/core/run.py",
    ("tests/test_run.py", "from acme.core import gone"): "src/acme/core/__init__.py",
    ("tests/test_run.py", "from acme import plugins"): "src/acme/__init__.py",
    ("tests/helper.py", "import test_run"): "tests/test_run.py",
    ("tools/make.py", "import lib.thing"): "tools/lib/thing.py",
    ("tools/make.py", "from lib import thing"): "tools/lib/thing.py",
}


def written(files: Mapping[str, object], root: Path) -> Path:
    """The project on disk; what is no text is written as JSON."""
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return root
