package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/pulumi/pulumi/sdk/v3/python/toolchain"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const policyPack = "analyzer" // the kind of plugin that a policy pack is

// RunPlugin runs a policy pack or a component plugin until it ends or the engine closes the stream, which is how the
// engine stops it. The plugin's output, the port it listens on first, goes back over the stream.
func (host *pythonHost) RunPlugin(
	request *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer,
) error {
	ctx, leave := host.within(stream.Context(), host.plugins)
	defer leave()
	if request.GetAttachDebugger() {
		return status.Error(codes.Unimplemented, "this language host cannot attach a debugger")
	}
	command, err := pluginCommand(ctx, request)
	if err != nil {
		return err
	}
	var sending sync.Mutex // a stream takes one message at a time
	command.Stdout = chunkWriter{&sending, func(chunk []byte) error {
		return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stdout{Stdout: chunk}})
	}}
	command.Stderr = chunkWriter{&sending, func(chunk []byte) error {
		return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Stderr{Stderr: chunk}})
	}}

	err = runInGroup(ctx, command)
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &exit):
	default:
		return err
	}
	code := int32(command.ProcessState.ExitCode())
	return stream.Send(&pulumirpc.RunPluginResponse{Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: code}})
}

// pluginCommand prepares the plugin with the Python of the plugin's own environment.
func pluginCommand(ctx context.Context, request *pulumirpc.RunPluginRequest) (*exec.Cmd, error) {
	tools, err := findToolchain(request.GetInfo())
	if err != nil {
		return nil, err
	}
	arguments, err := pluginArguments(request)
	if err != nil {
		return nil, err
	}
	command, err := tools.Command(ctx, arguments...)
	if err != nil {
		return nil, err
	}
	if err := tools.ValidateVenv(ctx); err != nil {
		return nil, err
	}
	command.Dir = request.GetPwd()
	if environment := request.GetEnv(); len(environment) > 0 {
		virtualenv, err := tools.VirtualEnvPath(ctx)
		if err != nil {
			return nil, err
		}
		if virtualenv != "" {
			environment = toolchain.ActivateVirtualEnv(environment, virtualenv)
		}
		command.Env = environment
	}
	return command, nil
}

func pluginArguments(request *pulumirpc.RunPluginRequest) ([]string, error) {
	directory := request.GetInfo().GetProgramDirectory()
	if request.GetKind() == policyPack {
		return append(append([]string{"-u", "-m", "pulumi.policy"}, request.GetArgs()...), directory), nil
	}
	_, err := os.Stat(filepath.Join(directory, "__main__.py"))
	if err == nil {
		return append([]string{"-u", directory}, request.GetArgs()...), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	name, err := distributionName(directory)
	if err != nil {
		return nil, err
	}
	return append([]string{"-u", "-m", "pulumi.run.plugin", name}, request.GetArgs()...), nil
}

// distributionName is the name of the Python package in the folder, from which the SDK finds the module of components.
func distributionName(directory string) (string, error) {
	described, err := toolchain.LoadPyproject(directory)
	if errors.Is(err, os.ErrNotExist) {
		return filepath.Base(directory), nil
	}
	if err != nil {
		return "", err
	}
	if described.Project == nil || described.Project.Name == "" {
		return filepath.Base(directory), nil
	}
	return described.Project.Name, nil
}

// chunkWriter sends what is written to it over a stream that it shares with another.
type chunkWriter struct {
	sending *sync.Mutex
	send    func([]byte) error
}

func (writer chunkWriter) Write(chunk []byte) (int, error) {
	writer.sending.Lock()
	defer writer.sending.Unlock()
	if err := writer.send(chunk); err != nil {
		return 0, err
	}
	return len(chunk), nil
}
