"""Keeps runs of programs apart from the machine and from each other: the environment, and the modules that they load.

Not here: working directory and import path of a program on disk (`source`), and the SDK's settings
(`engine.embedded.sdk_settings`).
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Final

from outlay_automation.engine.offline.process import PROVIDER_VARIABLES
from outlay_automation.testing.overlapping import Overlapping

_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
_OUTLAYS: Final = frozenset({"outlay", "outlay_automation", "outlay_components", "outlay_policy_pack"})
_OF_AN_SDK: Final = "pulumi-plugin.json"
"""A file that every SDK of a provider has in its package."""


def is_the_programs(module: ModuleType, name: str) -> bool:
    """Whether a module may be part of somebody's program: its code is in a file that nobody installed.

    SDKs of providers are none wherever they lie, since Pulumi's SDK does not let them register twice.
    """
    top = name.partition(".")[0]
    if top in _OUTLAYS or top in sys.stdlib_module_names:
        return False
    # a module may be anything that somebody put there, None too
    file = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", None) or ()), None)
    if not isinstance(file, str) or _INSTALLED & set(Path(file).parts):
        return False
    package = getattr(sys.modules.get(top), "__path__", None) or ()
    return not any(Path(folder, _OF_AN_SDK).is_file() for folder in package)


def drop(name: str) -> None:
    """Forget a loaded module, so that it runs anew where it is imported again."""
    module = sys.modules.pop(name)
    package, _, own = name.rpartition(".")
    # `from package import module` takes what the package has, without a look at what is loaded
    if package in sys.modules and getattr(sys.modules[package], own, None) is module:
        delattr(sys.modules[package], own)


def _remember_modules() -> Callable[[], None]:
    before = frozenset(sys.modules)

    def forget() -> None:
        for name, module in list(sys.modules.items()):
            if name not in before and is_the_programs(module, name):
                drop(name)

    return forget


def _mask_variables() -> Callable[[], None]:
    variables = [each for inputs in PROVIDER_VARIABLES.values() for names in inputs.values() for each in names]
    before = {name: os.environ.pop(name, None) for name in variables}

    def restore() -> None:
        for name, value in before.items():
            if value is not None:
                os.environ[name] = value
            else:
                os.environ.pop(name, None)

    return restore


modules_dropped: Final = Overlapping(_remember_modules)
"""What programs load of their own while the context lasts is dropped at its end: a module that declares resources does
so when it is first imported alone, and the next run would be without them."""
environment_masked: Final = Overlapping(_mask_variables)
"""No region, zone or project that the SDKs of the providers take from the environment, while the context lasts."""
