package site

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	tpmPIN   = "tpm-pin-1234"
	tpmSOPIN = "tpm-so-pin-1234"
)

// shim stands before the programs that tpm2_ptool calls. They leave objects in the TPM, which has room
// for three: all are taken out. So are those of a daemon, which finds that out and recovers.
const shim = `#!/bin/sh
/usr/bin/tpm2_flushcontext -t >&2
"/usr/bin/${0##*/}" "$@"
rc=$?
/usr/bin/tpm2_flushcontext -t >&2
exit $rc
`

var shimmed = []string{
	"createprimary", "create", "load", "loadexternal", "import", "unseal", "evictcontrol", "readpublic",
	"changeauth",
}

// swTPM is a software TPM 2.0 on loopback, with the files of tpm2-pkcs11 beside it. Nobody manages its
// resources: it holds three sessions, and two keys that tpm2-pkcs11 uses.
type swTPM struct {
	site    *Site
	port    int // and the next, for swtpm's control channel
	process *Process
}

// A TPM is made once, which is slow: a site's is a copy. Its files, by their path below a site.
var (
	made  sync.Once
	files map[string]string
)

func newTPM(s *Site) *swTPM {
	s.t.Helper()
	made.Do(func() { files = makeTPM(empty(s.t)) })
	if files == nil {
		s.t.Fatal("no TPM: the test that was to make it failed")
	}
	tpm := prepareTPM(s)
	for name, content := range files {
		s.write(filepath.Join(s.dir, name), content, 0o600)
	}
	tpm.switchOn()
	return tpm
}

func makeTPM(s *Site) map[string]string {
	s.t.Helper()
	tpm := prepareTPM(s)
	tpm.switchOn()
	tpm.ptool("init")
	tpm.ptool("addtoken", "--pid", "1", "--label", token, "--sopin", tpmSOPIN, "--userpin", tpmPIN)
	tpm.addKey(1, time.Now())
	s.device = tpm
	s.configure()
	s.start("audit", "key", "create", "--config", s.config()).succeed()
	tpm.takeAway()
	read := map[string]string{}
	for _, dir := range []string{tpm.state(), tpm.store()} {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			content, err := os.ReadFile(path)
			read[strings.TrimPrefix(path, s.dir)] = string(content)
			return err
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	return read
}

// prepareTPM makes what a TPM needs around it.
func prepareTPM(s *Site) *swTPM {
	s.t.Helper()
	for program, from := range map[string]string{
		"swtpm": "swtpm", "tpm2_getcap": "tpm2-tools", "tpm2_ptool": "libtpm2-pkcs11-tools",
	} {
		if _, err := exec.LookPath(program); err != nil {
			s.t.Fatalf("no %s here: install the package %s", program, from)
		}
	}
	tpm := &swTPM{site: s}
	for _, dir := range []string{s.state(), tpm.state(), tpm.store(), tpm.shims()} {
		s.mkdir(dir)
	}
	for _, tool := range shimmed {
		s.write(filepath.Join(tpm.shims(), "tpm2_"+tool), shim, 0o700)
	}
	s.write(tpm.pinFile(), tpmPIN, 0o400)
	return tpm
}

func (t *swTPM) yaml() []string {
	return []string{
		"profile: tpm2",
		"module:",
		"  environment:",
		"    TPM2_PKCS11_STORE: " + t.store(),
		fmt.Sprintf("    TPM2_PKCS11_TCTI: %q", t.tcti()),
	}
}

func (t *swTPM) pinFile() string { return filepath.Join(t.site.dir, "pin") }
func (t *swTPM) state() string   { return filepath.Join(t.site.dir, "swtpm") }
func (t *swTPM) store() string   { return filepath.Join(t.site.dir, "store") }
func (t *swTPM) shims() string   { return filepath.Join(t.site.dir, "shims") }
func (t *swTPM) tcti() string    { return fmt.Sprintf("swtpm:host=127.0.0.1,port=%d", t.port) }

// switchOn chooses ports. Those that are free may be taken by another test before swtpm has them.
func (t *swTPM) switchOn() {
	t.site.t.Helper()
	for range 10 {
		if t.port = freePorts(); t.start() {
			return
		}
	}
	t.site.t.Fatal("swtpm does not start")
}

// freePorts are below those that the kernel gives to clients: a TPM must find its own again.
func freePorts() (first int) {
	for {
		first = 10000 + 2*rand.IntN(10000)
		if isFree(first) && isFree(first+1) {
			return first
		}
	}
}

func isFree(port int) bool {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err == nil {
		listener.Close()
	}
	return err == nil
}

func (t *swTPM) start() (started bool) {
	t.site.t.Helper()
	t.process = t.site.run(exec.Command("swtpm", "socket", "--tpm2",
		"--tpmstate", "dir="+t.state()+",mode=0600",
		"--server", fmt.Sprintf("type=tcp,bindaddr=127.0.0.1,port=%d", t.port),
		"--ctrl", fmt.Sprintf("type=tcp,bindaddr=127.0.0.1,port=%d", t.port+1),
		"--flags", "not-need-init,startup-clear"))
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		select {
		case <-t.process.ended:
			return false
		case <-time.After(20 * time.Millisecond):
		}
		if _, err := t.command("tpm2_getrandom", "-Q", "--hex", "4"); err == nil {
			return true
		}
	}
	return false
}

// As a host that is switched off in an orderly way: what was loaded is gone.
func (t *swTPM) takeAway() {
	t.site.t.Helper()
	t.tool("tpm2_shutdown", "-c")
	t.process.end(syscall.SIGKILL)
}

func (t *swTPM) destroy() {
	t.site.t.Helper()
	t.process.end(syscall.SIGKILL)
	for _, dir := range []string{t.state(), t.store()} {
		if err := os.RemoveAll(dir); err != nil {
			t.site.t.Fatal(err)
		}
	}
}

func (t *swTPM) bringBack() {
	t.site.t.Helper()
	if !t.start() {
		t.site.t.Fatal("swtpm does not start again")
	}
}

// A daemon that is left alone does not see a key that comes later: tpm2-pkcs11 reads its store when it is
// initialised. What the daemon has in the TPM is taken away here, so it initialises anew.
func (t *swTPM) rotate(in time.Duration) {
	t.site.t.Helper()
	t.addKey(2, time.Now().Add(in))
	t.reclaim()
}

// addKey takes the vendor's tool: no HMAC key can be made through PKCS#11.
func (t *swTPM) addKey(generation int, activation time.Time) {
	t.site.t.Helper()
	label := fmt.Sprintf("keelson/%s/%d/%s", Keyring, generation, activation.UTC().Format("20060102150405"))
	t.ptool("addkey", "--label", token, "--userpin", tpmPIN, "--algorithm", "hmac:sha256", "--key-label", label)
}

// reclaim does what the kernel's resource manager would.
func (t *swTPM) reclaim() {
	t.site.t.Helper()
	for _, what := range []string{"-t", "-l", "-s"} {
		t.tool("tpm2_flushcontext", what)
	}
}

func (t *swTPM) ptool(word string, arguments ...string) {
	t.site.t.Helper()
	t.tool("tpm2_ptool", append([]string{word, "--path", t.store()}, arguments...)...)
}

func (t *swTPM) tool(program string, arguments ...string) {
	t.site.t.Helper()
	if output, err := t.command(program, arguments...); err != nil {
		t.site.t.Fatalf("%s %v: %v\n%s", program, arguments, err, output)
	}
}

func (t *swTPM) command(program string, arguments ...string) (output []byte, err error) {
	cmd := exec.Command(program, arguments...)
	cmd.Env = append(os.Environ(),
		"TPM2TOOLS_TCTI="+t.tcti(), "TPM2_PKCS11_TCTI="+t.tcti(), "TPM2_PKCS11_STORE="+t.store(),
		"PATH="+t.shims()+":"+os.Getenv("PATH"))
	return cmd.CombinedOutput()
}
