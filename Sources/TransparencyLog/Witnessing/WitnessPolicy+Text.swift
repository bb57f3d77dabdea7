extension WitnessPolicy {
    /// The policy as text in one spelling: logs, witnesses, groups and quorum, single spaces, no comments.
    ///
    /// A threshold that asks for every member is written `all`, else one that asks for one of them `any`.
    public var text: [UInt8] {
        var lines: [[[UInt8]]] = []
        for log in logs { lines.append(["log".ascii, log.key.vkey.ascii] + url(log.url)) }
        for witness in witnesses {
            lines.append(["witness".ascii, witness.name.bytes, witness.key.vkey.ascii] + url(witness.url))
        }
        for group in groups {
            let names = group.members.map { name(of: $0).bytes }
            lines.append(["group".ascii, group.name.bytes, group.spelledThreshold.ascii] + names)
        }
        lines.append(["quorum".ascii, quorum.map { name(of: $0).bytes } ?? PolicyName.none])
        return lines.flatMap { $0.joined(separator: [UInt8(ascii: " ")]) + [UInt8(ascii: "\n")] }
    }

    private func url(_ url: String?) -> [[UInt8]] { url.map { [$0.ascii] } ?? [] }

    /// Reads a policy.
    ///
    /// - Throws: the first line that breaks a rule, and the rule.
    public init(parsing bytes: [UInt8]) throws(PolicyError) {
        guard bytes.count <= WitnessPolicy.maximumByteCount else {
            throw PolicyError(
                line: 1, fault: .tooLong(byteCount: bytes.count, maximum: WitnessPolicy.maximumByteCount))
        }
        var reader = PolicyReader(bytes)
        try reader.readAll()
        do { self = try reader.draft.finished() } catch { throw PolicyError(line: reader.line + 1, fault: error) }
    }
}

extension WitnessPolicy.Group {
    fileprivate var spelledThreshold: String {
        if threshold == members.count { return "all" }
        return threshold == 1 ? "any" : String(threshold)
    }
}

extension String {
    fileprivate var ascii: [UInt8] { Array(utf8) }
}

/// Feeds the lines of a text to a draft.
private struct PolicyReader {
    private(set) var draft = WitnessPolicyDraft()
    private(set) var line = 0
    private var scanner: LineScanner
    // From the line that is being read on.
    private var current: LineScanner

    init(_ bytes: [UInt8]) {
        scanner = LineScanner(bytes[...])
        current = scanner
    }

    mutating func readAll() throws(PolicyError) {
        while !scanner.isAtEnd {
            line += 1
            do { try readLine() } catch .undefinedName(let name) {
                throw PolicyError(line: line, fault: explain(name))
            } catch {
                throw PolicyError(line: line, fault: error)
            }
        }
    }

    private mutating func readLine() throws(PolicyFault) {
        current = scanner
        guard let bytes = scanner.next() else { throw .lineNotTerminated }
        let tab = UInt8(ascii: "\t")
        if let byte = bytes.first(where: { $0 < 0x20 && $0 != tab || $0 == 0x7F }) { throw .controlCharacter(byte) }
        let words = bytes.split { $0 == UInt8(ascii: " ") || $0 == tab }.map { Array($0) }
        guard let keyword = words.first, keyword.first != UInt8(ascii: "#") else { return }
        switch String(decoding: keyword, as: UTF8.self) {
        case "log": try readLog(words)
        case "witness": try readWitness(words)
        case "group": try readGroup(words)
        case "quorum": try readQuorum(words)
        default: throw .unknownKeyword(PolicyName.printable(Array(keyword.prefix(64))))
        }
    }

    private mutating func readLog(_ words: [[UInt8]]) throws(PolicyFault) {
        guard (2...3).contains(words.count) else {
            throw .wordCount(expected: "log <vkey> [<url>]", found: words.count)
        }
        try draft.addLog(key(words[1]), url: url(words.dropFirst(2).first))
    }

    private mutating func readWitness(_ words: [[UInt8]]) throws(PolicyFault) {
        guard (3...4).contains(words.count) else {
            throw .wordCount(expected: "witness <name> <vkey> [<url>]", found: words.count)
        }
        try draft.addWitness(PolicyName(words[1]), key: key(words[2]), url: url(words.dropFirst(3).first))
    }

    private mutating func readGroup(_ words: [[UInt8]]) throws(PolicyFault) {
        guard words.count >= 4 else {
            throw .wordCount(expected: "group <name> all|any|<k> <member>...", found: words.count)
        }
        var members: [PolicyName] = []
        for word in words[3...] { members.append(try PolicyName(word)) }
        let threshold: Int
        switch String(decoding: words[2], as: UTF8.self) {
        case "all": threshold = members.count
        case "any": threshold = 1
        default:
            guard let number = Decimal.parse(words[2][...]) else {
                throw .badThreshold(PolicyName.printable(Array(words[2].prefix(64))))
            }
            threshold = Int(clamping: number)
        }
        try draft.addGroup(PolicyName(words[1]), threshold: threshold, members: members)
    }

    private mutating func readQuorum(_ words: [[UInt8]]) throws(PolicyFault) {
        guard words.count == 2 else { throw .wordCount(expected: "quorum <name>|none", found: words.count) }
        try draft.setQuorum(words[1] == PolicyName.none ? nil : PolicyName(words[1]))
    }

    private func key(_ word: [UInt8]) throws(PolicyFault) -> NoteVerifierKey {
        guard let text = String(validating: word, as: UTF8.self) else { throw .badKey(.notUTF8) }
        do { return try NoteVerifierKey(vkey: text) } catch { throw .badKey(error) }
    }

    private func url(_ word: [UInt8]?) throws(PolicyFault) -> String? {
        guard let word else { return nil }
        guard let text = String(validating: word, as: UTF8.self) else { throw .badURL }
        return text
    }

    /// Tells a name that is used too early from one that is not there at all.
    private func explain(_ name: PolicyName) -> PolicyFault {
        var ahead = current
        var number = line
        while let bytes = ahead.next() {
            let words = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let defines =
                words.first.map { $0.elementsEqual("witness".utf8) || $0.elementsEqual("group".utf8) } ?? false
            if defines, words.count > 1, words[1].elementsEqual(name.bytes) {
                return .definedTooLate(name, definedOnLine: number)
            }
            number += 1
        }
        return .undefinedName(name)
    }
}
