import Geodesy
import ParleyNode
import TransparencyLog

/// A log whose requests to a witness are made by the recursions of RFC 9162 section 2.1.
///
/// Two trees with the same seed agree on everything; with another fork, up to that entry.
struct WitnessedTree {
    static let name = named("log.example/accord")
    static let log = signer(name, .ed25519, 1)
    static let witness = signer(named("witness.example/party-a"), .cosignatureV1, 2)

    let leaves: [Hash]

    init(_ count: Int, fork: Int = .max) {
        leaves = (0..<count).map { .leaf(of: Array("\($0 < fork ? "entry" : "other") \($0)".utf8)) }
    }

    private static func named(_ text: String) -> KeyName {
        guard let name = try? KeyName(text) else { preconditionFailure("a name in a test is well-formed") }
        return name
    }

    static func signer(_ name: KeyName, _ kind: NoteVerifierKey.Kind, _ seed: UInt8) -> NoteSigner {
        guard let signer = try? NoteSigner(name: name, kind: kind, seed: [UInt8](repeating: seed, count: 32)) else {
            preconditionFailure("a fixed seed makes a key")
        }
        return signer
    }

    func root(_ size: Int) -> Hash { Self.root(leaves[..<size]) }

    func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        try Checkpoint(origin: Self.name, size: TreeSize(UInt64(size)), root: root(size)).signed(by: Self.log)
    }

    func proof(_ old: Int, _ new: Int) -> [Hash] {
        old == 0 || old == new ? [] : Self.consistency(old, leaves[..<new], true)
    }

    func request(_ old: Int, _ new: Int) throws -> AddCheckpointRequest {
        try AddCheckpointRequest(oldSize: TreeSize(UInt64(old)), proof: proof(old, new), checkpoint: checkpoint(new))
    }

    /// A witness of the log over a store.
    static func open(_ store: MemoryWitnessStore) throws -> Witness {
        let log = try WitnessedLog(origin: name, keys: [Self.log.verifierKey])
        return Witness(try WitnessCore(signer: witness, logs: [log]), store: store)
    }

    private static func root(_ leaves: ArraySlice<Hash>) -> Hash {
        guard leaves.count > 1 else { return leaves.first ?? .emptyTree }
        let middle = leaves.startIndex + split(leaves.count)
        return .node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    private static func consistency(_ old: Int, _ leaves: ArraySlice<Hash>, _ isWhole: Bool) -> [Hash] {
        if old == leaves.count { return isWhole ? [] : [root(leaves)] }
        let count = split(leaves.count)
        let middle = leaves.startIndex + count
        return old <= count
            ? consistency(old, leaves[..<middle], isWhole) + [root(leaves[middle...])]
            : consistency(old - count, leaves[middle...], false) + [root(leaves[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

extension Instant {
    /// A moment so many seconds after 1970.
    static func seconds(_ seconds: Int64) -> Instant {
        (try? Instant(microsecondsSince1970: seconds * 1_000_000)) ?? .earliest
    }
}
