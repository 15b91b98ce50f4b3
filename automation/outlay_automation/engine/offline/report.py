"""What the offline provider made up and could not see: the values that it hands to the driver when it ends.

Both processes use it, so it imports neither grpc nor Pulumi. How a preview words these is not decided here.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum


class AnswerSource(Enum):
    """Where the answer to a data source came from."""

    INVENTED = "invented"
    """made up by the offline provider"""
    STANDARD = "standard"
    """given in `finops.yaml: offline.answers`"""
    UNKNOWN = "unknown"
    """nobody knows this function; the program got an empty answer"""


@dataclass(frozen=True, slots=True)
class InvokeAnswer:
    """One data source that the program asked, and what it was told. Secrets read `[secret]`."""

    token: str
    args: Mapping[str, object]
    answer: Mapping[str, object]
    source: AnswerSource


@dataclass(frozen=True, slots=True)
class ProviderConfiguration:
    """The inputs of one provider instance, as it was configured. Secrets read `[secret]`."""

    package: str
    inputs: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A remote component whose content was not opened: what it costs is a gap, never 0."""

    type: str
    name: str
    urn: str


@dataclass(frozen=True, slots=True)
class FilledDefault:
    """A property that the program left out and that was given the documented default of the real provider."""

    type: str
    property: str
    value: object


@dataclass(frozen=True, slots=True)
class OfflineReport:
    """Everything a preview has to say about having run offline; sorted, each fact once."""

    answers: tuple[InvokeAnswer, ...] = ()
    configurations: tuple[ProviderConfiguration, ...] = ()
    not_seen: tuple[NotSeen, ...] = ()
    defaults: tuple[FilledDefault, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As plain JSON values, for the way between the processes."""
        return {
            "answers": [{**asdict(one), "source": one.source.value} for one in self.answers],
            "configurations": [asdict(one) for one in self.configurations],
            "not_seen": [asdict(one) for one in self.not_seen],
            "defaults": [asdict(one) for one in self.defaults],
        }

    @classmethod
    def from_json(cls, document: Mapping[str, list[dict[str, object]]]) -> "OfflineReport":
        """The report that `to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError: the document is not such a report.
        """
        return cls(
            tuple(
                InvokeAnswer(**{**one, "source": AnswerSource(one["source"])})  # type: ignore[arg-type]
                for one in document["answers"]
            ),
            tuple(ProviderConfiguration(**one) for one in document["configurations"]),  # type: ignore[arg-type]
            tuple(NotSeen(**one) for one in document["not_seen"]),  # type: ignore[arg-type]
            tuple(FilledDefault(**one) for one in document["defaults"]),  # type: ignore[arg-type]
        )
