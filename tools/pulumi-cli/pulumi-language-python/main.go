// Command pulumi-language-python runs Python programs, policy packs and component plugins for the Pulumi engine.
//
// It is a language host written for machines that cannot download the official one. It is not the official one:
// docs/decisions/0002-language-host-in-go.md says what it leaves out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// runnerName is the script of the Pulumi SDK that connects a Python program to the engine. It lies beside this binary.
const runnerName = "pulumi-language-python-exec"

func main() {
	if err := serve(); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-language-python: %v\n", err)
		os.Exit(1)
	}
}

func serve() error {
	tracing := flag.String("tracing", "", "endpoint that receives the program's traces")
	flag.Parse() // also -logtostderr and -v, which the engine hands on and the SDK's logging defines
	logging.InitLogging(false, 0, false)

	runner, err := findRunner()
	if err != nil {
		return err
	}
	host := newPythonHost(runner, flag.Arg(0), *tracing)

	// Ctrl-C reaches us as SIGINT from the engine. Neither signal is an error: it ends what runs, and says nothing.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)

	stop := make(chan bool)
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stop,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("cannot serve: %w", err)
	}
	fmt.Printf("%d\n", server.Port) // the engine reads the first line and connects there

	select {
	case err = <-server.Done:
	case <-signals:
	case <-engineGone(os.Stdin):
	}
	host.shutDown()
	close(stop)
	return err
}

// findRunner returns the path of the SDK's runner script: beside this binary, else on PATH.
func findRunner() (string, error) {
	executable, err := os.Executable()
	if err != nil {
		return "", err
	}
	if executable, err = filepath.EvalSymlinks(executable); err != nil {
		return "", err
	}
	beside := filepath.Join(filepath.Dir(executable), runnerName)
	if _, err := os.Stat(beside); err == nil {
		return beside, nil
	} else if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	onPath, err := exec.LookPath(runnerName)
	if err != nil {
		return "", fmt.Errorf("%s is neither in %s nor on PATH; run `make pulumi` again",
			runnerName, filepath.Dir(executable))
	}
	return onPath, nil
}

// engineGone is closed when the engine that started this host has ended, however it ended: it holds the other end of
// our standard input, and never writes to it. Where standard input is not a pipe, a person started the host to attach
// to it, and the channel stays open.
func engineGone(input *os.File) <-chan struct{} {
	gone := make(chan struct{})
	if info, err := input.Stat(); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return gone
	}
	go func() {
		_, _ = io.Copy(io.Discard, input)
		close(gone)
	}()
	return gone
}
