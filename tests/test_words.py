"""One noun, one spelling, and it is the field's: words of our own do not come back.

``words.csv`` lists them with what to say instead; ``EXCEPTIONS`` are the few places where such a word means something else.
"""

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TEXT = frozenset({".py", ".md", ".toml", ".csv", ".html", ".js", ".css", ".ipynb", ".sh", ".cff"})
LEFT_OUT = (
    "tests/words.csv",  # the list itself
    "tests/test_words.py",
    "scenarios/evidence/",  # what the documents say, in the words of whoever read them
)
EXCEPTIONS: dict[tuple[str, str], str] = {
    **{("CHANGELOG.md", words): "a migration names what is gone" for words in ("[figures]", "lost from sight", "set_out", "set out", "anew")},
    ("tests/test_earlier_names.py", "[figures]"): "the earlier name, which is refused",
}
"""By file and words: the reason why they stay."""


def patterns(root: Path) -> list[tuple[re.Pattern[str], str]]:
    with (root / "tests" / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [(re.compile(row["pattern"], re.IGNORECASE), row["instead"]) for row in rows]


def own_words(path: str, text: str, listed: list[tuple[re.Pattern[str], str]]) -> list[str]:
    """Every place where a file uses words of our own, with the field's."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, instead in listed:
            found += [
                f'{path}:{number} says "{match[0]}"; the field says: {instead}'
                for match in pattern.finditer(line)
                if (path, match[0].lower()) not in EXCEPTIONS
            ]
    return found


def tracked(root: Path) -> list[str]:
    """Text files of the project, by their names."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("there is no git to tell which files belong to the project")
    done = subprocess.run([git, "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if Path(name).suffix in TEXT and not name.startswith(LEFT_OUT) and (root / name).is_file()]


def test_documents_code_and_data_speak_the_words_of_the_field(root: Path) -> None:
    listed = patterns(root)
    found = [place for name in tracked(root) for place in own_words(name, (root / name).read_text(encoding="utf-8"), listed)]
    assert found == [], "\n".join(["", *found])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("It is reckoned anew.", ["anew", "reckoned"]),
        ("the interval holds nought: not told apart", ["nought", "told apart"]),
        ("set_out = 3", ["set_out"]),
        ("who sets out is luckiest", ["luckiest", "sets out"]),
        ("the parameter is computed again; the interval includes zero", []),
        ("a setting out of range, a figure in a plot", ["setting out"]),
    ],
)
def test_a_word_of_our_own_is_found(root: Path, line: str, said: list[str]) -> None:
    found = own_words("x.md", line, patterns(root))
    assert sorted(place.split('"')[1] for place in found) == sorted(said)


def test_every_exception_is_still_needed(root: Path) -> None:
    texts = {path: (root / path).read_text(encoding="utf-8").lower() for path, _ in EXCEPTIONS if (root / path).is_file()}
    needless = [f"{path}: {words}" for path, words in EXCEPTIONS if words not in texts.get(path, "")]
    assert needless == []
