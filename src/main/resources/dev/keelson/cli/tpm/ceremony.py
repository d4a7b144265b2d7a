# The part of a ceremony that needs a TPM and the store of tpm2-pkcs11: one deed in one process, over
# one connection, by the libraries that tpm2_ptool 1.9 itself stands on. Not by tpm2-tools: their
# policy sessions outlive a connection only where tpm2-abrmd manages the TPM.
#
# tpm2_ptool takes PINs and auth values as arguments, which every user of the host can read, and hands
# one on to tpm2_unseal in the same way. Here they come on standard input, each ended by a NUL, and
# leave on that of tpm2_unseal. argv[1] is the request and has no secret in it. Request and answer are
# JSON, with bytes in hexadecimal; the answer is for a pipe, since that of `duplicate` is secret.
import binascii
import contextlib
import fcntl
import io
import json
import os
import secrets
import subprocess
import sys
import tempfile

os.umask(0o077)

try:
    import yaml
    from tpm2_pkcs11.commandlets_keys import LinkCommand
    from tpm2_pkcs11.db import Db
    from tpm2_pkcs11.pkcs11t import CKA_EXTRACTABLE, CKA_LABEL, CKA_TPM2_PRIV_BLOB, CKA_TPM2_PUB_BLOB
    from tpm2_pkcs11.tpm2 import Tpm2
    from tpm2_pkcs11.utils import getauth
    from tpm2_pytss.constants import ESYS_TR, TPM2_ALG, TPM2_CAP, TPM2_HC, TPM2_SE
    from tpm2_pytss.ESAPI import ESAPI
    from tpm2_pytss.TSS2_Exception import TSS2_Exception
    from tpm2_pytss import types
except ImportError as e:
    sys.exit("the Python of tpm2_ptool is not there, or is of another version: " + str(e))

AES_128_CFB = types.TPMT_SYM_DEF_OBJECT(
    algorithm=TPM2_ALG.AES,
    keyBits=types.TPMU_SYM_KEY_BITS(aes=128),
    mode=types.TPMU_SYM_MODE(aes=TPM2_ALG.CFB),
)


def connect():
    return ESAPI(os.environ["TPM2TOOLS_TCTI"])


def transients():
    """What this connection sees of the objects in the TPM: with a resource manager, its own."""
    with connect() as tpm:
        _, seen = tpm.get_capability(TPM2_CAP.HANDLES, TPM2_HC.TRANSIENT_FIRST, 64)
        return set(seen.data.handles)


OTHERS = set()


def flush_ours():
    """tpm2-tools leave what they loaded; without a resource manager three fill a TPM."""
    for handle in transients() - OTHERS:
        with connect() as tpm:
            tpm.flush_context(tpm.tr_from_tpmpublic(handle))


def unseal(_, ctx, auth):
    done = subprocess.run(
        ["tpm2_unseal", "-c", ctx, "-p", "file:-"], input=auth.encode(), capture_output=True
    )
    flush_ours()
    if done.returncode:
        sys.exit("tpm2_unseal failed: " + done.stderr.decode(errors="replace"))
    return done.stdout


Tpm2.unseal = unseal


def inextricable(add):
    """tpm2_ptool calls each key extractable whose fixedTPM is clear. Those of a ceremony leave a TPM
    only as the authority approves, and never through PKCS#11: a daemon may serve them."""

    def added(self, tokid, key):
        key[CKA_EXTRACTABLE] = False
        return add(self, tokid, key)

    return added


Db.addtertiary = inextricable(Db.addtertiary)


def unhex(kind, text):
    return kind.unmarshal(binascii.unhexlify(text))[0]


def tohex(value):
    return binascii.hexlify(value.marshal()).decode()


class Store:
    def __init__(self, request, db):
        self.path = request["store"]
        self.db = db
        self.token = db.gettoken(request["token"])

    def objects(self):
        for row in self.db.getobjects(self.token["id"]):
            attrs = yaml.safe_load(io.StringIO(row["attrs"]))
            yield binascii.unhexlify(attrs.get(CKA_LABEL, "")).decode(), row, attrs

    def labels(self):
        return [label for label, _, _ in self.objects()]

    def parent(self, tpm):
        """The store's primary key: its handle begins its ESYS_TR in serialised form."""
        primary = self.db.getprimary(self.token["pid"])
        config = yaml.safe_load(primary["config"])
        if config["transient"] not in (False, "false"):
            sys.exit("the store's primary key is not persistent: make a store with tpm2_ptool init")
        handle = tpm.tr_from_tpmpublic(int(config["esys-tr"][:8], 16))
        tpm.tr_set_auth(handle, primary["objauth"] or "")
        return handle

    def taken(self, label, pin):
        """The blobs of one key, and what it is used with."""
        for seen, row, attrs in self.objects():
            if seen == label:
                auth = getauth(self.db, row, pin, False, "")[0]
                flush_ours()
                public = unhex(types.TPM2B_PUBLIC, attrs[CKA_TPM2_PUB_BLOB])
                return public, unhex(types.TPM2B_PRIVATE, attrs[CKA_TPM2_PRIV_BLOB]), auth
        sys.exit("no key has the label " + label)

    def link(self, label, pin, key):
        """One row in one transaction: it is there or it is not, whenever this ends."""
        public, private, auth = key
        name = bytes(public.get_name())
        with tempfile.TemporaryDirectory() as files:
            paths = [os.path.join(files, "pub"), os.path.join(files, "priv")]
            for path, blob in zip(paths, [public, private]):
                with open(path, "wb") as file:
                    file.write(blob.marshal())
            arguments = {
                "path": self.path,
                "label": self.token["label"],
                "key_label": label,
                "id": name[2:10].hex(),
                "privkey": paths,
                "sopin": None,
                "userpin": pin,
                "auth": auth,
                "hierarchy_auth": "",
                "attr_always_authenticate": False,
            }
            with contextlib.redirect_stdout(io.StringIO()):
                LinkCommand()(arguments)
        return {"public": tohex(public)}

    def refuse_present(self, label):
        if label in self.labels():
            sys.exit("a key has the label " + label + " already")


def fresh_auth():
    """As tpm2_ptool makes them: 128 bits."""
    return secrets.token_hex(16)


def look(store, _request, _secrets):
    with connect() as tpm:
        public = tpm.read_public(store.parent(tpm))[0]
        return {"parent": tohex(public), "labels": store.labels()}


def create(store, request, given):
    store.refuse_present(request["label"])
    auth = fresh_auth()
    with connect() as tpm:
        sensitive = types.TPM2B_SENSITIVE_CREATE(types.TPMS_SENSITIVE_CREATE(userAuth=auth))
        template = unhex(types.TPM2B_PUBLIC, request["template"])
        private, public, _, _, _ = tpm.create(store.parent(tpm), sensitive, template)
    return store.link(request["label"], given[0], (public, private, auth))


def duplicate(store, request, given):
    """The copy goes out with an auth value of its own, not with the one that this store keeps."""
    public, private, auth = store.taken(request["label"], given[0])
    transport = fresh_auth()
    with connect() as tpm:
        parent = store.parent(tpm)
        key = tpm.load(parent, private, public)
        tpm.tr_set_auth(key, auth)
        private = tpm.object_change_auth(key, parent, transport)
        tpm.flush_context(key)
        key = tpm.load(parent, private, public)
        session = approved_session(tpm, request, public)
        target = target_parent(tpm, request)
        try:
            inner, copy, seed = tpm.duplicate(key, target, None, AES_128_CFB, session1=session)
        finally:
            for one in (key, session, target):
                if one != ESYS_TR.RH_NULL:
                    tpm.flush_context(one)
    return {
        "public": tohex(public),
        "copy": tohex(copy),
        "seed": tohex(seed),
        "inner": tohex(inner),
        "auth": transport,
    }


def target_parent(tpm, request):
    return tpm.load_external(unhex(types.TPM2B_PUBLIC, request["parent"]), hierarchy=ESYS_TR.OWNER)


def approved_session(tpm, request, public):
    """TPM 2.0 Part 3, 23.15 and 23.16: the parent is named, and the authority has approved that."""
    parent = unhex(types.TPM2B_PUBLIC, request["parent"]).get_name()
    authority = unhex(types.TPM2B_PUBLIC, request["authority"])
    verifier = tpm.load_external(authority, hierarchy=ESYS_TR.OWNER)
    try:
        signature = unhex(types.TPMT_SIGNATURE, request["signature"])
        digest = binascii.unhexlify(request["digest"])
        ticket = tpm.verify_signature(verifier, digest, signature)
    finally:
        tpm.flush_context(verifier)
    session = tpm.start_auth_session(
        ESYS_TR.NONE,
        ESYS_TR.NONE,
        TPM2_SE.POLICY,
        types.TPMT_SYM_DEF(algorithm=TPM2_ALG.NULL),
        TPM2_ALG.SHA256,
    )
    try:
        tpm.policy_duplication_select(session, public.get_name(), parent)
        approved = binascii.unhexlify(request["approved"])
        reference = binascii.unhexlify(request["reference"])
        tpm.policy_authorize(session, approved, reference, authority.get_name(), ticket)
    except TSS2_Exception:
        tpm.flush_context(session)
        raise
    return session


def take_in(store, request, given):
    pin, inner, transport = given
    store.refuse_present(request["label"])
    public = unhex(types.TPM2B_PUBLIC, request["public"])
    auth = fresh_auth()
    with connect() as tpm:
        parent = store.parent(tpm)
        private = tpm.import_(
            parent,
            unhex(types.TPM2B_DATA, inner),
            public,
            unhex(types.TPM2B_PRIVATE, request["copy"]),
            unhex(types.TPM2B_ENCRYPTED_SECRET, request["seed"]),
            AES_128_CFB,
        )
        key = tpm.load(parent, private, public)
        try:
            tpm.tr_set_auth(key, transport)
            private = tpm.object_change_auth(key, parent, auth)
        finally:
            tpm.flush_context(key)
    return store.link(request["label"], pin, (public, private, auth))


def main():
    request = json.loads(sys.argv[1])
    given = [one.decode() for one in sys.stdin.buffer.read().split(b"\0")[:-1]]
    lock = os.open(request["store"], os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    OTHERS.update(transients())
    deeds = {"look": look, "create": create, "duplicate": duplicate, "import": take_in}
    try:
        with Db(request["store"]) as db:
            print(json.dumps(deeds[request["do"]](Store(request, db), request, given)))
    finally:
        flush_ours()


try:
    main()
except (TSS2_Exception, RuntimeError) as e:
    sys.exit("the TPM refuses: " + str(e))
