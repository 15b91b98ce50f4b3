package main

import (
	"fmt"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/pulumi/pulumi/sdk/v3/python/toolchain"
)

// pythonOptions reads `runtime.options` of a Pulumi.yaml, PulumiPlugin.yaml or PulumiPolicy.yaml.
func pythonOptions(info *pulumirpc.ProgramInfo) (toolchain.PythonOptions, error) {
	options := toolchain.PythonOptions{Root: info.GetRootDirectory(), ProgramDir: info.GetProgramDirectory()}

	virtualenv, err := textOption(info, "virtualenv")
	if err != nil {
		return options, err
	}
	options.Virtualenv = virtualenv

	name, err := textOption(info, "toolchain")
	if err != nil {
		return options, err
	}
	switch name {
	case "":
		options.Toolchain = toolchain.Auto
	case "pip":
		options.Toolchain = toolchain.Pip
	case "poetry":
		options.Toolchain = toolchain.Poetry
	case "uv":
		options.Toolchain = toolchain.Uv
	default:
		return options, fmt.Errorf("the runtime option `toolchain` is %q; it may be pip, poetry or uv", name)
	}

	checker, err := textOption(info, "typechecker")
	if err != nil {
		return options, err
	}
	switch checker {
	case "":
		options.Typechecker = toolchain.TypeCheckerNone
	case "mypy":
		options.Typechecker = toolchain.TypeCheckerMypy
	case "pyright":
		options.Typechecker = toolchain.TypeCheckerPyright
	default:
		return options, fmt.Errorf("the runtime option `typechecker` is %q; it may be mypy or pyright", checker)
	}
	return options, nil
}

// textOption returns the option's text, or "" where it is not set.
func textOption(info *pulumirpc.ProgramInfo, name string) (string, error) {
	value, given := info.GetOptions().AsMap()[name]
	if !given || value == nil {
		return "", nil
	}
	text, isText := value.(string)
	if !isText {
		return "", fmt.Errorf("the runtime option `%s` must be a text, and is %v", name, value)
	}
	return text, nil
}

// findToolchain returns pip, poetry or uv, whichever the options ask for or the lock files tell.
func findToolchain(info *pulumirpc.ProgramInfo) (toolchain.Toolchain, error) {
	options, err := pythonOptions(info)
	if err != nil {
		return nil, err
	}
	return toolchain.ResolveToolchain(options)
}
