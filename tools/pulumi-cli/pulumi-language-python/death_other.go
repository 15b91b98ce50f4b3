//go:build unix && !linux

package main

import "syscall"

// killWithParent does nothing: only Linux tells a process that its parent has ended. Elsewhere a program whose host was
// killed ends when it next calls the engine.
func killWithParent(*syscall.SysProcAttr) {}
