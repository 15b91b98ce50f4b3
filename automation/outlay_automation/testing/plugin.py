"""The plug-in for pytest: fixtures, the option that writes tables of costs anew, and what a failed comparison prints.

pytest loads it at its start in every session, so that it imports nothing but pytest before a test asks for it.
"""

import os
import re
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from outlay_automation.testing.program_cost import ProgramCost

_NO_FILE_NAME = re.compile(r"[^\w.,=+@-]")
_ON_CI = {"CI", "BUILD_NUMBER"}
_PATHS = {"baseline", "standard"}
"""The arguments of `estimate_program` that may be paths."""
_FIGURES = "outlay_automation.testing.figure"
_UNSTATED = "outlay_automation.testing.unstated"
_PROPERTY = "outlay: without use"
"""The property of a test's report that says which cost it compared without use; reports travel between processes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes tables of costs anew."""
    parser.getgroup("outlay").addoption(
        "--update-costs",
        action="store_true",
        help="write the tables of costs that tests keep in __costs__ anew",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let no warning of Pulumi's SDKs fall on a test, which nobody there can mend.

    Of a program that failed the SDK leaves coroutines behind, and the clouds' SDKs warn of parts of their own while
    they are imported.
    """
    config.addinivalue_line("filterwarnings", r"ignore:coroutine 'Output\.\w+' was never awaited:RuntimeWarning")
    config.addinivalue_line("filterwarnings", r"ignore::DeprecationWarning:pulumi_(aws|gcp)")


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    """What a failed comparison of costs prints; None of any other comparison."""
    # where no figure was made there is none to compare, and nothing is imported
    if _FIGURES not in sys.modules:
        return None
    from outlay_automation.testing.failed_comparison import failed_comparison

    # pytest cuts what is long, unless it is asked for more, or where tests run of themselves
    is_cut = config.get_verbosity(pytest.Config.VERBOSITY_ASSERTIONS) < 2 and not _ON_CI & os.environ.keys()
    return failed_comparison(op, left, right, is_brief=is_cut)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Keep with a test which costs it compared without use that nobody stated."""
    if _UNSTATED in sys.modules:
        sys.modules[_UNSTATED].taken()  # what was compared outside of tests belongs to none
    yield
    if _UNSTATED in sys.modules:
        item.user_properties += [(_PROPERTY, each) for each in sys.modules[_UNSTATED].taken()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which costs that passed hold no use, since nobody stated it: that it does not count is never silent."""
    reports = terminalreporter.getreports("passed")
    said = dict.fromkeys(value for each in reports for name, value in each.user_properties if name == _PROPERTY)
    if said:
        terminalreporter.section("costs compared without use that nobody stated", blue=True)
        for line in said:
            terminalreporter.line(str(line))
        terminalreporter.line("State it in finops.yaml under usage; with limits.usage: must_be_given it has to be.")


@pytest.fixture
def estimate_program(request: pytest.FixtureRequest) -> Callable[..., "ProgramCost"]:
    """`outlay_automation.testing.estimate_program`, for which all paths start from the test's own folder."""
    from outlay_automation.testing.estimating import estimate_program

    folder = request.path.parent

    def placed(given: Any) -> Any:
        return folder / given if isinstance(given, str | Path) else given

    def estimated(program: Any, **options: Any) -> "ProgramCost":
        __tracebackhide__ = True
        told = {key: placed(value) if key in _PATHS else value for key, value in options.items()}
        if isinstance(references := options.get("stack_references"), dict):
            told["stack_references"] = {name: placed(value) for name, value in references.items()}
        return estimate_program(placed(program), **told)

    return estimated


@pytest.fixture
def cost_snapshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Asserts that a table of costs is the one kept beside the test: `cost_snapshot(cost)`.

    The file is `__costs__/MODULE/TEST.txt`. A test with several gives each a name: `cost_snapshot(cost, "prod")`.
    """
    from outlay_automation.testing.snapshot import FOLDER, assert_cost_snapshot

    folder = request.path.parent / FOLDER / request.path.stem
    test = request.node.nodeid.partition("::")[2].replace("::", ".")
    taken: set[Path] = set()

    def assert_kept(cost: "ProgramCost | str", name: str = "") -> None:
        __tracebackhide__ = True
        file = folder / f"{_file_name(test)}{_spelled(f'.{name}' if name else '')}.txt"
        if file in taken:
            raise ValueError(f"{file.name} is another table of this test: give this one a name of its own")
        taken.add(file)
        assert_cost_snapshot(cost, file, update=request.config.getoption("--update-costs"))

    return assert_kept


def _file_name(test: str) -> str:
    """The name of a test in a file's name, the brackets of its parameters as dashes: `test_table-aws-`."""
    name, bracket, parameters = test.partition("[")
    return f"{_spelled(name)}-{_spelled(parameters.removesuffix(']'))}-" if bracket else _spelled(name)


def _spelled(text: str) -> str:
    """The text with `%2F` for a slash and so forth, so that no two tests share a file."""
    return _NO_FILE_NAME.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)
