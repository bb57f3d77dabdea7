/// What a log asks of a witness: to cosign a checkpoint, with the proof that it continues the last one cosigned.
///
/// Source: c2sp.org/tlog-witness, `POST <submission prefix>/add-checkpoint`.
public struct AddCheckpointRequest: Hashable, Sendable {
    /// How many hashes a consistency proof may have.
    public static let maximumProofCount = 63

    /// How many bytes a request may have: more than 16 post-quantum signatures fit.
    public static let maximumByteCount = 1 << 18

    /// The size of the last checkpoint that the witness cosigned, as far as the log knows; 0 for none.
    public let oldSize: TreeSize

    /// The consistency proof from `oldSize` to the checkpoint's size, in the order of RFC 9162; at most 63 hashes.
    public let proof: [Hash]

    /// The checkpoint, with signatures that nobody has verified.
    public let checkpoint: SignedCheckpoint

    /// Puts a request together.
    ///
    /// - Throws: `badOldSize` above 2^63 - 1, `tooManyProofLines` or `tooLong`.
    public init(
        oldSize: TreeSize, proof: [Hash], checkpoint: SignedCheckpoint
    ) throws(AddCheckpointRequestError) {
        guard oldSize <= .maximum else { throw .badOldSize }
        guard proof.count <= AddCheckpointRequest.maximumProofCount else { throw .tooManyProofLines }
        self.oldSize = oldSize
        self.proof = proof
        self.checkpoint = checkpoint
        let count = bytes.count
        guard count <= AddCheckpointRequest.maximumByteCount else { throw .tooLong(byteCount: count) }
    }

    /// Reads a request; `bytes` then gives back exactly what was read.
    ///
    /// - Throws: the rule that it breaks; `status` of the error is what to answer.
    public init(parsing bytes: [UInt8]) throws(AddCheckpointRequestError) {
        guard bytes.count <= AddCheckpointRequest.maximumByteCount else { throw .tooLong(byteCount: bytes.count) }
        var lines = LineScanner(bytes[...])
        let lead = Array("old ".utf8)
        guard let first = lines.next(), first.starts(with: lead),
            let size = Decimal.parse(first.dropFirst(lead.count)), size <= TreeSize.maximum.value
        else { throw .badOldSize }
        var proof: [Hash] = []
        while true {
            guard let line = lines.next() else { throw .noEmptyLine }
            if line.isEmpty { break }
            guard proof.count < AddCheckpointRequest.maximumProofCount else { throw .tooManyProofLines }
            guard let hash = Hash(base64: line) else { throw .badProofLine(proof.count + 1) }
            proof.append(hash)
        }
        oldSize = TreeSize(size)
        self.proof = proof
        do { checkpoint = try SignedCheckpoint(parsing: Array(lines.rest)) } catch .checkpointRoot {
            // With a root that can be read, only size 0 is left to be at odds with it.
            throw AddCheckpointRequest.hasReadableRoot(lines.rest) ? .emptyTreeRoot : .checkpoint(.checkpointRoot)
        } catch .note(.badSignatureLine(let line)) where AddCheckpointRequest.isSpoiled(line, in: lines.rest) {
            throw .spoiledSignature(line)
        } catch {
            throw .checkpoint(error)
        }
    }

    /// Whether a signature line is amiss only in the unused bits of its base64, which most implementations do not see:
    /// to them it is a signature that does not hold, and the answer must be the same.
    private static func isSpoiled(_ number: Int, in checkpoint: ArraySlice<UInt8>) -> Bool {
        let lines = checkpoint.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let end = lines.dropLast().lastIndex(where: \.isEmpty), end + number < lines.count else { return false }
        var line = Array(lines[end + number])
        guard let last = line.lastIndex(where: { $0 != UInt8(ascii: "=") }),
            let scalar = Unicode.Scalar(UInt32(line[last])), scalar.isASCII,
            scalar.properties.isAlphabetic
                || scalar.properties.numericType != nil || scalar == "+" || scalar == "/"
        else { return false }
        line[last] = UInt8(ascii: "A")
        return NoteSignature(line: line[...]) != nil
    }

    private static func hasReadableRoot(_ checkpoint: ArraySlice<UInt8>) -> Bool {
        var lines = LineScanner(checkpoint)
        guard lines.next() != nil, lines.next() != nil, let root = lines.next() else { return false }
        return Hash(base64: root) != nil
    }

    /// The request's body.
    public var bytes: [UInt8] {
        let lines = ["old \(oldSize)"] + proof.map(\.base64) + ["", ""]
        return Array(lines.joined(separator: "\n").utf8) + checkpoint.bytes
    }
}

/// Why bytes are not an add-checkpoint request.
public enum AddCheckpointRequestError: Error, Hashable, Sendable {
    /// The request is larger than the limit.
    case tooLong(byteCount: Int)
    /// The first line is not `old` and a decimal up to 2^63 - 1.
    case badOldSize
    /// A line of the proof is not 32 bytes in base64; lines count from 1 after the first.
    case badProofLine(Int)
    /// The proof has more than 63 lines.
    case tooManyProofLines
    /// There is no empty line after the proof.
    case noEmptyLine
    /// What follows is not a signed checkpoint.
    case checkpoint(LogError)
    /// A signature is not in its one spelling, though it can be read; lines count from 1 after the last empty one.
    case spoiledSignature(Int)
    /// The checkpoint has size 0 and another root than the empty tree's.
    case emptyTreeRoot

    /// What a witness answers: 422 for a root that no tree of size 0 has, 403 for a spoiled signature, else 400.
    public var answer: AddCheckpointAnswer {
        switch self {
        case .emptyTreeRoot: .inconsistent(description)
        case .spoiledSignature: .forbidden(description)
        default: .malformed(description)
        }
    }
}

extension AddCheckpointRequestError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .tooLong(let count):
            "add-checkpoint: \(count) bytes; at most \(AddCheckpointRequest.maximumByteCount) are read"
        case .badOldSize:
            "add-checkpoint: the first line must be 'old ' and a decimal without leading zeros, at most 2^63 - 1"
        case .badProofLine(let line):
            "add-checkpoint: proof line \(line) must be 32 bytes in base64"
        case .tooManyProofLines:
            "add-checkpoint: more than \(AddCheckpointRequest.maximumProofCount) proof lines"
        case .noEmptyLine:
            "add-checkpoint: an empty line must follow the proof"
        case .checkpoint(let error):
            "add-checkpoint: \(error)"
        case .spoiledSignature(let line):
            "add-checkpoint: the signature in line \(line) does not hold: its base64 has unused bits that are not zero"
        case .emptyTreeRoot:
            "add-checkpoint: a checkpoint of size 0 must have the root of the empty tree, \(Hash.emptyTree)"
        }
    }
}
