package conformance

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"k8s.io/apiserver/pkg/storage/value/encrypt/envelope/kmsv2"

	"keelson.dev/conformance/site"
)

// Its 3 minutes of writing without a good Status are passed by the API server's own hook for the
// clock. What is really waited for is the age of its last health result, 20 s.
func TestALostTokenStopsWritesAfterThreeMinutesAndNeverCachedReads(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	clock := movableClock(t, "lost")
	file := configuration(t, group("secrets", kms("lost", place.Endpoint())))
	server := newAPIServer(t, file)
	before, coasting, after := secret(t, "before"), secret(t, "coasting"), secret(t, "after")
	must(t, server.write(ctx, before))

	place.TakeTokenAway()
	eventually(t, func() error { return statusIs(t, codes.Unavailable, place) })
	eventually(t, func() error { return fails(server.healthy(ctx)) })

	clock.Store(int64(2 * time.Minute))
	must(t, server.write(ctx, coasting))
	// A health result counts for 3 s; the next one must not give the writes more time.
	time.Sleep(4 * time.Second)
	mustFail(t, server.healthy(ctx), "Unavailable")
	clock.Store(int64(3 * time.Minute))
	mustFail(t, server.write(ctx, after), "expired at")
	must(t, server.readAs(ctx, false, before))
	must(t, server.readAs(ctx, false, coasting))
	startedNow, err := startAPIServer(ctx, file)
	must(t, err)
	mustFail(t, startedNow.readAs(ctx, false, before), "nil transformer")

	place.BringTokenBack()
	eventually(t, func() error { return server.healthy(ctx) })
	must(t, server.write(ctx, after))
	started := newAPIServer(t, file)
	for _, o := range []object{before, coasting, after} {
		must(t, sealedBy(ctx, "lost", site.Keyring+"/1/", o))
		must(t, started.readAs(ctx, false, o))
	}
}

// The longest outage that the design promises to hide: 180 s that a good Status is worth, less the
// 60 s until the API server asks for the next, less the 10 s until it asks again after a failure.
func TestAnOutageOf110SecondsRejectsNoWrite(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	server := newAPIServer(t, configuration(t, group("secrets", kms("outage", place.Endpoint()))))
	var written []object
	write := func() {
		o := secret(t, fmt.Sprintf("outage-%03d", len(written)))
		must(t, server.write(ctx, o))
		written = append(written, o)
	}
	write()

	place.TakeTokenAway()
	for began := time.Now(); time.Since(began) < 110*time.Second; time.Sleep(time.Second) {
		write()
	}
	must(t, statusIs(t, codes.Unavailable, place))
	place.BringTokenBack()
	back := time.Now()
	eventually(t, func() error { return statusIs(t, codes.OK, place) })
	t.Logf("Status was good %v after the token was back", time.Since(back))
	eventually(t, func() error {
		write()
		return server.healthy(ctx)
	})
	started := newAPIServer(t, configuration(t, group("secrets", kms("outage", place.Endpoint()))))
	for _, o := range written {
		must(t, started.readAs(ctx, false, o))
	}
}

func statusIs(t *testing.T, code codes.Code, place *site.Site) error {
	service, err := kmsv2.NewGRPCService(t.Context(), place.Endpoint(), "status", 3*time.Second)
	must(t, err)
	answer, err := service.Status(t.Context())
	if status.Code(err) != code {
		return fmt.Errorf("Status is %v, %w", answer, err)
	}
	return nil
}

func fails(err error) error {
	if err == nil {
		return fmt.Errorf("it does not fail")
	}
	return nil
}

// movableClock is how far the API server's clock for a provider is ahead.
func movableClock(t *testing.T, provider string) *atomic.Int64 {
	ahead := &atomic.Int64{}
	t.Cleanup(kmsv2.SetNowFuncForTests(provider, func() time.Time {
		return time.Now().Add(time.Duration(ahead.Load()))
	}))
	return ahead
}
