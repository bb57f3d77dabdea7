public import Statements
import StrictJSON
public import TransparencyLog

/// Two statements that one party signed for the same place of its chain: specification, section 5.3.
public struct Equivocation: Hashable, Sendable {
    /// What the object's `format` says.
    public static let format = "parley/evidence/equivocation@v1"
    /// How many bytes a file may have.
    public static let maximumByteCount = 16 << 20

    /// What the enrolments are proved in.
    public let checkpoint: SignedCheckpoint
    /// The founding and the enrolments that make the keys known.
    public let entries: [CarriedEntry]
    /// The two envelopes, in ascending order of the statements' names.
    public let statements: [[UInt8]]

    /// Evidence from its parts, the statements in either order; whether it proves anything is for `judged` to say.
    public init(checkpoint: SignedCheckpoint, entries: [CarriedEntry], _ one: SignedStatement, _ other: SignedStatement)
    {
        self.checkpoint = checkpoint
        self.entries = entries
        statements = [one, other].sorted { $0.hash < $1.hash }.map(\.envelope.bytes)
    }

    /// Reads the object.
    ///
    /// - Throws: the first rule that it breaks.
    init(_ object: JSONObject) throws(InquiryError) {
        var fields = object
        let checkpoint: JSONValue
        do throws(JSONError) {
            _ = try fields.required("format")
            checkpoint = try fields.required("checkpoint")
            var entries: [CarriedEntry] = []
            for element in try fields.required("entries").array(limit: CarriedEntry.maximumCount) {
                entries.append(try CarriedEntry(element))
            }
            self.entries = entries
            let list = try fields.required("statements")
            var statements: [[UInt8]] = []
            for element in try list.array(limit: 2) {
                guard let bytes = try? Base64.decode(element.stringBytes()) else {
                    throw element.refused("must be standard base64 with padding (RFC 4648 section 4)")
                }
                statements.append(bytes)
            }
            guard statements.count == 2 else { throw list.refused("must hold exactly two statements") }
            self.statements = statements
            try fields.finish()
        } catch { throw .malformed(error) }
        self.checkpoint = try SignedCheckpoint(inFile: checkpoint)
    }

    /// The file's bytes.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 8192)
        writer.object { fields in
            fields.member("format", Self.format)
            fields.text("checkpoint", checkpoint.bytes)
            fields.key("entries")
            fields.array { list in for entry in entries { entry.write(to: &list) } }
            fields.key("statements")
            fields.array { list in for envelope in statements { list.string(Base64.encode(envelope)) } }
        }
        return writer.bytes
    }
}

extension Equivocation {
    /// Whether the party has contradicted itself.
    ///
    /// - Parameter log: the log's key, from elsewhere than the file.
    /// - Returns: what is proven, in one sentence.
    /// - Throws: why nothing is.
    func judged(by log: NoteVerifierKey) throws(InquiryError) -> String {
        let verified: VerifiedCheckpoint
        do { verified = try checkpoint.verified(by: log) } catch { throw .checkpoint(error) }
        let proved = try ProvedEntries(entries, in: verified.checkpoint, of: log)
        let first = try Self.statement(1, statements[0], proved.speakers)
        let second = try Self.statement(2, statements[1], proved.speakers)
        try Self.contradict(first, second)
        let said = first.statement
        let chain = said.officer == .node ? "the node of party '\(said.party)'" : "party '\(said.party)'"
        let logged = proved.entries.first { $0.verified.hash == first.hash || $0.verified.hash == second.hash }
        let which = logged.map { "; the log holds \($0.verified.hash) as entry \($0.index)" } ?? ""
        return """
            \(chain) has signed two different statements as number \(said.sequence) of its chain, \(first.hash) by officer \
            '\(said.officer)' and \(second.hash) by officer '\(second.statement.officer)'\(which)
            """
    }

    private static func statement(
        _ number: Int, _ envelope: [UInt8], _ speakers: SpeakerTable
    ) throws(InquiryError) -> VerifiedStatement {
        do throws(EntryError) {
            let signed: SignedStatement
            do { signed = try SignedStatement(envelope) } catch { throw .statement(error) }
            guard signed.statement.accord == speakers.accord else { throw .otherAccord(signed.statement.accord) }
            // A key that fell silent since still bound its party to what it signed.
            let key = try speakers.enrolled(signed)
            do { return try VerifiedStatement(signed, by: key) } catch { throw .statement(error) }
        } catch { throw .statement(number, error) }
    }

    private static func contradict(_ one: VerifiedStatement, _ other: VerifiedStatement) throws(InquiryError) {
        let (first, second) = (one.statement, other.statement)
        guard first.party == second.party else { throw .noContradiction("two parties signed the statements") }
        guard (first.officer == .node) == (second.officer == .node) else {
            throw .noContradiction("the statements stand in two chains: that of the party and that of its node")
        }
        guard first.sequence == second.sequence else {
            throw .noContradiction("the statements are numbers \(first.sequence) and \(second.sequence) of the chain")
        }
        guard one.hash != other.hash else { throw .noContradiction("both statements are the same") }
        guard one.hash < other.hash else {
            throw .noContradiction("the statements must come in ascending order of their names")
        }
    }
}
