package site

import (
	"os"
	"path/filepath"
	"time"
)

const softHSMLibrary = "/usr/lib/softhsm/libsofthsm2.so"

type softHSM struct{ site *Site }

// newSoftHSM makes the token by `keelson dev`, which keeps the PINs in files: softhsm2-util would want
// them as arguments.
func newSoftHSM(s *Site) *softHSM {
	s.t.Helper()
	if _, err := os.Stat(softHSMLibrary); err != nil {
		s.t.Fatalf("no SoftHSM here: install the package softhsm2 (%v)", err)
	}
	dev := s.start("dev", "--state-dir", s.state())
	dev.await(served)
	dev.Stop()
	return &softHSM{s}
}

func (h *softHSM) yaml() []string {
	return []string{
		"module:",
		"  path: " + softHSMLibrary,
		"  environment:",
		"    SOFTHSM2_CONF: " + h.site.state() + "/softhsm2.conf",
	}
}

func (h *softHSM) pinFile() string { return filepath.Join(h.site.state(), "pin") }

func (h *softHSM) takeAway()  { h.move(h.tokens(), h.tokens()+".away") }
func (h *softHSM) bringBack() { h.move(h.tokens()+".away", h.tokens()) }

func (h *softHSM) destroy() {
	h.site.t.Helper()
	if err := os.RemoveAll(h.tokens()); err != nil {
		h.site.t.Fatal(err)
	}
}

func (h *softHSM) tokens() string { return filepath.Join(h.site.state(), "tokens") }

func (h *softHSM) move(from, to string) {
	h.site.t.Helper()
	if err := os.Rename(from, to); err != nil {
		h.site.t.Fatal(err)
	}
}

func (h *softHSM) rotate(in time.Duration) {
	h.site.t.Helper()
	h.site.start("kek", "rotate", "--config", h.site.config(), "--activate-in", in.String()).succeed()
}

func (h *softHSM) reclaim() {}
