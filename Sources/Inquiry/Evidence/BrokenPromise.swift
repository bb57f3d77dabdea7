import StrictJSON
public import TransparencyLog

/// A promise of the log beside a checkpoint that breaks it: specification, section 5.2.
public struct BrokenPromise: Hashable, Sendable {
    /// What the object's `format` says.
    public static let format = "parley/evidence/broken-promise@v1"
    /// How many bytes a file may have: two notes with their escapes, and a proof.
    public static let maximumByteCount = 3 * Note.maximumByteCount

    /// The entry that the log holds in the promised one's place.
    public struct Usurper: Hashable, Sendable {
        /// Its leaf hash.
        public let leaf: Hash
        /// Its way to the checkpoint's root.
        public let path: [Hash]

        /// Another entry from its parts.
        public init(leaf: Hash, path: [Hash]) {
            self.leaf = leaf
            self.path = path
        }
    }

    /// What the log promised.
    public let promise: PromiseNote
    /// What it has signed since.
    public let checkpoint: SignedCheckpoint
    /// The entry in its place; nil when the log is still too short to hold any.
    public let usurper: Usurper?

    /// Evidence from its parts; whether it proves anything is for `judged` to say.
    public init(promise: PromiseNote, checkpoint: SignedCheckpoint, usurper: Usurper?) {
        self.promise = promise
        self.checkpoint = checkpoint
        self.usurper = usurper
    }

    /// Reads the object.
    ///
    /// - Throws: the first rule that it breaks.
    init(_ object: JSONObject) throws(InquiryError) {
        var fields = object
        let (promise, checkpoint): (JSONValue, JSONValue)
        do throws(JSONError) {
            _ = try fields.required("format")
            promise = try fields.required("promise")
            checkpoint = try fields.required("checkpoint")
            let leaf = fields.optional("leafHash")
            let path = fields.optional("path")
            switch (leaf, path) {
            case (let leaf?, let path?):
                guard let hash = Hash(base64: try leaf.stringBytes()) else {
                    throw leaf.refused("must be 32 bytes in standard base64, 44 characters")
                }
                usurper = Usurper(leaf: hash, path: try path.hashes(limit: CarriedEntry.maximumPath))
            case (nil, nil): usurper = nil
            default: throw fields.value.refused("needs both 'leafHash' and 'path', or neither")
            }
            try fields.finish()
        } catch { throw .malformed(error) }
        self.promise = try Self.promise(promise)
        self.checkpoint = try SignedCheckpoint(inFile: checkpoint)
    }

    private static func promise(_ value: JSONValue) throws(InquiryError) -> PromiseNote {
        let bytes: [UInt8]
        do { bytes = Array(try value.stringBytes()) } catch { throw .malformed(error) }
        do { return try PromiseNote(parsing: bytes) } catch { throw .promise(error) }
    }

    /// The file's bytes.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.object { fields in
            fields.member("format", Self.format)
            fields.text("promise", promise.bytes)
            fields.text("checkpoint", checkpoint.bytes)
            guard let usurper else { return }
            fields.member("leafHash", usurper.leaf.base64)
            fields.hashes("path", usurper.path)
        }
        return writer.bytes
    }
}

extension BrokenPromise {
    /// Whether the log has broken its promise.
    ///
    /// - Parameters:
    ///   - log: the log's key, from elsewhere than the file.
    ///   - policy: says whose cosignatures date the checkpoint; needed only where no other entry is shown.
    /// - Returns: what is proven, in one sentence.
    /// - Throws: why nothing is.
    func judged(by log: NoteVerifierKey, policy: WitnessPolicy?) throws(InquiryError) -> String {
        do { try promise.verify(by: log) } catch { throw .promise(error) }
        do { _ = try checkpoint.verified(by: log) } catch { throw .checkpoint(error) }
        let tree = checkpoint.checkpoint
        guard let usurper else { return try judgeAbsence(log, policy) }
        guard usurper.leaf != promise.leaf else {
            throw .promiseNotBroken("the log holds the promised entry in its place, so the promise is kept")
        }
        let proof = InclusionProof(index: promise.index, size: tree.size, path: usurper.path)
        do { try proof.verify(leaf: usurper.leaf, root: tree.root) } catch {
            throw .promiseNotBroken("the other entry is not shown to be in the log: \(error)")
        }
        return """
            the log '\(tree.origin)' promised that entry \(promise.index) has the leaf hash \(promise.leaf), and in its \
            tree of \(tree.size) entries that place holds another entry, \(usurper.leaf)
            """
    }

    private func judgeAbsence(_ log: NoteVerifierKey, _ policy: WitnessPolicy?) throws(InquiryError) -> String {
        let tree = checkpoint.checkpoint
        guard !tree.size.contains(promise.index) else {
            throw .promiseNotBroken(
                "the checkpoint is of \(tree.size) entries and reaches entry \(promise.index); without that entry's proof "
                    + "nothing is shown")
        }
        guard let policy else {
            throw .promiseNotBroken(
                "that the entry was not included in time is dated by witnesses alone; give the policy with --policy")
        }
        let verdict = try policy.report(on: checkpoint, of: log).verdict
        guard case .witnessed(let time) = verdict else {
            throw .promiseNotBroken("the checkpoint that is to show it is \(verdict)")
        }
        guard time > promise.deadlineSeconds else {
            throw .promiseNotBroken(
                "the checkpoint is witnessed as of \(Self.time(time)), which is not after the deadline, "
                    + "\(Self.time(promise.deadlineSeconds))")
        }
        return """
            the log '\(tree.origin)' promised that entry \(promise.index) would be witnessed by \
            \(Self.time(promise.deadlineSeconds)), and as of \(Self.time(time)) its witnesses knew a tree of \(tree.size) \
            entries that does not reach it
            """
    }

    private static func time(_ seconds: UInt64) -> String { WitnessTime.text(seconds) }
}

extension SignedCheckpoint {
    /// Reads a checkpoint that a file carries as a string.
    init(inFile value: JSONValue) throws(InquiryError) {
        let bytes: [UInt8]
        do { bytes = Array(try value.stringBytes()) } catch { throw .malformed(error) }
        do { try self.init(parsing: bytes) } catch { throw .checkpoint(error) }
    }
}
