"""Pages of scenarios take their numbers from a run, and keep everything else."""

from pathlib import Path

import scenarios
from experiments.plots.result_folder import open_folder
from experiments.store import write_run
from experiments.studies.scenario_pages import passed, renewed
from sim import run

PAGE = """# Two valleys

| community | who | people | people an agent | departed |
|---|---|--:|--:|--:|
| `cyrland-workers` | gone | 1 | 2 | 3 |
| `bremark-workers` | old title | 4 | 5 | 6 |

One run. In all 7 were put back over a border, 8 were deported; the run has 9 places and 10 directed legs, and took 11 s.

People who passed the borders of the route in that run: CYR-ALD 12, BRE-CYR 13.

## Limits

| other | table |
"""


def test_a_page_has_the_numbers_of_a_run_in_its_own_order_and_for_its_own_borders(tmp_path: Path) -> None:
    world = scenarios.load("two-valleys", days=180)
    write_run(run(world, 1), world, tmp_path / "run")
    results = open_folder(tmp_path / "run")
    values, _ = results.indicators("", ("departed", "crossed"))
    first, second = (c.name for c in world.communities)
    page = PAGE.replace("bremark-workers", first).replace("cyrland-workers", second)
    lines = renewed(page, results).splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| `")]
    assert [row[0] for row in rows] == [f"| `{second}`", f"| `{first}`"]
    assert [row[4] for row in rows] == [f"{values[name, 'departed']:,.0f}" for name in (second, first)]
    assert {row[2] for row in rows} == {"600", "2,000"}
    assert "The run has 6 places" in renewed(page, results)
    over = {border: people for border, people in passed(results).items() if border[:3] != border[4:]}
    assert sum(over.values()) == sum(values[name, "crossed"] for name in (first, second)) > 0
    assert f"in that run: CYR-ALD {over.get('CYR-ALD', 0):,}, BRE-CYR {over['BRE-CYR']:,}." in "\n".join(lines)
    assert lines[-1] == "| other | table |"
