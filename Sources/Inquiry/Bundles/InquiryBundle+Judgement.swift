public import Statements
public import TransparencyLog

/// A bundle that holds, with what follows from it.
public struct BundleFindings: Sendable {
    /// Where the policy came from by which the checkpoint's witnesses were judged.
    public enum PolicySource: Hashable, Sendable {
        /// The reader gave it.
        case given
        /// It stands in the log, signed by the host's root key.
        case log
        /// The bundle alone says so.
        case bundle
    }

    /// What was judged.
    public let bundle: InquiryBundle
    /// Every entry, proved, with the signer's key re-derived.
    public let proved: ProvedEntries
    /// What the witnesses say of the checkpoint; nil when there is no policy to ask.
    public let witnesses: WitnessReport?
    /// Whose word the policy is; nil when there is none.
    public let policySource: PolicySource?
    /// The opened bodies, each belonging to its statement.
    public let opened: [EntryIndex: OpenedBody]
    /// Promises of the log; none of the entries breaks one.
    public let promises: [PromiseNote]
    /// What the pieces of evidence prove, a sentence each.
    public let evidence: [String]

    /// The entries about the record or about its statements, in the log's order.
    public var statements: [ProvedEntries.Entry] {
        proved.entries.filter { !SpeakerTable.isGroundwork($0.statement.kind) }
    }
}

extension InquiryBundle {
    /// Judges the bundle with the log's key: no network, no clock, nobody's word.
    ///
    /// - Parameters:
    ///   - log: the log's key, from elsewhere than the bundle.
    ///   - given: the witness policy, from elsewhere; without one the log's own statement, or else the bundle's word,
    ///     tells what witnesses there are, and nothing is established by them.
    /// - Returns: what follows from it.
    /// - Throws: the first thing that does not hold. Missing witnesses are no such thing: the caller decides.
    public func judged(by log: NoteVerifierKey, policy given: WitnessPolicy? = nil) throws(InquiryError)
        -> BundleFindings
    {
        guard (try? NoteVerifierKey(vkey: logKey)) == log else { throw .otherLogKey(named: logKey) }
        let verified: VerifiedCheckpoint
        do { verified = try checkpoint.verified(by: log) } catch { throw .checkpoint(error) }
        let proved = try ProvedEntries(entries, in: verified.checkpoint, of: log)
        guard proved.entries.contains(where: { $0.verified.statement.record == record }) else {
            throw .nothingAbout(record)
        }
        try proved.checkChains()
        let opened = try open(in: proved)
        let promises = try checkPromises(in: proved, log)
        var sentences: [String] = []
        for (position, text) in evidence.enumerated() {
            switch try Evidence(parsing: text).judged(by: log, policy: given) {
            case .proven(let sentence): sentences.append(sentence)
            case .notProven(let error): throw .evidenceInside(position + 1, "\(error)")
            }
        }
        let (report, source) = try witnesses(given, stated: proved.speakers.policy, log)
        return BundleFindings(
            bundle: self, proved: proved, witnesses: report, policySource: source, opened: opened,
            promises: promises, evidence: sentences)
    }

    private func open(in proved: ProvedEntries) throws(InquiryError) -> [EntryIndex: OpenedBody] {
        var found: [EntryIndex: OpenedBody] = [:]
        for item in opened {
            guard let entry = proved[item.index] else {
                throw .opened(item.index, "is for an entry that is not carried")
            }
            guard let commitment = entry.statement.commitment else {
                throw .opened(item.index, "is for a statement whose body is open")
            }
            guard item.body.commitment == commitment else {
                throw .opened(item.index, "is not what the statement commits to")
            }
            guard found.updateValue(item.body, forKey: item.index) == nil else {
                throw .opened(item.index, "is given twice")
            }
        }
        return found
    }

    private func checkPromises(
        in proved: ProvedEntries, _ log: NoteVerifierKey
    ) throws(InquiryError) -> [PromiseNote] {
        var found: [PromiseNote] = []
        for (position, text) in promises.enumerated() {
            do throws(PromiseError) {
                let promise = try PromiseNote(parsing: text)
                try promise.verify(by: log)
                found.append(promise)
            } catch { throw .promiseInside(position + 1, error) }
            let promise = found[position]
            guard let entry = proved[promise.index], entry.verified.leaf != promise.leaf else { continue }
            throw .promiseBroken(position + 1, promise.index)
        }
        return found
    }

    private func witnesses(
        _ given: WitnessPolicy?, stated: String?, _ log: NoteVerifierKey
    ) throws(InquiryError) -> (WitnessReport?, BundleFindings.PolicySource?) {
        if let given { return (try given.report(on: checkpoint, of: log), .given) }
        if let stated, let policy = try? WitnessPolicy(parsing: Array(stated.utf8)) {
            return (try policy.report(on: checkpoint, of: log), .log)
        }
        // The bundle's own word establishes nothing, so what cannot be read of it is left out.
        if let text = self.policy, let policy = try? WitnessPolicy(parsing: Array(text.utf8)) {
            return (try policy.report(on: checkpoint, of: log), .bundle)
        }
        return (nil, nil)
    }
}

extension WitnessPolicy {
    /// What the policy's witnesses say of a checkpoint of the log with this key.
    ///
    /// - Throws: `otherPolicy` when the policy is for other logs, or counts the log among its own witnesses.
    func report(on checkpoint: SignedCheckpoint, of log: NoteVerifierKey) throws(InquiryError) -> WitnessReport {
        guard logs.isEmpty || logs.contains(where: { $0.key == log }) else {
            throw .otherPolicy("is for other logs than '\(log.name)'")
        }
        guard !witnesses.contains(where: { $0.key.publicKey == log.publicKey }) else {
            throw .otherPolicy("counts the log among its own witnesses")
        }
        do { return try judge(checkpoint, log: log) } catch { throw .checkpoint(error) }
    }
}

extension Statement {
    /// The record that it is about.
    public var record: RecordID { RecordID(owner: party, subject: subject) }
}

extension SpeakerTable {
    /// Whether a kind says whose key it is, what time it is or who must witness, rather than something of a record.
    public static func isGroundwork(_ kind: StatementKind) -> Bool {
        kind.rawValue == "accord.found.v1" || Effect(rawValue: kind.rawValue) != nil
    }
}
