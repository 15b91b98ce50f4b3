package main

import (
	"context"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/version"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// pythonHost answers the engine. A method it does not have answers "unimplemented", which the engine understands.
type pythonHost struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	runner  string // path of the SDK's runner script
	tracing string // endpoint for traces, or ""

	mutex         sync.Mutex
	engineAddress string

	programs    context.Context // done when the engine cancels: programs and installations end
	endPrograms context.CancelFunc
	plugins     context.Context // done when this host ends: policy packs and component plugins end
	endPlugins  context.CancelFunc
	running     sync.WaitGroup
}

func newPythonHost(runner, engineAddress, tracing string) *pythonHost {
	host := &pythonHost{runner: runner, engineAddress: engineAddress, tracing: tracing}
	host.programs, host.endPrograms = context.WithCancel(context.Background())
	host.plugins, host.endPlugins = context.WithCancel(context.Background())
	return host
}

// shutDown ends everything that runs, and returns when it has ended.
func (host *pythonHost) shutDown() {
	host.endPrograms()
	host.endPlugins()
	host.running.Wait()
}

// within joins the lifetime of a request with that of the programs or the plugins of this host.
func (host *pythonHost) within(request, lifetime context.Context) (context.Context, func()) {
	host.running.Add(1)
	joined, cancel := context.WithCancel(request)
	detach := context.AfterFunc(lifetime, cancel)
	return joined, func() {
		detach()
		cancel()
		host.running.Done()
	}
}

func (host *pythonHost) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if address := request.GetEngineAddress(); address != "" {
		host.mutex.Lock()
		defer host.mutex.Unlock()
		host.engineAddress = address
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (host *pythonHost) engine() string {
	host.mutex.Lock()
	defer host.mutex.Unlock()
	return host.engineAddress
}

// GetPluginInfo reports the version of the SDK that this host was built with, since that is what it is compatible with.
func (host *pythonHost) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version.Version}, nil
}

// GetRequiredPackages names none: the list only lets the engine download providers before the program starts. Those
// that are missing it asks for when the program registers their first resource, and this host is for machines where
// nothing can be downloaded. Looking through the virtual environment would cost every preview a second for that.
func (host *pythonHost) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// GetRequiredPlugins is the name of GetRequiredPackages among older engines.
func (host *pythonHost) GetRequiredPlugins(
	context.Context, *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	return &pulumirpc.GetRequiredPluginsResponse{}, nil
}

// RuntimeOptionsPrompts asks nothing: `pulumi new` then leaves the options out, and the toolchain is found by lock file.
func (host *pythonHost) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// Cancel ends programs and installations at once. Plugins go on: the engine ends each of them by its own stream.
func (host *pythonHost) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	host.endPrograms()
	return &emptypb.Empty{}, nil
}

func (host *pythonHost) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	ctx, leave := host.within(stream.Context(), host.programs)
	defer leave()
	tools, err := findToolchain(request.GetInfo())
	if err != nil {
		return err
	}
	closer, output, errorOutput, err := rpcutil.MakeInstallDependenciesStreams(stream, request.GetIsTerminal())
	if err != nil {
		return err
	}
	directory := request.GetInfo().GetProgramDirectory()
	err = tools.InstallDependencies(ctx, directory, request.GetUseLanguageVersionTools(), true, output, errorOutput)
	if closeErr := closer.Close(); err == nil {
		err = closeErr
	}
	return err
}

func (host *pythonHost) About(
	ctx context.Context, request *pulumirpc.AboutRequest,
) (*pulumirpc.AboutResponse, error) {
	tools, err := findToolchain(request.GetInfo())
	if err != nil {
		return nil, err
	}
	about, err := tools.About(ctx)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{
		Executable: about.PythonExecutable,
		Version:    about.PythonVersion.String(),
		Metadata:   map[string]string{"host": "outlay"}, // the official one says which toolchain, but never its own name
	}, nil
}

func (host *pythonHost) GetProgramDependencies(
	ctx context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	tools, err := findToolchain(request.GetInfo())
	if err != nil {
		return nil, err
	}
	packages, err := tools.ListPackages(ctx, request.GetTransitiveDependencies())
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, found := range packages {
		response.Dependencies = append(response.Dependencies,
			&pulumirpc.DependencyInfo{Name: found.Name, Version: found.Version})
	}
	return response, nil
}
