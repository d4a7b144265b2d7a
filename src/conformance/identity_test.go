package conformance

import (
	"testing"

	"keelson.dev/conformance/site"
)

func TestOldPlaintextIsReadThroughIdentityAndSealedByARewrite(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	place := site.New(t)
	place.Serve()
	old, fresh := secret(t, "old"), secret(t, "fresh")
	file := configuration(t, group("secrets", identity))
	must(t, newAPIServer(t, file).write(ctx, old))
	mustFail(t, store.holdsNothingOf(old.value), "is readable in")

	configure(t, file, group("secrets", kms("mixed", place.Endpoint()), identity))
	server := newAPIServer(t, file)
	must(t, server.readAs(ctx, true, old))
	must(t, server.write(ctx, fresh))

	must(t, server.write(ctx, old))
	must(t, sealedBy(ctx, "mixed", site.Keyring+"/1/", old))
	must(t, server.readAs(ctx, false, old))

	configure(t, file, group("secrets", kms("mixed", place.Endpoint())))
	withoutIdentity := newAPIServer(t, file)
	must(t, withoutIdentity.readAs(ctx, false, old))
	must(t, withoutIdentity.readAs(ctx, false, fresh))
	must(t, store.holdsNothingOf(fresh.value))
}
