// Package conformance holds Keelson against the code of the Kubernetes API server itself: its reader
// of the EncryptionConfiguration, its KMS v2 client, its transformers and health checks, in front of
// a real etcd. All of it is in the tests; `run` starts them.
package conformance
