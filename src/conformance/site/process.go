package site

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

const patience = 60 * time.Second

// Process is one run of Keelson, or of a device. What it writes is shown if the test fails.
type Process struct {
	site   *Site
	cmd    *exec.Cmd
	output string
	ended  chan struct{}
}

func (s *Site) start(arguments ...string) *Process {
	s.t.Helper()
	java, jar := os.Getenv("KEELSON_JAVA"), os.Getenv("KEELSON_JAR")
	if java == "" || jar == "" {
		s.t.Fatal("KEELSON_JAVA and KEELSON_JAR are not set: start this by src/conformance/run")
	}
	words := append(strings.Fields(os.Getenv("KEELSON_JAVA_FLAGS")), "-jar", jar)
	return s.run(exec.Command(java, append(words, arguments...)...))
}

func (s *Site) run(cmd *exec.Cmd) *Process {
	s.t.Helper()
	output, err := os.CreateTemp(s.dir, "output")
	if err != nil {
		s.t.Fatal(err)
	}
	defer output.Close()
	p := &Process{site: s, cmd: cmd, output: output.Name(), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = output, output
	// A test that runs out of time is killed without its cleanups.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // what it returns stays in ProcessState
		close(p.ended)
	}()
	s.t.Cleanup(func() {
		p.end(syscall.SIGKILL)
		if s.t.Failed() {
			s.t.Logf("%s wrote:\n%s", strings.Join(cmd.Args, " "), p.written())
		}
	})
	return p
}

// Stop ends it as systemd does, and returns when it has ended.
func (p *Process) Stop() { p.end(syscall.SIGTERM) }

// Kill ends it in the middle of whatever it does.
func (p *Process) Kill() {
	p.site.t.Helper()
	p.end(syscall.SIGKILL)
	p.site.device.reclaim()
}

func (p *Process) end(signal syscall.Signal) {
	_ = p.cmd.Process.Signal(signal) // fails only when it has ended by itself
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.site.t.Errorf("%v did not end it", signal)
	}
}

func (p *Process) succeed() {
	p.site.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
	}
	if state := p.cmd.ProcessState; state == nil || !state.Success() {
		p.site.t.Fatalf("%v: %v", p.cmd.Args, state)
	}
}

func (p *Process) await(text string) {
	p.site.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if strings.Contains(p.written(), text) {
			return
		}
		select {
		case <-p.ended:
			p.site.t.Fatalf("it ended before it wrote %q", text)
		case <-time.After(20 * time.Millisecond):
		}
	}
	p.site.t.Fatalf("it has not written %q", text)
}

func (p *Process) written() string {
	written, err := os.ReadFile(p.output)
	if err != nil {
		return err.Error()
	}
	return string(written)
}
