"""Finding and reading `finops.yaml`: every error with file, line and what is allowed there."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml.comments import CommentedMap

from outlay.errors import InvalidFile
from outlay.estimate.registry import REGISTRY
from outlay.standard.location import FILE_NAME as FILE_NAME
from outlay.standard.location import nearest
from outlay.standard.model import Standard
from outlay.standard.origin import Origin, no_line
from outlay.usage.model import InvalidUsage
from outlay.yaml_document import line_of, load_mapping, plain, read_text

_NO_SUCH_KEY: Final = "extra_forbidden"


def find_standard(start: Path) -> Path | None:
    """The nearest `finops.yaml` from a folder upwards; None where there is none."""
    return nearest(start)


def read_standard(path: Path) -> Standard:
    """The standard in a file.

    Raises:
        InvalidFile: when the file cannot be read, is no YAML, or holds a key or value that the standard does not
            allow; the message names file, line and what is allowed. Likewise of the usage file that it names.
    """
    standard = parse_standard(read_text(path), str(path))
    return standard.with_usage_file(path.parent / standard.usage.file) if standard.usage.file else standard


def parse_standard(text: str, path: str = FILE_NAME) -> Standard:
    """The standard in a text; `path` is what errors call it.

    Raises:
        InvalidFile: as `read_standard`.
    """
    document = load_mapping(text, path, f"Allowed are: {_keys(Standard)}.")
    if document is None:
        return Standard().read_from(Origin(path, no_line))
    try:
        standard = Standard.model_validate(plain(document))
    except ValidationError as error:
        raise _invalid(path, document, error.errors()) from None
    _check_usage(standard, path, document)
    return standard.read_from(Origin(path, lambda part: line_of(document, part)))


def _check_usage(standard: Standard, path: str, document: CommentedMap) -> None:
    """Whether the usage stated by type has keys and figures that the type's pricer can take."""
    for token, stated in standard.usage.types.items():
        pricer = REGISTRY.find(token)
        if pricer is None:
            continue
        unknown = pricer.usage_model.unknown_keys(stated)
        if unknown:
            line = line_of(document, ("usage", "types", token, *unknown[0].split(".")))
            known = ", ".join(pricer.usage_model.all_keys()) or "none: its cost does not depend on use"
            raise InvalidFile(path, line, f"{token} has no usage {unknown[0]}", f"Allowed there are: {known}.")
        try:
            pricer.usage_model.read(stated)
        except InvalidUsage as invalid:
            line = line_of(document, ("usage", "types", token, *invalid.key.split(".")))
            raise InvalidFile(path, line, f"{token}: {invalid}") from None


def _invalid(path: str, document: CommentedMap, errors: Sequence[ErrorDetails]) -> InvalidFile:
    """All errors in the order of the file, with what is allowed where a key is unknown."""
    found = sorted(
        (line_of(document, each["loc"]), each["type"] != _NO_SUCH_KEY, index, each) for index, each in enumerate(errors)
    )
    said = [(line, f"{'.'.join(map(str, each['loc']))}: {_message(each)}") for line, _, _, each in found]
    (line, message), *others = said
    more = "".join(f"\n{path}:{line}: {other}" for line, other in others)
    hints = dict.fromkeys(hint for *_, each in found if (hint := _allowed(each)))
    return InvalidFile(path, line, f"{message}{more}", "\n".join(hints))


def _message(error: ErrorDetails) -> str:
    if error["type"] == _NO_SUCH_KEY:
        return "no such key"
    message = error["msg"].removeprefix("Value error, ")
    given = error["input"]
    if isinstance(given, str | int | float | bool) and error["type"] != "missing":
        return f"{message} (it is {given!r})"
    return message


def _allowed(error: ErrorDetails) -> str:
    """What may stand where an unknown key stands, the closest spelling first."""
    if error["type"] != _NO_SUCH_KEY:
        return ""
    *outer, key = error["loc"]
    model = _model_at(outer)
    if model is None:
        return ""
    close = get_close_matches(str(key), list(model.model_fields), 1)
    meant = f"Did you mean {close[0]!r}? " if close else ""
    return f"{meant}Allowed there are: {_keys(model)}."


def _model_at(location: Sequence[int | str]) -> type[BaseModel] | None:
    """The model that holds a location within the standard; None where no model does."""
    kind: Any = Standard
    for part in location:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(str(part))
            kind = field.annotation if field else None
        else:  # the values of a dict, the elements of a tuple
            inner = [each for each in get_args(kind) if each is not Ellipsis]
            kind = inner[-1] if inner else None
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _keys(model: type[BaseModel]) -> str:
    return ", ".join(sorted(model.model_fields))
