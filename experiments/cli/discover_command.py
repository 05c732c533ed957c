"""``routesim discover``: under which conditions a policy fails."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli.exit_codes import NO_RESULT, handle_errors
from experiments.cli.out_input import stop_at

if TYPE_CHECKING:
    from experiments.runs.discovery import Discovery


def discover(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a sweep or of a comparison over draws (routesim sweep, compare --prior).")],
    outcome: Annotated[str, typer.Option(help="An outcome of routesim compare; OUTCOME=less or OUTCOME=more says which is better.")],
    worse_than: Annotated[float, typer.Option(help="A run fails if its outcome, or with --against its change, is worse than this.")],
    policy: Annotated[str, typer.Option(help="The policy; required where the sweep has several.")] = "",
    against: Annotated[str, typer.Option(help="Use the change against this policy (none: no policy), with the same seeds.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder of discovery.json and discovery.png; by default that of the sweep.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Leave out discovery.png.")] = False,
) -> None:
    r"""Scenario discovery: a few conditions on the varied parameters under which an outcome is worse than a bound.

    A small classification tree divides the varied parameters into boxes. Each
    is printed with the share of its runs that fail and its share of all
    failures. The cross-validated accuracy of the tree is printed with them.
    Where nothing can be said, the reason is printed and the exit code is 3.

    Examples:
      routesim sweep examples/designs/patrols-doubts.toml --out sweeps/doubts
      routesim discover sweeps/doubts --policy two-valleys-path-patrols \
          --against none --outcome "days detained" --worse-than 500
    """
    with handle_errors():
        from experiments.cli.discover_input import checked
        from experiments.runs.discovery import discover as find
        from experiments.runs.discovery import fails
        from experiments.store.digest_list import record
        from experiments.store.versions import provenance, provenance_json, seeds_in_words
        from experiments.store.writing import make_folder, write_whole

        name, better, policy, runs = checked(folder, outcome, policy, against)
        failed = fails(runs.value, worse_than, better)
        found = find(runs.columns, failed, runs.point)
        asked = f"{name} {'changes by' if against else 'is'} {'less' if better == 'more' else 'more'} than {worse_than:g}"
        result = plain(found, policy, against, asked) | provenance_json(runs.calibration) | {"seeds": list(runs.seeds)}
        made = provenance(runs.calibration, seeds_in_words(runs.seeds))
        place = out or folder
        stop_at(place)
        make_folder(place)
        write_whole(place / "discovery.json", json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        record([place / "discovery.json"])
        if not no_pictures:
            from experiments.plots.discovery import draw_discovery

            draw_discovery(found, runs, failed, (policy, asked), place)
        typer.echo(json.dumps(result, indent=1, ensure_ascii=False) if as_json else "\n".join([*sentences(found, policy, against, asked), made]))
        if not found.answered:
            raise typer.Exit(NO_RESULT)


def plain(found: "Discovery", policy: str, against: str, asked: str) -> dict[str, Any]:
    """The result as JSON values; a bound that is open is null."""
    boxes = [
        {
            **asdict(box),
            "bounds": {key: [None if abs(bound) == float("inf") else bound for bound in pair] for key, pair in box.bounds.items()},
            "share": box.share,
            "holds": box.holds,
            "words": box.words(),
        }
        for box in found.boxes
    ]
    return {
        "policy": policy, "against": against or None, "fails": asked, "runs": found.runs, "failures": found.failures,
        "cross_validated_auc": found.cross_validated_auc,
        "boxes": boxes, "no_boxes": found.reason or None, "warnings": found.warnings,
    }  # fmt: skip


def sentences(found: "Discovery", policy: str, against: str, asked: str) -> list[str]:
    """The answer in words."""
    of = f"Under {policy}" + (f", against {against}," if against else "")
    lines = [f"{of} {asked} in {found.failures} of {found.runs} runs ({found.failures / max(1, found.runs):.0%})."]
    for box in found.boxes:
        share = f"; {box.holds:.0%} of all failures" if box.failures else ""
        lines.append(f"  {box.failures} of {box.runs} runs fail ({box.share:.0%}, {box.least:.0%} to {box.most:.0%}) where {box.words()}{share}.")
    if found.cross_validated_auc is not None:
        lines.append(f"Cross-validated: the tree ranks a failing run above another in {found.cross_validated_auc:.0%} of pairs (chance: 50%).")
    return lines + [f"Warning: {warning}." for warning in found.warnings]
