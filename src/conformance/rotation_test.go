package conformance

import (
	"testing"

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

	place.Kek("rotate", "--activate-in", "3s")
	eventually(t, func() error {
		must(t, server.healthy(ctx))
		must(t, server.write(ctx, probe))
		return sealedBy(ctx, "rotated", site.Keyring+"/2/", probe)
	})
	differentSeeds(t, "rotated", old, probe)
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

func differentSeeds(t *testing.T, provider string, objects ...object) {
	t.Helper()
	seen := map[string]string{}
	for _, o := range objects {
		envelope, err := sealed(t.Context(), provider, o)
		must(t, err)
		if other, found := seen[string(envelope.EncryptedDEKSource)]; found {
			t.Fatalf("%s and %s share a seed", other, o.key)
		}
		seen[string(envelope.EncryptedDEKSource)] = o.key
	}
}
