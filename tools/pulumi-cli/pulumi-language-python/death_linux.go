package main

import "syscall"

// killWithParent lets the kernel kill the process when this host is killed and can no longer do so itself.
func killWithParent(attributes *syscall.SysProcAttr) {
	attributes.Pdeathsig = syscall.SIGKILL
}
