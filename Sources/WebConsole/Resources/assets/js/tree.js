// The log's tree: RFC 6962 hashes, and the proofs of RFC 9162 sections 2.1.3 and 2.1.4. Sizes are BigInt.
import { equal, sha256 } from "./bytes.js";

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

/** Hashes of a proof at the most. */
export const maximumPath = 64;

/** The hash of an entry. */
export function leafHash(entry) { return sha256(leafMark, entry); }

/** The hash of a node above two others. */
export function nodeHash(left, right) { return sha256(nodeMark, left, right); }

/** The root of the tree without entries. */
export function emptyRoot() { return sha256(new Uint8Array(0)); }

/** The root of the tree over these entries. */
export async function treeRoot(entries) {
  let row = await Promise.all(entries.map(leafHash));
  if (row.length === 0) return emptyRoot();
  // A last node without a sibling goes up as it is, which is the split at the largest power of two.
  while (row.length > 1) {
    const above = [];
    for (let at = 0; at < row.length; at += 2) {
      above.push(at + 1 < row.length ? nodeHash(row[at], row[at + 1]) : row[at]);
    }
    row = await Promise.all(above);
  }
  return row[0];
}

/** How many hashes the proof has that an index is in a tree of this size. */
function pathCount(index, size) {
  let [inner, count] = [0n, 0];
  for (let rest = index ^ (size - 1n); rest > 0n; rest >>= 1n) inner += 1n;
  for (let rest = index >> inner; rest > 0n; rest >>= 1n) count += Number(rest & 1n);
  return Number(inner) + count;
}

/** The root to which a path leads from a leaf; null when the path is not of the form that the tree has. */
export async function rootFrom(leaf, index, size, path) {
  let [position, last, node] = [BigInt(index), BigInt(size) - 1n, leaf];
  if (position < 0n || position > last || path.length !== pathCount(position, BigInt(size))) return null;
  for (const sibling of path) {
    if ((position & 1n) === 1n || position === last) {
      node = await nodeHash(sibling, node);
      while ((position & 1n) === 0n && position !== 0n) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      node = await nodeHash(node, sibling);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? node : null;
}

/** Whether the entry with this leaf hash is the one with this index in the tree of this size and root. */
export async function isIncluded({ leaf, index, size, root, path }) {
  const found = await rootFrom(leaf, index, size, path);
  return found !== null && equal(found, root);
}

/**
 * The two roots to which a consistency proof leads, 0 < oldSize < newSize; null when it has another form.
 *
 * `oldRoot` is where the proof begins when the older tree is one complete subtree.
 */
export async function rootsFrom({ oldSize, newSize, oldRoot, path }) {
  const [older, newer] = [BigInt(oldSize), BigInt(newSize)];
  if (older <= 0n || older >= newer) return null;
  const isComplete = (older & (older - 1n)) === 0n;
  let [height, rest] = [0n, older];
  for (; (rest & 1n) === 0n; rest >>= 1n) height += 1n;
  const expected = pathCount((older - 1n) >> height, ((newer - 1n) >> height) + 1n) + (isComplete ? 0 : 1);
  if (path.length !== expected) return null;
  const siblings = [...path];
  const start = isComplete ? oldRoot : siblings.shift();
  let [position, last] = [(older - 1n) >> height, (newer - 1n) >> height];
  let [old, fresh] = [start, start];
  for (const sibling of siblings) {
    if ((position & 1n) === 1n || position === last) {
      old = await nodeHash(sibling, old);
      fresh = await nodeHash(sibling, fresh);
      while ((position & 1n) === 0n && position !== 0n) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      fresh = await nodeHash(fresh, sibling);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? { old, fresh } : null;
}

/** Whether the newer tree begins with the older one. */
export async function continues({ oldSize, newSize, oldRoot, newRoot, path }) {
  const [older, newer] = [BigInt(oldSize), BigInt(newSize)];
  if (older > newer) return false;
  if (older === newer) return path.length === 0 && equal(oldRoot, newRoot);
  if (older === 0n) return path.length === 0 && equal(oldRoot, await emptyRoot());
  const found = await rootsFrom({ oldSize, newSize, oldRoot, path });
  return found !== null && equal(found.old, oldRoot) && equal(found.fresh, newRoot);
}
