"""`govern(...)`: one call at the top of any program governs all its raw resources."""

import asyncio
from collections.abc import Mapping, Sequence

import pulumi
from outlay.tagging.ownership import logical_key

from outlay_components.errors import ProgramError, program_line
from outlay_components.governance.governed import governed
from outlay_components.governance.raw_resources import PassingOn, RawResources
from outlay_components.governance.stated_by_resources import StatedByResources
from outlay_components.governance.statement import check, resolved, stated
from outlay_components.governance.transform import Transform, observe_attachments


def govern(
    *,
    owner: pulumi.Input[str] | None = None,
    cost_centre: pulumi.Input[str] | None = None,
    environment: pulumi.Input[str] | None = None,
    application: pulumi.Input[str] | None = None,
    tags: Mapping[str, pulumi.Input[str]] | None = None,
    volume_tags: bool = True,
    tag_specifications: bool = False,
    propagate_tags: bool = False,
    per_resource: Sequence[str] = (),
    budget_providers: Mapping[str, pulumi.ProviderResource] | None = None,
) -> None:
    """Tag every taggable resource of the stack on AWS and Google Cloud, and make the stack's budget on each cloud.

    Call it before the first resource. Where an argument is left out, the stack's configuration `outlay:*` counts.
    Resources inside components are governed too, those of remote components among them; the components of Outlay
    govern theirs themselves, and take what is said here for what their own arguments do not say. No resource is
    replaced by it, and no refresh of instances is started.

    Args:
        owner: who answers for the stack.
        cost_centre: who pays for it.
        environment: what it is for.
        application: the application that it is.
        tags: further tags of everything, those that the standard requires among them.
        volume_tags: tag the volumes of instances, where nothing else in the stack does.
        tag_specifications: tag what launch templates launch. A template gets a new version, and a group that follows
            the latest one may refresh its instances.
        propagate_tags: pass tags on to tasks and jobs; services are deployed anew.
        per_resource: keys that resources may state themselves, in their own tags or in their provider's default tags:
            what they state counts, if the standard allows it, and what is said here is for those that do not.
        budget_providers: by package (`aws`, `gcp`), the provider to make the stack's budget with; that of the first
            resource on the cloud by default.

    Raises:
        ProgramError: a required key is missing or says what it may not, or it is called too late or twice.
    """
    line = program_line()
    where = f"the stack ({line})" if line else "the stack"
    if _pending_registrations() > 1:  # that of the stack itself is one
        raise ProgramError(f"{where}: govern(...) comes after a resource, which it does not reach\nCall it first.")
    run = governed()
    if run.stated:
        raise ProgramError(f"{where}: govern(...) was called before\nCall it once.")
    said = {
        "owner": owner,
        "cost_centre": cost_centre,
        "environment": environment,
        "application": application,
        "tags": tags,
    }
    run.stated = stated("govern({key}=…)", said)
    ownership = resolved(run.program, run.stated)
    standard = run.program.standard
    left = frozenset(logical_key(standard.tags, key) for key in per_resource)
    check(ownership, run.program, where, left)
    resources = RawResources(
        PassingOn(volume_tags, tag_specifications, propagate_tags), StatedByResources(standard, left)
    )
    if volume_tags:
        observe_attachments(resources)
    pulumi.runtime.register_resource_transform(Transform(run, ownership, resources, budget_providers or {}))


def _pending_registrations() -> int:
    """How many resources the program has declared that are not registered yet."""
    return sum(getattr(task.get_coro(), "__name__", "") == "rpc_wrapper" for task in asyncio.all_tasks())
