"""The files of a profile: its page, and its picture with the data beside it."""

from collections.abc import Callable
from pathlib import Path

from experiments.plots.country_profile import draw
from experiments.plots.picture import save
from experiments.plots.style import style
from experiments.profile.page import write_page
from experiments.profile.profile import CountryProfile


def write_profile(profile: CountryProfile, folder: Path, tell: Callable[[str], None]) -> list[Path]:
    """Write page, picture and data into a folder; returns their paths."""
    name = f"profile-{profile.country}"
    folder.mkdir(parents=True, exist_ok=True)
    with style():
        picture = draw(profile)
    tell(f"picture: {profile.title}")
    return [*save(picture, folder / f"{name}.png"), write_page(profile, folder / f"{name}.html", tell)]
