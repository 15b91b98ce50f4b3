"""Whether a key or a value of a tag is another one, misspelt: it differs in case, separators, or one slip of the hand.

Not here: which keys and values there are (`outlay.tagging.ownership`).
"""

from collections.abc import Iterable
from typing import Final

from outlay.tagging.ownership import folded

_SHORTEST: Final = 5
"""Letters below which one slip makes another word: `dev` is no misspelt `env`."""


def meant_by(written: str, known: Iterable[str]) -> str:
    """Which of the known spellings a text was meant to be.

    Returns:
        The one that differs only in case and separators, else the only one that is a slip away; empty where the text
        is one of them itself, where none is near, and where two are.
    """
    spellings = list(dict.fromkeys(known))
    if written in spellings:
        return ""
    plain = folded(written)
    alike = [each for each in spellings if plain and folded(each) == plain]
    if not alike:
        alike = [each for each in spellings if is_slip(plain, folded(each))]
    return alike[0] if len(alike) == 1 else ""


def is_slip(written: str, meant: str) -> bool:
    """Whether a text is one letter too many, too few, wrong, or two neighbours swapped away from a word.

    Digits are never slips: two cost centres that differ in one digit are two cost centres.
    """
    if min(len(written), len(meant)) < _SHORTEST or _digits(written) != _digits(meant):
        return False
    longer, shorter = sorted((written, meant), key=len, reverse=True)
    start = next((at for at, (one, other) in enumerate(zip(longer, shorter, strict=False)) if one != other), None)
    if start is None:
        return len(longer) - len(shorter) == 1
    if len(longer) != len(shorter):
        return longer[start + 1 :] == shorter[start:]
    is_swapped = longer[start : start + 2] == shorter[start : start + 2][::-1]
    return longer[start + 1 :] == shorter[start + 1 :] or (is_swapped and longer[start + 2 :] == shorter[start + 2 :])


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
