"""What Pulumi runs of this folder: the components, for programs of any language."""

from outlay_components.provider import serve

serve()
