package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"keelson.dev/conformance/site"
)

// The load is API servers that start, which alone ask the daemon for anything: each wants a Status,
// an Encrypt and a Decrypt for every seed it meets.
func TestRestartsUnderLoadGiveNoWrongAnswerAndLoseNothing(t *testing.T) {
	t.Parallel()
	place := site.New(t)
	daemon := place.Serve()
	file := configuration(t, group("secrets", kms("restarted", place.Endpoint())))
	steady := newAPIServer(t, file)
	first := secret(t, "first")
	must(t, steady.write(t.Context(), first))

	ctx, stop := context.WithCancel(t.Context())
	load := &load{t: t, file: file, written: []object{first}}
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	for worker := range 3 {
		running.Go(func() { load.run(ctx, worker) })
	}
	running.Go(func() { holdSteady(ctx, t, steady, first) })
	load.awaitMore()
	for _, end := range []func(*site.Process){(*site.Process).Kill, (*site.Process).Stop} {
		end(daemon)
		daemon = place.Serve()
		load.awaitMore()
	}
	stop()
	running.Wait()

	t.Logf("%d values written, %d calls failed", len(load.written), load.failed.Load())
	started := newAPIServer(t, file)
	for _, o := range load.written {
		must(t, started.readAs(t.Context(), false, o))
		must(t, sealedBy(t.Context(), "restarted", site.Keyring+"/1/", o))
	}
}

// holdSteady is an API server that has its seed: no restart of the daemon may reach its callers.
func holdSteady(ctx context.Context, t *testing.T, server *apiServer, o object) {
	for ctx.Err() == nil {
		if err := server.write(ctx, o); err != nil && ctx.Err() == nil {
			t.Error(err)
		}
		if err := server.readAs(ctx, false, o); err != nil && ctx.Err() == nil {
			t.Error(err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

type load struct {
	t       *testing.T
	file    string
	failed  atomic.Int64
	mu      sync.Mutex
	written []object
}

func (l *load) run(ctx context.Context, worker int) {
	for round := 0; ctx.Err() == nil; round++ {
		o := secret(l.t, fmt.Sprintf("%d-%d", worker, round))
		if err := l.round(ctx, o); err != nil {
			l.failed.Add(1)
			var wrong wrongAnswer
			if errors.As(err, &wrong) {
				l.t.Error(err)
			}
		}
	}
}

// round is the life of one API server.
func (l *load) round(ctx context.Context, o object) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	server, err := startAPIServer(ctx, l.file)
	if err != nil {
		return err
	}
	for _, earlier := range l.latest(10) {
		if _, err := server.read(ctx, earlier); err != nil {
			return err
		}
	}
	if err := server.write(ctx, o); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.written = append(l.written, o)
	return nil
}

func (l *load) latest(n int) []object {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]object(nil), l.written[max(0, len(l.written)-n):]...)
}

// awaitMore returns when the load gets through.
func (l *load) awaitMore() {
	l.t.Helper()
	count := func() int { return len(l.latest(1 << 20)) }
	enough := count() + 30
	eventually(l.t, func() error {
		if count() < enough {
			return fmt.Errorf("%d values written, not %d", count(), enough)
		}
		return nil
	})
}
