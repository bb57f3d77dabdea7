package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// keys are the log's key and those of the witnesses that must have cosigned.
type keys struct {
	log       note.Verifier
	witnesses []note.Verifier
}

func parseKeys(log string, witnesses []string) (*keys, error) {
	verifier, err := note.NewVerifier(log)
	if err != nil {
		return nil, fmt.Errorf("-vkey: %v", err)
	}
	parsed := &keys{log: verifier}
	for _, text := range witnesses {
		witness, err := newWitness(text)
		if err != nil {
			return nil, fmt.Errorf("-witness %s: %v", text, err)
		}
		parsed.witnesses = append(parsed.witnesses, witness)
	}
	return parsed, nil
}

func (k *keys) logOnly() *keys { return &keys{log: k.log} }

// openCheckpoint verifies a checkpoint's signatures and reads its three lines (c2sp.org/tlog-checkpoint).
func (k *keys) openCheckpoint(path string, data []byte) (tlog.Tree, error) {
	fail := func(format string, args ...interface{}) (tlog.Tree, error) {
		return tlog.Tree{}, fmt.Errorf("%s: "+format, append([]interface{}{path}, args...)...)
	}
	opened, err := note.Open(data, note.VerifierList(append([]note.Verifier{k.log}, k.witnesses...)...))
	if err != nil {
		return fail("%v", err)
	}
	for _, required := range append([]note.Verifier{k.log}, k.witnesses...) {
		found := false
		for _, signature := range opened.Sigs {
			found = found || signature.Name == required.Name() && signature.Hash == required.KeyHash()
		}
		if !found {
			return fail("no signature of %s", required.Name())
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return fail("expected three lines, origin, size and root")
	}
	if lines[0] != k.log.Name() {
		return fail("origin %q is not the key's name %q", lines[0], k.log.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return fail("bad size %q", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return fail("bad root %q", lines[2])
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	if size == 0 && tree.Hash != sha256.Sum256(nil) {
		return fail("size 0 with a root that is not the empty tree's")
	}
	return tree, nil
}

// witness verifies timestamped Ed25519 cosignatures, type 4 (c2sp.org/tlog-cosignature).
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(text string) (*witness, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("expected name+id+base64")
	}
	data, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(data) != 1+ed25519.PublicKeySize || data[0] != 4 {
		return nil, fmt.Errorf("expected a key of type 4")
	}
	digest := sha256.Sum256(append([]byte(parts[0]+"\n"), data...))
	if fmt.Sprintf("%x", digest[:4]) != parts[1] {
		return nil, fmt.Errorf("the id is not that of name and key")
	}
	return &witness{name: parts[0], hash: binary.BigEndian.Uint32(digest[:4]), key: data[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	if seconds == 0 || seconds > 1<<63-1 {
		return false
	}
	var message bytes.Buffer
	fmt.Fprintf(&message, "cosignature/v1\ntime %d\n%s", seconds, text)
	return ed25519.Verify(w.key, message.Bytes(), signature[8:])
}
