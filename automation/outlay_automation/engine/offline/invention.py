"""Values that stand for what a cloud would have chosen: ids, ARNs, addresses, random strings.

All are functions of what they belong to, recognisable as made up where their form allows it (`.invalid` host names,
addresses of documentation ranges, the example account), and never of a real account.
"""

import base64
import hashlib
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace

from outlay_automation.engine.offline.configuration import ACCOUNT
from outlay_automation.engine.offline.values import Properties, mapping, revealed, secret, text

# Service names in ARNs, where they differ from the SDK's module.
_SERVICES = {
    "alb": "elasticloadbalancing",
    "apigatewayv2": "apigateway",
    "cfg": "config",
    "cognito": "cognito-idp",
    "docdb": "rds",
    "ebs": "ec2",
    "ec2transitgateway": "ec2",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "lb": "elasticloadbalancing",
    "msk": "kafka",
    "neptune": "rds",
    "opensearch": "es",
    "sfn": "states",
    "vpc": "ec2",
}
_GLOBAL_SERVICES = frozenset({"iam", "route53", "cloudfront", "organizations", "s3"})
_TIME = "2000-01-01T00:00:00Z"
_PETS = ("ant", "bee", "cat", "dove", "eel", "fox", "gnu", "hare")
_ADJECTIVES = ("brave", "calm", "eager", "fair", "glad", "keen", "mild", "wise")
_SPECIAL = "!@#$%&*()-_=+[]{}<>:?"


@dataclass(frozen=True, slots=True)
class Origin:
    """What an invention is made from, and what templates of the data files may name in braces."""

    type: str
    name: str
    hash: str
    region: str
    zone: str = ""
    project: str = ""
    location: str = ""
    scope: frozenset[str] = frozenset()
    account: str = ACCOUNT
    arn: str = ""
    id: str = ""

    def fill(self, template: str) -> str:
        """The template with each `{field}` replaced by that field of this origin."""
        return template.format(
            name=self.name,
            hash=self.hash,
            hash16=self.hash[:16],
            hash8=self.hash[:8],
            region=self.region,
            zone=self.zone,
            project=self.project,
            location=self.location,
            account=self.account,
            arn=self.arn,
            id=self.id,
        )

    def fill_all(self, template: object) -> object:
        """A template of any shape, every text in it filled."""
        if isinstance(template, str):
            return self.fill(template)
        if isinstance(template, list):
            return [self.fill_all(one) for one in template]
        return {k: self.fill_all(v) for k, v in template.items()} if isinstance(template, dict) else template

    def identified(self, id_template: str | None = None, arn_template: str | None = None) -> "Origin":
        """This origin, knowing its id and its ARN, of which each may be made from the other."""
        if arn_template and "{id}" in arn_template:
            known = replace(self, id=self.fill(id_template or "{name}"))
            return replace(known, arn=arn_of(known, arn_template))
        known = replace(self, arn=arn_of(self, arn_template))
        return replace(known, id=known.fill(id_template) if id_template else _default_id(known))


def digits(*parts: str) -> str:
    """Forty hexadecimal digits that only these texts lead to."""
    return hashlib.sha1("\0".join(parts).encode(), usedforsecurity=False).hexdigest()


def arn_of(origin: Origin, template: str | None) -> str:
    """The ARN of an AWS resource."""
    if template:
        return origin.fill(template)
    package, module, class_ = origin.type.split(":")[0], origin.type.split(":")[1], origin.type.split(":")[-1]
    if package != "aws":
        return ""
    service = module.partition("/")[0].lower()
    service = _SERVICES.get(service, service)
    region = "" if service in _GLOBAL_SERVICES else origin.region
    account = "" if service == "s3" else origin.account
    return f"arn:aws:{service}:{region}:{account}:{class_[0].lower()}{class_[1:]}/{origin.name}"


def _default_id(origin: Origin) -> str:
    package, _, rest = origin.type.partition(":")
    class_ = rest.rpartition(":")[2]
    kind = f"{class_[0].lower()}{class_[1:]}s"
    if package == "gcp":
        if "zone" in origin.scope:
            place = f"zones/{origin.zone}"
        elif "region" in origin.scope:
            place = f"regions/{origin.region}"
        else:
            place = f"locations/{origin.location}" if "location" in origin.scope else "global"
        return f"projects/{origin.project}/{place}/{kind}/{origin.name}"
    return origin.name if package == "aws" else f"{class_.lower()}-{origin.hash[:12]}"


def invented(origin: Origin, property_: str, kind: str) -> object:
    """A plausible value of a computed property; `kind` is the letter of the tables."""
    match kind:
        case "b":
            return False
        case "i" | "n":
            return 0
        case "l":
            return []
        case "m" | "o":
            return {}
    return _text(origin, property_)


def _text(origin: Origin, property_: str) -> str:
    lower = property_.lower()
    if lower == "arn":
        return origin.arn or arn_of(origin, None)
    if lower == "id":
        return origin.id or f"offline-{origin.hash[:12]}"
    if lower == "selflink":
        return f"https://www.googleapis.com/compute/v1/{origin.id}"
    if lower == "name":
        return origin.name
    for place, value in (("region", origin.region), ("zone", origin.zone), ("project", origin.project)):
        if lower == place and value:
            return value
    if lower.endswith("arn"):
        return f"{origin.arn}/{property_}" if origin.arn else f"arn:aws:offline::{origin.account}:{origin.hash[:12]}"
    if lower in ("ownerid", "accountid", "account", "registryid"):
        return origin.account
    if lower.endswith(("time", "date", "timestamp", "created", "updated", "modified")):
        return _TIME
    number = int(origin.hash[:4], 16)
    if "cidr" in lower:
        return f"10.{number % 256}.0.0/16"
    if lower.endswith(("ip", "ipaddress", "address")):
        # 10/8 is private, 203.0.113.0/24 is kept for documentation (RFC 5737).
        inside = "private" in lower or lower == "ipaddress"
        return f"10.{number % 256}.{number // 256}.10" if inside else f"203.0.113.{number % 256}"
    if lower.endswith(("url", "uri")):
        return f"https://{origin.hash[:12]}.offline.invalid"
    if any(part in lower for part in ("dns", "domain", "endpoint", "host")):
        return f"{origin.hash[:12]}.offline.invalid"
    if lower in ("status", "state"):
        return "ACTIVE"
    if lower == "version":
        return "1"
    return f"offline-{origin.hash[:12]}"


def random_outputs(type_: str, urn: str, inputs: Mapping[str, object]) -> Properties:
    """Outputs of the package random: the same for the same resource, in the form that was asked for."""
    seed = digits(urn)
    match type_.rpartition(":")[2]:
        case "RandomId":
            return _random_id(seed, inputs)
        case "RandomPet":
            words = [_ADJECTIVES[int(one, 16) % 8] for one in seed[: _whole(inputs.get("length"), 2) - 1]]
            words.append(_PETS[int(seed[-1], 16) % 8])
            prefix = text(revealed(inputs.get("prefix")))
            return {"id": (text(inputs.get("separator")) or "-").join([prefix, *words] if prefix else words)}
        case "RandomString":
            return {"id": _random_text(seed, inputs), "result": _random_text(seed, inputs)}
        case "RandomPassword":
            hashed = secret("$2a$10$" + (seed * 2)[:53])
            return {"id": "none", "result": secret(_random_text(seed, inputs)), "bcryptHash": hashed}
        case "RandomInteger":
            low, high = _whole(inputs.get("min"), 0), _whole(inputs.get("max"), 100)
            result = low + int(seed[:8], 16) % max(high - low + 1, 1)
            return {"id": str(result), "result": result}
        case "RandomUuid" | "RandomUuid4" | "RandomUuid7":
            result_ = f"{seed[:8]}-{seed[8:12]}-4{seed[13:16]}-8{seed[17:20]}-{seed[20:32]}"
            return {"id": result_, "result": result_}
        case "RandomShuffle":
            items = revealed(inputs.get("inputs"))
            chosen = sorted(items, key=lambda one: digits(urn, str(one))) if isinstance(items, list) else []
            return {"id": "-", "results": chosen[: _whole(inputs.get("resultCount"), len(chosen))]}
    return {}


def _random_id(seed: str, inputs: Mapping[str, object]) -> Properties:
    raw = hashlib.shake_128(seed.encode()).digest(_whole(inputs.get("byteLength"), 8))
    prefix = text(revealed(inputs.get("prefix"))) or ""
    url = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return {
        "id": url,
        "hex": prefix + raw.hex(),
        "dec": prefix + str(int.from_bytes(raw, "big")),
        "b64Url": prefix + url,
        "b64Std": prefix + base64.b64encode(raw).decode(),
    }


def _random_text(seed: str, inputs: Mapping[str, object]) -> str:
    classes = {
        "lower": string.ascii_lowercase,
        "upper": string.ascii_uppercase,
        "numeric": string.digits,
        "special": text(revealed(inputs.get("overrideSpecial"))) or _SPECIAL,
    }
    allowed = [letters for name, letters in classes.items() if revealed(inputs.get(name)) not in (False, "false")]
    numbers = hashlib.shake_128(seed.encode()).digest(max(_whole(inputs.get("length"), 16), 1))
    # One of each class in turn, so that every minimum of a class is met.
    sets = allowed or [string.ascii_lowercase]
    return "".join(
        sets[index % len(sets)][number % len(sets[index % len(sets)])] for index, number in enumerate(numbers)
    )


def _whole(value: object, otherwise: int) -> int:
    plain = revealed(value)
    try:
        return int(float(plain)) if isinstance(plain, str | int | float) else otherwise
    except ValueError:
        return otherwise


def echoed(value: object, kind: str) -> object:
    """An argument as the result of its function types it: "true" as a boolean, "3" as a number, one item as a list."""
    plain = revealed(value)
    match kind:
        case "b":
            return plain is True or plain == "true"
        case "i" | "n":
            return _whole(plain, 0)
        case "l":
            return plain if isinstance(plain, list) else [plain]
        case "m":
            return mapping(plain)
        case "s":
            return plain if isinstance(plain, str) else str(plain)
    return plain
