"""What the embedded engine does otherwise than the genuine one, and why: the only list of it.

The table in docs/reference/embedded-engine.md is written from it, and the parity suite holds the two engines to it: a
difference without an entry fails, and so does an entry that no longer differs.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """One difference: what it is, why it stays, and what a person does who needs the genuine engine's way."""

    id: str
    what: str
    why: str
    remedy: str


_GENUINE: Final = "`--engine pulumi`"

KNOWN_DIFFERENCES: Final = (
    KnownDifference(
        "state",
        "Operations come from a baseline: a stack export, a state that `--save-state` wrote, or the document of an "
        "earlier `pulumi preview --json --show-sames`. Without one everything counts as new, which a notice says.",
        "No backend is asked, and no passphrase.",
        "`--baseline STATE.json`, or `offline.baseline` in finops.yaml. `--save-state STATE.json` writes one without a "
        "CLI; for this engine alone, since ids and providers are open in it.",
    ),
    KnownDifference(
        "clouds",
        "Providers answer from here, also without `--offline`; a notice says so.",
        "There are no plugins and no credentials on a machine that has nothing installed.",
        f"{_GENUINE}, without `--offline`.",
    ),
    KnownDifference(
        "languages",
        "A program in another language than Python is refused, YAML among them.",
        "Their language hosts come with the Pulumi CLI.",
        f"Install the CLI; {_GENUINE}.",
    ),
    KnownDifference(
        "policy-packs",
        "Packs given with `--policy-pack` are not run, and a notice names each; where no engine is asked for by name "
        "they are an error. Outlay's own rules judge the preview as always.",
        "They are plugins of the engine.",
        _GENUINE,
    ),
    KnownDifference(
        "imports",
        "A resource with the option `import` is taken to be as the program says; a notice names it.",
        "The genuine engine reads it from its cloud, and offline from an invented one.",
        f"{_GENUINE}, without `--offline`.",
    ),
    KnownDifference(
        "remote-components",
        "A component of a plugin (`remote=True`) is taken up and not opened: what is inside is *not seen*, a gap in "
        "the total. Its methods answer nothing.",
        "Its plugin does not run; the genuine engine opens the components that the project brings in folders.",
        f"{_GENUINE}; Outlay's own components need it in other languages only.",
    ),
    KnownDifference(
        "hooks",
        "Hooks of resources are not called; a notice says so.",
        "They are made for what a deployment does; a preview calls those before it.",
        _GENUINE,
    ),
    KnownDifference(
        "refresh",
        "`options.refresh` in Pulumi.yaml is passed over; a notice says so.",
        "There is no cloud to ask.",
        f"{_GENUINE}, without `--offline`.",
    ),
    KnownDifference(
        "environments",
        "`environment` in the stack's file is passed over; a notice says so.",
        "Environments of Pulumi ESC are kept by its service.",
        f"Write what the program needs into the stack's file; or {_GENUINE}.",
    ),
    KnownDifference(
        "stack-references",
        "Outputs of other stacks come from files, and none is secret unless the file says so. A stack without a file "
        "is an error that tells how to name one.",
        "They are in a backend.",
        "`offline.stack_references` in finops.yaml, below.",
    ),
    KnownDifference(
        "remote-files",
        "An asset or archive at an address (`RemoteAsset`) is not fetched and has no hash: it counts as changed. A "
        "notice names the address.",
        "Nothing of the embedded engine needs a network.",
        _GENUINE,
    ),
    KnownDifference(
        "packages",
        "A resource of a package that is not served offline is taken as the program says. The genuine engine offline "
        "refuses one without a plugin.",
        "There are no plugins to look for.",
        "",
    ),
    KnownDifference(
        "fallen-and-gone",
        "A resource that would fall with one which has to be deleted first, and that the program no longer declares, "
        "is a deletion. Of the genuine engine Outlay takes it for left over, and tells it as a notice alone.",
        "The genuine engine's document leaves that step out.",
        "",
    ),
    KnownDifference(
        "words",
        "Errors have other words, and say what to do.",
        "They are written for people who have no Pulumi at hand.",
        "",
    ),
)
