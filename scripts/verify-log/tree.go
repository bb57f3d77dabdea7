package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// height is the tiles' height: 2^8 hashes each (c2sp.org/tlog-tiles).
const height = 8

// remoteTree is the log as its source serves it, under one checkpoint.
type remoteTree struct {
	source      source
	checkpoint  tlog.Tree
	tileCount   int
	bundleCount int
}

// path gives the tile's path below the log's prefix: x/mod's own has the height in it, and calls bundles "data".
func path(tile tlog.Tile) string {
	return strings.Replace(strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "tile/data/", "tile/entries/", 1)
}

// tilesAt lists the tiles of a level in order, the last at its partial width.
func (t *remoteTree) tilesAt(level int) []tlog.Tile {
	hashes := t.checkpoint.N >> uint(height*level)
	var tiles []tlog.Tile
	for n := int64(0); n<<height < hashes; n++ {
		width := hashes - n<<height
		if width > 1<<height {
			width = 1 << height
		}
		tiles = append(tiles, tlog.Tile{H: height, L: level, N: n, W: int(width)})
	}
	return tiles
}

// readTile reads a tile; one that is partial in this tree may be full by now, and is then cut.
func (t *remoteTree) readTile(tile tlog.Tile) ([]byte, error) {
	data, err := t.source.read(path(tile))
	full := tile
	full.W = 1 << height
	if errors.Is(err, errMissing) && full != tile {
		if wide, wideErr := t.source.read(path(full)); wideErr == nil && len(wide) == full.W*tlog.HashSize {
			return wide[:tile.W*tlog.HashSize], nil
		}
	}
	if err != nil {
		return nil, err
	}
	if len(data) != tile.W*tlog.HashSize {
		return nil, fmt.Errorf("%s: %d bytes instead of %d", path(tile), len(data), tile.W*tlog.HashSize)
	}
	return data, nil
}

// readBundle reads the entries below a level-0 tile.
func (t *remoteTree) readBundle(tile tlog.Tile) ([][]byte, error) {
	partial := tlog.Tile{H: height, L: -1, N: tile.N, W: tile.W}
	full := partial
	full.W = 1 << height
	data, err := t.source.read(path(partial))
	cut := false
	if errors.Is(err, errMissing) && full != partial {
		if wide, wideErr := t.source.read(path(full)); wideErr == nil {
			data, err, cut = wide, nil, true
		}
	}
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(entries) < tile.W {
		if len(data) < 2 || len(data) < 2+int(data[0])<<8+int(data[1]) {
			return nil, fmt.Errorf("%s: ends inside entry %d", path(partial), tile.N<<height+int64(len(entries)))
		}
		end := 2 + int(data[0])<<8 + int(data[1])
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(data) > 0 && !cut {
		return nil, fmt.Errorf("%s: %d bytes follow the last entry", path(partial), len(data))
	}
	return entries, nil
}

// stored is x/mod's own store of hashes, recomputed from leaf hashes.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = s[index]
	}
	return hashes, nil
}

// recompute builds every hash of the tree, and its root, from the leaf hashes.
func recompute(leaves []tlog.Hash) (stored, tlog.Hash, error) {
	if len(leaves) == 0 {
		return nil, sha256.Sum256(nil), nil
	}
	var hashes stored
	for i, leaf := range leaves {
		more, err := tlog.StoredHashesForRecordHash(int64(i), leaf, hashes)
		if err != nil {
			return nil, tlog.Hash{}, err
		}
		hashes = append(hashes, more...)
	}
	root, err := tlog.TreeHash(int64(len(leaves)), hashes)
	return hashes, root, err
}

// verifyContents reads every tile and bundle, recomputes all of them from the entries and compares byte for byte.
func (t *remoteTree) verifyContents() []error {
	var fromEntries, fromTiles []tlog.Hash
	var wrong []error
	for _, tile := range t.tilesAt(0) {
		entries, err := t.readBundle(tile)
		if err != nil {
			wrong = append(wrong, err)
		}
		data, err := t.readTile(tile)
		if err != nil {
			wrong = append(wrong, err)
		}
		for _, entry := range entries {
			fromEntries = append(fromEntries, tlog.RecordHash(entry))
		}
		for start := 0; start < len(data); start += tlog.HashSize {
			var hash tlog.Hash
			copy(hash[:], data[start:])
			fromTiles = append(fromTiles, hash)
		}
		t.bundleCount++
	}
	if len(wrong) > 0 {
		return wrong
	}
	hashes, root, err := recompute(fromEntries)
	if err != nil {
		return []error{err}
	}
	if root != t.checkpoint.Hash {
		return t.blame(fromEntries, fromTiles, root)
	}
	return t.compareTiles(hashes)
}

// compareTiles compares the tiles of every level with hashes that are known to be right.
func (t *remoteTree) compareTiles(hashes stored) []error {
	var wrong []error
	for level := 0; t.checkpoint.N>>uint(height*level) > 0; level++ {
		for _, tile := range t.tilesAt(level) {
			t.tileCount++
			data, err := t.readTile(tile)
			if err != nil {
				wrong = append(wrong, err)
				continue
			}
			expected, err := tlog.ReadTileData(tile, hashes)
			if err != nil {
				wrong = append(wrong, err)
				continue
			}
			for i := 0; i < tile.W; i++ {
				span := data[i*tlog.HashSize : (i+1)*tlog.HashSize]
				if !bytes.Equal(span, expected[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
					wrong = append(wrong, fmt.Errorf("%s: hash %d is not that of the entries below", path(tile), i))
					break
				}
			}
		}
	}
	return wrong
}

// blame says which files are wrong when the entries do not lead to the signed root: if the leaf hashes in the tiles
// do, then the entries that differ from them; if entries and tiles agree, then the checkpoint.
func (t *remoteTree) blame(fromEntries, fromTiles []tlog.Hash, root tlog.Hash) []error {
	_, tileRoot, err := recompute(fromTiles)
	if err != nil {
		return []error{err}
	}
	var wrong []error
	for i := range fromEntries {
		if fromEntries[i] == fromTiles[i] {
			continue
		}
		tile := t.tilesAt(0)[i>>height]
		bundle := tlog.Tile{H: height, L: -1, N: tile.N, W: tile.W}
		if tileRoot == t.checkpoint.Hash {
			wrong = append(wrong, fmt.Errorf("%s: entry %d is not the one that was logged", path(bundle), i))
		} else {
			wrong = append(wrong, fmt.Errorf("%s or %s: entry %d and its leaf hash differ", path(bundle), path(tile), i))
		}
	}
	if len(wrong) == 0 {
		wrong = append(wrong, fmt.Errorf("checkpoint: signed root %v, but the entries' is %v", t.checkpoint.Hash, root))
	}
	return wrong
}

// Height, ReadTiles and SaveTiles let x/mod's own proof code read the tiles, which it authenticates against the root.
func (t *remoteTree) Height() int { return height }

func (t *remoteTree) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		var err error
		if data[i], err = t.readTile(tile); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func (t *remoteTree) SaveTiles([]tlog.Tile, [][]byte) {}

// verifyInclusion proves that the entry that the log serves at an index is in the tree.
func (t *remoteTree) verifyInclusion(index int64) error {
	if index < 0 || index >= t.checkpoint.N {
		return fmt.Errorf("entry %d: not in a tree of %d", index, t.checkpoint.N)
	}
	entries, err := t.readBundle(t.tilesAt(0)[index>>height])
	if err != nil {
		return err
	}
	proof, err := tlog.ProveRecord(t.checkpoint.N, index, tlog.TileHashReader(t.checkpoint, t))
	if err != nil {
		return fmt.Errorf("entry %d: %v", index, err)
	}
	leaf := tlog.RecordHash(entries[index&(1<<height-1)])
	if err := tlog.CheckRecord(proof, t.checkpoint.N, t.checkpoint.Hash, index, leaf); err != nil {
		return fmt.Errorf("entry %d: %v", index, err)
	}
	return nil
}

// verifyContinues proves that the log continues an older checkpoint.
func (t *remoteTree) verifyContinues(path string, older tlog.Tree) error {
	if older.N > t.checkpoint.N {
		return fmt.Errorf("%s: size %d is above the log's %d", path, older.N, t.checkpoint.N)
	}
	if older.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(t.checkpoint.N, older.N, tlog.TileHashReader(t.checkpoint, t))
	if err != nil {
		return fmt.Errorf("%s: %v", path, err)
	}
	if err := tlog.CheckTree(proof, t.checkpoint.N, t.checkpoint.Hash, older.N, older.Hash); err != nil {
		return fmt.Errorf("%s: the log does not continue it: %v", path, err)
	}
	return nil
}
