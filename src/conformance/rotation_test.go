package conformance

import (
	"errors"
	"testing"
	"time"

	"keelson.dev/conformance/site"
)

func TestARotationIsSeenThroughStatusAndMakesOldValuesStale(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	file := configuration(t, group("secrets", kms("rotated", place.Endpoint())))
	server := newAPIServer(t, file)
	old, probe := secret(t, "old"), secret(t, "probe")
	must(t, server.write(ctx, old))
	must(t, sealedBy(ctx, "rotated", site.Keyring+"/1/", old))
	must(t, server.readAs(ctx, false, old))

	place.Rotate(3 * time.Second)
	eventually(t, func() error {
		if err := errors.Join(server.healthy(ctx), server.write(ctx, probe)); err != nil {
			return err
		}
		return sealedBy(ctx, "rotated", site.Keyring+"/2/", probe)
	})
	must(t, differentSeeds(ctx, "rotated", old, probe))
	must(t, server.readAs(ctx, true, old))
	started := newAPIServer(t, file)
	must(t, started.readAs(ctx, true, old))
	must(t, started.readAs(ctx, false, probe))

	must(t, server.write(ctx, old))
	must(t, sealedBy(ctx, "rotated", site.Keyring+"/2/", old))
	must(t, server.readAs(ctx, false, old))
	must(t, started.readAs(ctx, false, old))
	must(t, store.holdsNothingOf(old.value, probe.value))
}
