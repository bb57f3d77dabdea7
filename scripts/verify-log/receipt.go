package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// verifyReceipt checks a .tlog-proof file (c2sp.org/tlog-proof) for an entry.
func verifyReceipt(keys *keys, proofPath, entryPath string) error {
	data, err := os.ReadFile(proofPath)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryPath)
	if err != nil {
		return err
	}
	fail := func(format string, args ...interface{}) error {
		return fmt.Errorf("%s: "+format, append([]interface{}{proofPath}, args...)...)
	}
	split := bytes.Index(data, []byte("\n\n"))
	if split < 0 {
		return fail("no empty line before the checkpoint")
	}
	lines := strings.Split(string(data[:split]), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return fail("bad header %q", lines[0])
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if _, err := base64.StdEncoding.Strict().DecodeString(lines[0][len("extra "):]); err != nil {
			return fail("extra: %v", err)
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return fail("no index line")
	}
	text := lines[0][len("index "):]
	index, err := strconv.ParseInt(text, 10, 64)
	if err != nil || index < 0 || strconv.FormatInt(index, 10) != text {
		return fail("bad index %q", text)
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != tlog.HashSize {
			return fail("bad hash %q", line)
		}
		var sibling tlog.Hash
		copy(sibling[:], hash)
		proof = append(proof, sibling)
	}
	tree, err := keys.openCheckpoint(proofPath, data[split+2:])
	if err != nil {
		return err
	}
	if index >= tree.N {
		return fail("entry %d is not in a tree of %d", index, tree.N)
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return fail("entry %d: %v", index, err)
	}
	return nil
}
