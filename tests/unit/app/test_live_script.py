from __future__ import annotations

import re
from pathlib import Path

import pytest

from romtrack.app.live import script
from romtrack.app.live.script import joined

WEB = Path(script.__file__).with_name("web")
FIRST = ("stage", "shown")


def modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        folder.joinpath(f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "stage.js"


@pytest.mark.parametrize("first", FIRST)
def test_a_component_gets_one_module_that_loads_nothing(first: str) -> None:
    text = joined(WEB / f"{first}.js")
    (export,) = re.findall(r"^export.*", text, re.MULTILINE)
    assert export.startswith("export default function (")
    assert re.findall(r"^import.*|\bimport\(", text, re.MULTILINE) == []


def test_every_module_of_the_folder_is_in_one_once() -> None:
    others = {path.stem for path in WEB.glob("*.js")} - set(FIRST)
    found = [re.findall(r"^const \$(\w+) = \(", joined(WEB / f"{first}.js"), re.MULTILINE) for first in FIRST]
    assert set().union(*found) == others
    assert [names for names in found if len(set(names)) < len(names)] == []


def test_a_module_stands_after_what_it_imports_and_keeps_its_own_names(tmp_path: Path) -> None:
    first = modules(
        tmp_path,
        stage='import { a } from "./one.js";\nimport { b, C } from "./two.js";\nexport const d = 1;',
        one='import { b } from "./two.js";\nconst own = 1;\nexport const a = b();\n',
        two="const own = 2;\nexport function b() {}\nexport class C {}\n",
    )
    assert joined(first).split("\n\n") == [
        "const $two = (() => {\nconst own = 2;\nfunction b() {}\nclass C {}\nreturn { b, C };\n})();",
        "const $one = (() => {\nconst { b } = $two;\nconst own = 1;\nconst a = b();\nreturn { a };\n})();",
        "const { a } = $one;\nconst { b, C } = $two;\nconst d = 1;",
    ]


@pytest.mark.parametrize(
    "line",
    [
        'import { a as c } from "./one.js";',
        'import * as one from "./one.js";',
        'import "./one.js";',
        'import { a } from "https://example.org/one.js";',
        'import { a } from "../one.js";',
        "import {",
        "export { a };",
        "export let a = 1;",
        'export * from "./one.js";',
    ],
)
def test_what_cannot_be_put_together_is_refused(tmp_path: Path, line: str) -> None:
    first = modules(tmp_path, stage=f"{line}\nexport default function () {{}}\n")
    with pytest.raises(ValueError, match=re.escape(f"stage.js: not a form that can be put together: {line}")):
        joined(first)


def test_only_the_first_module_has_a_default(tmp_path: Path) -> None:
    first = modules(tmp_path, stage='import { a } from "./one.js";\n', one="export default function () {}\n")
    with pytest.raises(ValueError, match=r"one\.js: not a form"):
        joined(first)


def test_a_ring_of_imports_is_refused(tmp_path: Path) -> None:
    first = modules(
        tmp_path, stage='import { a } from "./one.js";\n', one='import { b } from "./stage.js";\n'
    )
    with pytest.raises(ValueError, match=r"stage > one > stage"):
        joined(first)
