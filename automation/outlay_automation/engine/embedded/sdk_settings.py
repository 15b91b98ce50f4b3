"""Keeps the settings of Pulumi's SDK within the context of one run, so that nothing of it is met by another.

The SDK holds them in context variables, and besides takes the first value that a context sets for the default of every
other. Not here: the settings themselves (`program`).
"""


def keep_apart() -> None:
    """Let what this context sets from now on hold in this context alone.

    To be called in a context of one's own. A variable that has a value already is not made everybody's default.
    """
    from pulumi.runtime import Settings

    for each in vars(Settings).values():
        # the SDK has no public way; where it works otherwise one day, there is nothing to keep apart this way
        variable = getattr(each, "_data", None)
        if variable is not None:
            variable.set(False)
