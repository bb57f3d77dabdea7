// Command verify-log checks a tiled transparency log, and receipts from it, with none of Parley's own code: the tree
// is that of golang.org/x/mod/sumdb/tlog, the signed notes are those of golang.org/x/mod/sumdb/note.
//
// Usage: verify-log -vkey KEY [flags] [DIRECTORY | URL]
//
// It prints one line that begins with "ok", or one line for each file that is wrong, and exits with 1.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
)

// list collects a flag that may be given several times.
type list []string

func (l *list) String() string { return fmt.Sprint(*l) }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

func main() {
	var witnesses, indexes, olders, proofs, entries, evidence list
	vkey := flag.String("vkey", "", "the log's verifier key, name+id+base64")
	flag.Var(&witnesses, "witness", "verifier key of a witness that must have cosigned (repeatable)")
	flag.Var(&indexes, "index", "index of an entry whose inclusion is to be proven (repeatable)")
	flag.Var(&olders, "older", "file with an older checkpoint that the log must continue (repeatable)")
	flag.Var(&proofs, "proof", "a .tlog-proof file (repeatable; each with its -entry)")
	flag.Var(&entries, "entry", "the entry of the -proof in the same place")
	flag.Var(&evidence, "evidence", "a file that is to show that the log has contradicted itself (repeatable)")
	flag.Parse()
	nothing := flag.NArg() == 0 && len(proofs) == 0 && len(evidence) == 0
	if *vkey == "" || flag.NArg() > 1 || len(proofs) != len(entries) || nothing {
		flag.Usage()
		os.Exit(2)
	}
	keys, err := parseKeys(*vkey, witnesses)
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	var wrong []error
	for i, proof := range proofs {
		if err := verifyReceipt(keys, proof, entries[i]); err != nil {
			wrong = append(wrong, err)
		}
	}
	for _, path := range evidence {
		if err := verifyEvidence(keys, path); err != nil {
			wrong = append(wrong, err)
		}
	}
	summary := fmt.Sprintf("%d receipts", len(proofs))
	if len(proofs) == 0 && len(evidence) > 0 {
		summary = fmt.Sprintf("%d evidence", len(evidence))
	}
	if flag.NArg() == 1 {
		var more []error
		summary, more = verifyLog(keys, newSource(flag.Arg(0)), indexes, olders, len(proofs))
		wrong = append(wrong, more...)
	}
	for _, err := range wrong {
		fmt.Println("wrong", err)
	}
	if len(wrong) > 0 {
		os.Exit(1)
	}
	fmt.Println("ok", summary)
}

// verifyLog checks checkpoint, tiles and bundles, then the proofs that were asked for.
func verifyLog(keys *keys, source source, indexes, olders []string, receipts int) (string, []error) {
	data, err := source.read("checkpoint")
	if err != nil {
		return "", []error{err}
	}
	checkpoint, err := keys.openCheckpoint("checkpoint", data)
	if err != nil {
		return "", []error{err}
	}
	tree := &remoteTree{source: source, checkpoint: checkpoint}
	if wrong := tree.verifyContents(); len(wrong) > 0 {
		return "", wrong
	}
	for _, text := range indexes {
		index, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return "", []error{fmt.Errorf("-index %s: not a number", text)}
		}
		if err := tree.verifyInclusion(index); err != nil {
			return "", []error{err}
		}
	}
	for _, path := range olders {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", []error{err}
		}
		older, err := keys.logOnly().openCheckpoint(path, data)
		if err != nil {
			return "", []error{err}
		}
		if err := tree.verifyContinues(path, older); err != nil {
			return "", []error{err}
		}
	}
	return fmt.Sprintf("size %d root %v tiles %d bundles %d inclusion %d consistency %d receipts %d cosignatures %d",
		checkpoint.N, checkpoint.Hash, tree.tileCount, tree.bundleCount, len(indexes), len(olders), receipts,
		len(keys.witnesses)), nil
}
