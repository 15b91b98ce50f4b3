"""The pack as Pulumi's engine calls it: a service of our own, and what joins its calls to the rules."""
