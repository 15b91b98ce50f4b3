"""Where a command that wants to know what a stack costs takes the stack from: a file, or a preview.

Not here: what the command makes of it.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from outlay_automation.cli.clock import today

if TYPE_CHECKING:
    from outlay.prices.opened_book import OpenedBook
    from outlay.standard.model import Standard

    from outlay_automation.stack_preview import PreviewResult
    from outlay_automation.stored_stack import StoredStack


@dataclass(frozen=True, slots=True)
class StackToPrice:
    """The folder of a Pulumi project to preview, or the file to read instead.

    Args:
        directory: the folder of the project.
        stack: the stack's name; of a file where that does not say.
        offline: serve the providers from here.
        state: a stack export to take for the stack's state.
        standard: the finops.yaml.
        file: a stack export or a preview's digest to take the stack from, instead of previewing.
        project: the project's name, where the file does not say.
    """

    directory: Path
    stack: str
    offline: bool = False
    state: Path | None = None
    standard: Path | None = None
    file: str = ""
    project: str = ""

    def read(self) -> "tuple[StoredStack, Standard, OpenedBook]":
        """The stack in the file, with its standard and the book that it asks for.

        Raises:
            WrongUse: nobody says which stack it is.
            InvalidFile: the file or its standard is not what it should be.
        """
        from outlay_automation.judging import opened_standard
        from outlay_automation.stored_stack import read_stack, standard_of_file

        stored = read_stack(self.file, project=self.project, stack=self.stack)
        return (stored, *opened_standard(standard_of_file(self.file, self.standard)))

    def previewed(self) -> "PreviewResult":
        """The change that the program would make, with progress on the standard error.

        Raises:
            WrongUse: there is no such project, stack or file.
            PreviewFailed: the program or the engine failed.
        """
        from outlay_automation.render.progress import progress_on
        from outlay_automation.stack_preview import PreviewOptions, preview

        with progress_on(sys.stderr) as on_progress:
            options = PreviewOptions(
                offline=self.offline,
                baseline=self.state,
                standard=self.standard,
                as_of=today(),
                on_progress=on_progress,
            )
            return preview(self.directory, stack=self.stack, options=options)
