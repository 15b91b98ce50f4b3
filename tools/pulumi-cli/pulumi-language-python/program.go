package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/pulumi/pulumi/sdk/v3/python/toolchain"
)

// errorAlreadyShown is the runner's exit code for "the user has been told": the engine then adds nothing.
const errorAlreadyShown = 32

// Run runs a Pulumi program to its end. What the user did wrong comes back in the response; an error of Run itself
// would be shown as a failure of the engine.
func (host *pythonHost) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	ctx, leave := host.within(ctx, host.programs)
	defer leave()
	if request.GetAttachDebugger() {
		return userError("this language host cannot attach a debugger; the official one of the Pulumi CLI can"), nil
	}
	command, err := host.programCommand(ctx, request)
	if err != nil {
		return userError(err.Error()), nil
	}
	// The engine reads our own standard output and error line by line as diagnostics of the program. They are not handed
	// down as they are: whatever the program left running could then keep the engine waiting for their end.
	command.Stdout, command.Stderr = throughHost{os.Stdout}, throughHost{os.Stderr}

	err = runInGroup(ctx, command)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case ctx.Err() != nil: // whoever cancelled knows why the program ended
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit) && exit.ExitCode() == errorAlreadyShown:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit):
		return userError(fmt.Sprintf("the program ended with %v", exit.ProcessState)), nil
	default:
		return userError(fmt.Sprintf("the program could not be started: %v", err)), nil
	}
}

// throughHost hides that its writer is a file, so that os/exec copies to it instead of letting the program inherit it.
type throughHost struct{ io.Writer }

func userError(message string) *pulumirpc.RunResponse {
	return &pulumirpc.RunResponse{Error: message}
}

// programCommand prepares the SDK's runner script with the Python of the user's own environment.
func (host *pythonHost) programCommand(ctx context.Context, request *pulumirpc.RunRequest) (*exec.Cmd, error) {
	options, err := pythonOptions(request.GetInfo())
	if err != nil {
		return nil, err
	}
	tools, err := toolchain.ResolveToolchain(options)
	if err != nil {
		return nil, err
	}
	configuration, err := configurationEnvironment(request)
	if err != nil {
		return nil, err
	}
	// uv makes or updates its environment here, as `uv run` does; so it is looked at only afterwards.
	command, err := tools.Command(ctx, host.runnerArguments(request)...)
	if err != nil {
		return nil, err
	}
	if err := tools.ValidateVenv(ctx); err != nil {
		return nil, err
	}
	if err := checkTypes(ctx, tools, options, request.GetInfo()); err != nil {
		return nil, err
	}
	command.Dir = request.GetInfo().GetProgramDirectory()
	command.Env = append(command.Environ(), configuration...)
	return command, nil
}

func (host *pythonHost) runnerArguments(request *pulumirpc.RunRequest) []string {
	info := request.GetInfo()
	arguments := []string{"-u", host.runner}
	for _, option := range []struct{ name, value string }{
		{"--monitor", request.GetMonitorAddress()},
		{"--engine", host.engine()},
		{"--project", request.GetProject()},
		{"--stack", request.GetStack()},
		{"--organization", request.GetOrganization()},
		{"--root_directory", info.GetRootDirectory()},
		{"--pwd", request.GetPwd()},
		{"--dry_run", strconv.FormatBool(request.GetDryRun())},
		{"--parallel", strconv.Itoa(int(request.GetParallel()))},
		{"--tracing", host.tracing},
	} {
		if option.value != "" {
			arguments = append(arguments, option.name, option.value)
		}
	}
	arguments = append(arguments, filepath.Join(info.GetProgramDirectory(), info.GetEntryPoint()))
	return append(arguments, request.GetArgs()...)
}

// configurationEnvironment hands the stack's configuration to the runner, which the SDK reads from these variables.
func configurationEnvironment(request *pulumirpc.RunRequest) ([]string, error) {
	// What was empty arrives as nil, which JSON writes as null, which the SDK does not take for "nothing".
	values, secretKeys := request.GetConfig(), request.GetConfigSecretKeys()
	if values == nil {
		values = map[string]string{}
	}
	if secretKeys == nil {
		secretKeys = []string{}
	}
	valuesText, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	secretKeysText, err := json.Marshal(secretKeys)
	if err != nil {
		return nil, err
	}
	return []string{"PULUMI_CONFIG=" + string(valuesText), "PULUMI_CONFIG_SECRET_KEYS=" + string(secretKeysText)}, nil
}

// checkTypes runs the type checker that the options ask for; what it finds is the error.
func checkTypes(
	ctx context.Context, tools toolchain.Toolchain, options toolchain.PythonOptions, info *pulumirpc.ProgramInfo,
) error {
	if options.Typechecker == toolchain.TypeCheckerNone {
		return nil
	}
	name := strings.ToLower(toolchain.TypeCheckerName(options.Typechecker))
	command, err := tools.ModuleCommand(ctx, name, info.GetProgramDirectory())
	if err != nil {
		return err
	}
	command.Dir = info.GetProgramDirectory()
	var found strings.Builder
	command.Stdout, command.Stderr = &found, &found
	if err := runInGroup(ctx, command); err != nil {
		return fmt.Errorf("%s found errors (%w):\n%s", name, err, found.String())
	}
	return nil
}
