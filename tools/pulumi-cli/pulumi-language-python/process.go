//go:build unix

package main

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// grace is how long a process may take to end after SIGTERM before it is killed. The engine waits 5 s for this host.
const grace = 2 * time.Second

// runInGroup runs the command to its end in a process group of its own, so that nothing it started outlives it. When
// ctx, which must be the context the command was made with, is done, the group gets SIGTERM and after the grace SIGKILL.
//
// The group is not the host's because the engine interrupts the host's group with SIGINT, which Python answers with a
// traceback among the user's diagnostics.
func runInGroup(ctx context.Context, command *exec.Cmd) error {
	// PR_SET_PDEATHSIG is delivered when the thread that forked ends, not the process: keep that thread to the end.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	killWithParent(command.SysProcAttr)
	command.Cancel = func() error { return signalGroup(command, syscall.SIGTERM) }
	command.WaitDelay = grace

	if err := command.Start(); err != nil {
		return err
	}
	err := command.Wait()
	if ctx.Err() != nil {
		_ = signalGroup(command, syscall.SIGKILL)
		return ctx.Err()
	}
	_ = signalGroup(command, syscall.SIGTERM)
	if errors.Is(err, exec.ErrWaitDelay) {
		return nil // the command itself ended well; what it left running kept its output open
	}
	return err
}

func signalGroup(command *exec.Cmd, signal syscall.Signal) error {
	return syscall.Kill(-command.Process.Pid, signal)
}
