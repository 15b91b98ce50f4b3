"""The resource transform by which the engine has every resource of the stack governed, whoever declares it.

It sees children of components, of remote ones too. Not here: what becomes of a resource (`raw_resources`).
"""

from collections.abc import Mapping
from contextvars import copy_context
from typing import Any, Final

import pulumi
from outlay.provider import PROVIDER_TYPE, default_tags
from outlay.resource import STACK_TYPE, UNKNOWN, Value, name_of, type_of
from outlay.tagging.effective import tag_property
from outlay.tagging.ownership import Ownership
from outlay.tagging.spelling import TAGGED_PACKAGES
from pulumi import ResourceTransformArgs, ResourceTransformResult

from outlay_components.errors import ProgramError
from outlay_components.governance.budget_objects import make_stack_budget
from outlay_components.governance.enforcement import Tags, enforced_tags
from outlay_components.governance.governed import Governed
from outlay_components.governance.late import is_late
from outlay_components.governance.raw_resources import VOLUME_ATTACHMENT, RawResources, Tagged

OUR_COMPONENTS: Final = "outlay:index:"
"""How the types of components begin that govern their children themselves."""


class Transform:
    """Tags every taggable resource, and makes the stack's budget on each cloud that it meets.

    Args:
        run: the governance of the run.
        ownership: whose the stack is.
        resources: how raw resources are tagged.
        providers: by package, the provider to make the stack's budget with, where it is not that of the first
            resource.
    """

    def __init__(
        self,
        run: Governed,
        ownership: Ownership,
        resources: RawResources,
        providers: Mapping[str, pulumi.ProviderResource],
    ) -> None:
        self._run = run
        self._ownership = ownership
        self._resources = resources
        self._providers = providers
        self._context = copy_context()
        self._enforced: dict[str, Tags] = {}
        self._default_tags: dict[tuple[str, str], Mapping[str, Value]] = {}

    async def __call__(self, args: ResourceTransformArgs) -> ResourceTransformResult | None:
        """What the engine is to register instead; None for the same.

        Raises:
            ProgramError: the resource's tags contradict what is enforced, or the budget cannot be made.
        """
        try:
            return await self._governed(args)
        except ProgramError as error:
            # what is raised here Pulumi buries in a traceback of its own
            self._context.run(self._run.say_once, pulumi.log.error, str(error), str(error))
            raise

    async def _governed(self, args: ResourceTransformArgs) -> ResourceTransformResult | None:
        package = args.type_.partition(":")[0]
        if args.type_.startswith(PROVIDER_TYPE):
            self._note_provider(args)
        if package not in TAGGED_PACKAGES or not args.custom:
            return None
        if args.type_ == VOLUME_ATTACHMENT:
            self._note_attachment()
        where = tag_property(args.type_)
        if args.opts.import_ and where is not None:
            pulumi.log.info(f'{args.type_} "{args.name}" is imported as it is, and tagged by the update after that')
            return None
        if where is None or await _is_governed_by_its_parent(args):
            return None
        provider = args.opts.provider
        self._context.run(
            make_stack_budget, self._run, package, self._ownership, self._providers.get(package) or provider
        )
        if package not in self._enforced:
            standard = self._run.program.standard
            self._enforced[package] = enforced_tags(package, self._ownership, standard, self._run.scope, "the stack")
        of = f'{args.type_} "{args.name}"'
        provided = await self._provided(package, provider)
        tagged = self._resources.tagged(args.type_, args.props, self._enforced[package], provided, of)
        await pulumi.Output.from_input(tagged.properties.get(where.input)).future()  # what is late is judged here, too
        self._say(tagged, of)
        if tagged.kept:
            args.opts.ignore_changes = [*(args.opts.ignore_changes or ()), *tagged.kept]
        return ResourceTransformResult(dict(tagged.properties), args.opts)

    def _note_provider(self, args: ResourceTransformArgs) -> None:
        """Keep a provider's default tags: the resources that use it come after it."""
        package = args.type_.removeprefix(PROVIDER_TYPE)
        if package in TAGGED_PACKAGES:
            known: dict[str, Any] = {key: UNKNOWN if is_late(value) else value for key, value in args.props.items()}
            found = default_tags(package, known)
            self._default_tags[args.type_, args.name] = found if isinstance(found, Mapping) else {}

    async def _provided(self, package: str, provider: pulumi.ProviderResource | None) -> Mapping[str, Value]:
        """The default tags of a resource's provider, as far as they are known."""
        if provider is None:
            return self._run.program.default_tags(package)
        urn = await provider.urn.future() or ""
        return self._default_tags.get((type_of(urn), name_of(urn)), {})

    def _note_attachment(self) -> None:
        self._resources.is_attaching = True
        if self._resources.with_volume_tags:
            self._run.warn_once(
                VOLUME_ATTACHMENT,
                f"{', '.join(self._resources.with_volume_tags)} got volume_tags before it was seen that the stack "
                "attaches volumes; the two would undo each other's tags. Call govern(volume_tags=False, …).",
            )

    def _say(self, tagged: Tagged, of: str) -> None:
        """List what was passed on, and what was left."""
        if tagged.passed_on:
            pulumi.log.info(f"{of} passes its tags on: {', '.join(tagged.passed_on)}")
        if tagged.left:
            self._run.warn_once(of, f"{of} was not tagged: {tagged.left}. Tag it in the program.")


async def _is_governed_by_its_parent(args: ResourceTransformArgs) -> bool:
    """Whether it is a child of a component of ours, which has its own ownership, budget and tags."""
    parent = args.opts.parent
    if parent is None:
        return False
    urn = await parent.urn.future() or ""
    type_ = type_of(urn)
    return type_ != STACK_TYPE and type_.startswith(OUR_COMPONENTS)


def observe_attachments(resources: RawResources) -> None:
    """Learn of the volumes that the program attaches as soon as it says so, before any resource is registered."""

    def observed(args: Any) -> None:
        if args.type_ == VOLUME_ATTACHMENT:
            resources.is_attaching = True

    pulumi.runtime.register_stack_transformation(observed)
