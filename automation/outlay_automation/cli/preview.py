"""`outlay preview`: calls the library and prints the result; the exit code is the verdict's."""

import json
import sys
from pathlib import Path

import typer

from outlay_automation.cli.clock import today
from outlay_automation.render.progress import progress_on
from outlay_automation.stack_preview import EngineName, PreviewOptions, preview


def show_preview(
    directory: Path,
    *,
    stack: str,
    engine: str,
    offline: bool,
    baseline: Path | None,
    standard: Path | None,
    policy_packs: tuple[Path, ...],
    as_json: bool,
    costs: bool = False,
    time_limit: float | None = None,
    save_state: Path | None = None,
) -> None:
    """Preview, print, and end with the verdict's exit code."""
    with progress_on(sys.stderr) as on_progress:
        result = preview(
            directory,
            stack=stack,
            options=PreviewOptions(
                engine=EngineName(engine),
                offline=offline,
                baseline=baseline,
                standard=standard,
                policy_packs=policy_packs,
                as_of=today(),
                on_progress=on_progress,
                time_limit=time_limit,
                save_state=save_state,
            ),
        )
    if as_json:
        sys.stdout.write(json.dumps(result.to_json(), indent=2, ensure_ascii=False) + "\n")
    else:
        from outlay_automation.render.preview_table import print_preview

        print_preview(result, sys.stdout, costs=costs)
    raise typer.Exit(result.exit_code)
