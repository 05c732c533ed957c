"""Studies for tests: the one on Central Asia that ships, and made-up ones in a folder."""

from pathlib import Path

from scenarios.studies import Study, read_study

CENTRAL_ASIA: Study = read_study(("central-asia",))


def made(folder: Path, *, ships: bool = False, **tables: str) -> Study:
    """A study of one's own in a folder, with the tables given as text by name, such as ``uses="id,use,..."``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return Study("made up", (folder,), (), ships)


def table(name: str) -> Path:
    """A table of the study on Central Asia."""
    (path,) = CENTRAL_ASIA.files(name)
    return path
