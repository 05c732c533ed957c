"""The least version of every dependency that pyproject.toml allows, as constraints for pip, one a line."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
for needed in (*project["dependencies"], *extras["calibration"], *extras["cluster"]):
    name, least = re.fullmatch(r"([A-Za-z0-9_.-]+)>=([0-9.]+)(?:,<[0-9.]+)?", needed).groups()
    print(f"{name}=={least}")
