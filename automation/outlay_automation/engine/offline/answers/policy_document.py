"""Policy documents that data sources compose from their arguments: real ones, nothing in them is invented.

AWS: the JSON of `aws:iam:getPolicyDocument`. Google Cloud: the `policyData` of `gcp:organizations:getIAMPolicy`.
"""

import json
from collections.abc import Mapping

from outlay_automation.engine.offline.values import Properties, mapping, revealed

_VERSION = "2012-10-17"


def aws_policy(args: Mapping[str, object]) -> Properties:
    """The policy that the given statements make, merged with source and override documents as the provider does."""
    document: dict[str, object] = {"Version": revealed(args.get("version")) or _VERSION}
    if revealed(args.get("policyId")):
        document["Id"] = revealed(args.get("policyId"))
    own = [_statement(mapping(one)) for one in _items(args.get("statements"))]
    sources = [*_items(args.get("sourcePolicyDocuments")), args.get("sourceJson")]
    overrides = [args.get("overrideJson"), *_items(args.get("overridePolicyDocuments"))]
    statements = [*_statements_of(sources), *own]
    for override in _statements_of(overrides):
        sid = override.get("Sid")
        statements = [one for one in statements if not sid or one.get("Sid") != sid] + [override]
    document["Statement"] = statements
    return {
        "json": json.dumps(document, indent=2),
        "minifiedJson": json.dumps(document, separators=(",", ":")),
    }


def gcp_policy(args: Mapping[str, object]) -> Properties:
    """The policy that the given bindings and audit settings make."""
    bindings = []
    for binding in map(mapping, _items(args.get("bindings"))):
        one = {"members": sorted(map(str, _items(binding.get("members")))), "role": revealed(binding.get("role"))}
        if mapping(binding.get("condition")):
            one["condition"] = mapping(binding.get("condition"))
        bindings.append(one)
    document: dict[str, object] = {"bindings": sorted(bindings, key=lambda one: str(one["role"]))}
    if _items(args.get("auditConfigs")):
        document["auditConfigs"] = args["auditConfigs"]
    return {"policyData": json.dumps(document, separators=(",", ":"))}


def _statement(given: Mapping[str, object]) -> dict[str, object]:
    statement: dict[str, object] = {}
    if revealed(given.get("sid")):
        statement["Sid"] = revealed(given.get("sid"))
    statement["Effect"] = revealed(given.get("effect")) or "Allow"
    for argument, element in (
        ("actions", "Action"),
        ("notActions", "NotAction"),
        ("resources", "Resource"),
        ("notResources", "NotResource"),
    ):
        if _items(given.get(argument)):
            statement[element] = _one_or_many(_items(given.get(argument)))
    for argument, element in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if _items(given.get(argument)):
            statement[element] = _principals(_items(given.get(argument)))
    conditions: dict[str, dict[str, object]] = {}
    for condition in map(mapping, _items(given.get("conditions"))):
        test, variable = str(revealed(condition.get("test"))), str(revealed(condition.get("variable")))
        conditions.setdefault(test, {})[variable] = _one_or_many(_items(condition.get("values")))
    if conditions:
        statement["Condition"] = conditions
    return statement


def _principals(given: list[object]) -> object:
    found: dict[str, list[object]] = {}
    for principal in map(mapping, given):
        found.setdefault(str(revealed(principal.get("type"))), []).extend(_items(principal.get("identifiers")))
    if found == {"*": ["*"]}:
        return "*"
    return {kind: _one_or_many(identifiers) for kind, identifiers in found.items()}


def _statements_of(documents: list[object]) -> list[dict[str, object]]:
    statements: list[dict[str, object]] = []
    for document in documents:
        text = revealed(document)
        try:
            parsed = json.loads(text) if isinstance(text, str) else {}
        except ValueError:
            continue
        found = parsed.get("Statement", []) if isinstance(parsed, dict) else []
        statements += found if isinstance(found, list) else [found]
    return statements


def _items(value: object) -> list[object]:
    plain = revealed(value)
    return [revealed(one) for one in plain] if isinstance(plain, list) else []


def _one_or_many(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values
