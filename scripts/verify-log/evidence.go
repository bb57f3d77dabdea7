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

const evidenceHeader = "parley/evidence/split-view@v1"

// verifyEvidence judges a file that is to show that the log signed two checkpoints which cannot both be true.
func verifyEvidence(keys *keys, path string) error {
	fail := func(format string, args ...interface{}) error {
		return fmt.Errorf("%s: "+format, append([]interface{}{path}, args...)...)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(string(data), "\n")
	if lines[len(lines)-1] != "" {
		return fail("the last line is not ended")
	}
	lines = lines[:len(lines)-1]
	if len(lines) == 0 || lines[0] != evidenceHeader+"\n" {
		return fail("expected the line %q first", evidenceHeader)
	}
	lines = lines[1:]
	var trees []tlog.Tree
	for _, word := range []string{"older", "newer"} {
		count := 0
		if len(lines) > 0 {
			if count, err = strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(lines[0], word+" "), "\n")); err != nil {
				return fail("%s: expected the number of lines", word)
			}
		}
		if count < 1 || count >= len(lines) || lines[0] != fmt.Sprintf("%s %d\n", word, count) {
			return fail("%s: expected that many lines of a checkpoint", word)
		}
		tree, err := keys.logOnly().openCheckpoint(path+" ("+word+")", []byte(strings.Join(lines[1:1+count], "")))
		if err != nil {
			return err
		}
		trees = append(trees, tree)
		lines = lines[1+count:]
	}
	older, newer := trees[0], trees[1]
	if older.N == newer.N {
		if len(lines) > 0 {
			return fail("lines follow two checkpoints of one size")
		}
		if bytes.Compare(older.Hash[:], newer.Hash[:]) >= 0 {
			return fail("the checkpoints do not contradict each other, or are out of order")
		}
		return nil
	}
	var hashes []tlog.Hash
	for number, line := range lines {
		text := strings.TrimSuffix(line, "\n")
		if number == 0 {
			if !strings.HasPrefix(text, "branch ") {
				return fail("expected a branch")
			}
			text = strings.TrimPrefix(text, "branch ")
		}
		raw, err := base64.StdEncoding.Strict().DecodeString(text)
		if err != nil || len(raw) != tlog.HashSize {
			return fail("bad hash %q", text)
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		hashes = append(hashes, hash)
	}
	if len(hashes) == 0 || older.N < 1 || older.N > newer.N {
		return fail("the sizes are in the wrong order, or the branch is missing")
	}
	if hashes[0] == older.Hash {
		return fail("the checkpoints do not contradict each other")
	}
	if err := tlog.CheckTree(hashes[1:], newer.N, newer.Hash, older.N, hashes[0]); err != nil {
		return fail("the branch is not part of the newer tree: %v", err)
	}
	return nil
}
