import Crypto

/// A SHA-256 digest: 32 bytes held inline, so that copying or comparing one never touches the heap.
///
/// The tree's hashes are RFC 6962 section 2.1 (the same as RFC 9162): `0x00` before an entry, `0x01` before two children.
public struct Hash: Hashable, Sendable {
    /// How many bytes a hash has.
    public static let byteCount = 32

    // The digest's bytes in memory order, eight to a word; never read as numbers except to compare.
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    /// The root of a tree without entries: SHA-256 of nothing.
    public static let emptyTree = Hash.sha256(of: [])

    /// Takes the first 32 bytes at `start`, which need not be aligned.
    @inline(__always)
    init(loadingFrom start: UnsafeRawPointer) {
        word0 = start.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        word1 = start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        word2 = start.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        word3 = start.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    /// Writes the 32 bytes at `start`, which need not be aligned.
    @inline(__always)
    func store(to start: UnsafeMutableRawPointer) {
        start.storeBytes(of: word0, toByteOffset: 0, as: UInt64.self)
        start.storeBytes(of: word1, toByteOffset: 8, as: UInt64.self)
        start.storeBytes(of: word2, toByteOffset: 16, as: UInt64.self)
        start.storeBytes(of: word3, toByteOffset: 24, as: UInt64.self)
    }

    /// Takes exactly 32 bytes; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Hash.byteCount else { return nil }
        self = bytes.withUnsafeBytes { raw in Hash(first32Of: raw) }
    }

    /// Takes exactly 32 bytes; nil for any other count.
    public init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == Hash.byteCount else { return nil }
        self = bytes.withUnsafeBytes { raw in Hash(first32Of: raw) }
    }

    /// Takes the first 32 bytes; the caller has checked that there are as many.
    init(first32Of raw: UnsafeRawBufferPointer) {
        guard let start = raw.baseAddress, raw.count >= Hash.byteCount else {
            preconditionFailure("a hash needs 32 bytes, got \(raw.count)")
        }
        self.init(loadingFrom: start)
    }

    /// The 32 bytes, as they appear in tiles.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Hash.byteCount) { buffer, count in
            if let start = buffer.baseAddress { store(to: UnsafeMutableRawPointer(start)) }
            count = Hash.byteCount
        }
    }

    /// Appends the 32 bytes to `bytes`, as a tile does.
    public func append(to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(byteCount: Hash.byteCount, alignment: 8) { buffer in
            if let start = buffer.baseAddress { store(to: start) }
            bytes.append(contentsOf: buffer)
        }
    }
}

extension Hash: Comparable {
    /// Orders hashes as their bytes are ordered.
    public static func < (left: Hash, right: Hash) -> Bool {
        if left.word0 != right.word0 { return left.word0.bigEndian < right.word0.bigEndian }
        if left.word1 != right.word1 { return left.word1.bigEndian < right.word1.bigEndian }
        if left.word2 != right.word2 { return left.word2.bigEndian < right.word2.bigEndian }
        return left.word3.bigEndian < right.word3.bigEndian
    }
}

extension Hash {
    /// SHA-256 of the bytes, without any prefix.
    public static func sha256(of bytes: [UInt8]) -> Hash {
        bytes.withUnsafeBytes { raw in digest(nil, raw) }
    }

    /// SHA-256 of the bytes, without any prefix.
    public static func sha256(of bytes: ArraySlice<UInt8>) -> Hash {
        bytes.withUnsafeBytes { raw in digest(nil, raw) }
    }

    /// The leaf hash of an entry: SHA-256(0x00 || entry).
    public static func leaf(of entry: [UInt8]) -> Hash {
        entry.withUnsafeBytes { raw in digest(0, raw) }
    }

    /// The leaf hash of an entry: SHA-256(0x00 || entry).
    public static func leaf(of entry: ArraySlice<UInt8>) -> Hash {
        entry.withUnsafeBytes { raw in digest(0, raw) }
    }

    /// The hash of an inner node: SHA-256(0x01 || left || right).
    public static func node(_ left: Hash, _ right: Hash) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { buffer in
            buffer[0] = 1
            if let start = buffer.baseAddress {
                left.store(to: start + 1)
                right.store(to: start + 1 + byteCount)
            }
            return digest(nil, UnsafeRawBufferPointer(buffer))
        }
    }

    private static func digest(_ prefix: UInt8?, _ raw: UnsafeRawBufferPointer) -> Hash {
        var function = SHA256()
        if let prefix { withUnsafeBytes(of: prefix) { function.update(bufferPointer: $0) } }
        function.update(bufferPointer: raw)
        return function.finalize().withUnsafeBytes { Hash(first32Of: $0) }
    }
}
