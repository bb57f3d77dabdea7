import Testing
import TransparencyLog

@Suite struct WitnessPolicyTextTests {
    typealias Fixtures = WitnessFixtures
    let vkeys = WitnessFixtures.keys.map(\.vkey)
    let logKey = WitnessFixtures.log.verifierKey.vkey

    @Test("the specification's example: two of three and any of three, comments and white space as allowed")
    func example() throws {
        let text = """
            log \(logKey)

            # the X witnesses
            witness X1 \(vkeys[0])
            \twitness  X2\t\(vkeys[1])\u{20}
            witness X3 \(vkeys[2]) https://x3.example/submit
            group X-witnesses 2 X1 X2 X3

            witness Y1 \(vkeys[3])
            witness Y2 \(vkeys[4])
            witness Y3 \(vkeys[5])
              # an indented comment
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y

            """
        let policy = try Fixtures.policy(text)
        #expect(policy.witnesses.map(\.name.description) == ["X1", "X2", "X3", "Y1", "Y2", "Y3"])
        #expect(policy.witnesses[2].url == "https://x3.example/submit")
        #expect(policy.groups.map(\.threshold) == [2, 1, 2])
        #expect(policy.quorum == .group(2))
        let canonical = """
            log \(logKey)
            witness X1 \(vkeys[0])
            witness X2 \(vkeys[1])
            witness X3 \(vkeys[2]) https://x3.example/submit
            witness Y1 \(vkeys[3])
            witness Y2 \(vkeys[4])
            witness Y3 \(vkeys[5])
            group X-witnesses 2 X1 X2 X3
            group Y-witnesses any Y1 Y2 Y3
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y

            """
        #expect(String(decoding: policy.text, as: UTF8.self) == canonical)
        #expect(try WitnessPolicy(parsing: policy.text) == policy)
    }

    @Test("a policy without witnesses must say so, and never counts as witnessed")
    func none() throws {
        let policy = try Fixtures.policy("quorum none\n")
        #expect(policy.quorum == nil)
        #expect(policy.text == Array("quorum none\n".utf8))
        #expect(policy.verdict(cosignedAtSeconds: [:]) == .noneRequired)
        #expect(!policy.verdict(cosignedAtSeconds: [:]).isWitnessed)
        for text in ["", "\n", "# nothing\n", "log \(logKey)\n"] {
            let error = #expect(throws: PolicyError.self) { try Fixtures.policy(text) }
            #expect(error?.fault == .noQuorum)
        }
    }

    @Test("k = n is all and k = 1 is any, so that equal groups are equal bytes")
    func thresholds() throws {
        let lines = Fixtures.witnessLines(3)
        let spelled = { (k: String) in
            try Fixtures.policy(lines + "group g \(k) w0 w1 w2\nquorum g\n")
        }
        #expect(try spelled("3") == spelled("all"))
        #expect(try spelled("1") == spelled("any"))
        #expect(try spelled("2").text != spelled("all").text)
        let one = try Fixtures.policy(lines + "group g any w1\nquorum g\n")
        #expect(one.text.count > 0 && String(decoding: one.text, as: UTF8.self).hasSuffix("group g all w1\nquorum g\n"))
    }

    @Test("every rule has its line and its fault")
    func faults() throws {
        let lines = Fixtures.witnessLines(3)
        let name = { (text: String) in try PolicyName(text) }
        func expect(_ text: String, _ line: Int, _ fault: PolicyFault, _ comment: Comment? = nil) {
            #expect(throws: PolicyError(line: line, fault: fault), comment) { try Fixtures.policy(text) }
        }
        expect(lines + "quorum w0", 4, .lineNotTerminated)
        expect(lines + "quorum w0\r\n", 4, .controlCharacter(13))
        expect("quorum\u{7F}none\n", 1, .controlCharacter(127))
        expect("# \u{0}\nquorum none\n", 1, .controlCharacter(0), "in a comment too")
        expect("logs x\n", 1, .unknownKeyword("logs"))
        expect("Quorum none\n", 1, .unknownKeyword("Quorum"))
        expect("log\n", 1, .wordCount(expected: "log <vkey> [<url>]", found: 1))
        expect("witness w\n", 1, .wordCount(expected: "witness <name> <vkey> [<url>]", found: 2))
        expect(lines + "group g all\n", 4, .wordCount(expected: "group <name> all|any|<k> <member>...", found: 3))
        expect("quorum\n", 1, .wordCount(expected: "quorum <name>|none", found: 1))
        expect("quorum none none\n", 1, .wordCount(expected: "quorum <name>|none", found: 3))
        expect("witness none \(vkeys[0])\n", 1, .reservedName)
        expect(lines + "group none all w0\n", 4, .reservedName)
        expect(lines + "group g all none\n", 4, .reservedName)
        expect(lines + "witness w1 \(vkeys[5])\n", 4, .duplicateName(try name("w1")))
        expect(lines + "group w1 all w0\n", 4, .duplicateName(try name("w1")))
        expect(lines + "group g all w0\ngroup g all w1\n", 5, .duplicateName(try name("g")))
        expect("log \(logKey)\nlog \(logKey)\n", 2, .duplicateKey(Fixtures.log.verifierKey.name))
        expect(lines + "witness w9 \(vkeys[0])\n", 4, .duplicateKey(Fixtures.keys[0].name))
        expect("log nonsense\n", 1, .badKey(.badVerifierKey("nonsense")))
        expect("log \(vkeys[0])\n", 1, .badKey(.wrongKeyType(Fixtures.keys[0].name)))
        expect("witness w \(logKey)\n", 1, .badKey(.wrongKeyType(Fixtures.log.verifierKey.name)))
        for k in ["0", "4", "18446744073709551615"] {
            let value = Int(clamping: UInt64(k) ?? 0)
            expect(lines + "group g \(k) w0 w1 w2\n", 4, .thresholdOutOfRange(threshold: value, memberCount: 3))
        }
        for k in ["02", "+2", "-1", "ALL", "two", "18446744073709551616"] {
            expect(lines + "group g \(k) w0 w1 w2\n", 4, .badThreshold(k))
        }
        expect(lines + "group g all w0 w0\n", 4, .memberTwice(try name("w0")))
        expect(lines + "group g all w0\ngroup h all g w0\n", 5, .memberTwice(try name("w0")), "across groups too")
        expect(lines + "group g all w7\n", 4, .undefinedName(try name("w7")))
        expect(lines + "quorum w7\n", 4, .undefinedName(try name("w7")))
        expect(lines + "quorum w0\nquorum w0\n", 5, .secondQuorum)
        expect(lines + "quorum none\nquorum w0\n", 5, .secondQuorum)
        expect(lines, 4, .noQuorum)
    }

    @Test("circles are refused: of one, of two, of three, and through the quorum")
    func circles() throws {
        let lines = Fixtures.witnessLines(1)
        let late = { (name: String, line: Int) in
            PolicyFault.definedTooLate(try PolicyName(name), definedOnLine: line)
        }
        let cases: [(String, Int, PolicyFault)] = try [
            ("group a all a\nquorum a\n", 2, late("a", 2)),
            ("group a all b\ngroup b all a\nquorum a\n", 2, late("b", 3)),
            ("group a all w0 c\ngroup b all a\ngroup c all b\nquorum c\n", 2, late("c", 4)),
            ("quorum a\ngroup a all w0\n", 2, late("a", 3)),
        ]
        for (text, line, fault) in cases {
            #expect(throws: PolicyError(line: line, fault: fault)) { try Fixtures.policy(lines + text) }
        }
    }

    @Test("one holder does not count twice under another name, nor as log and witness")
    func sameKey() throws {
        let key = Fixtures.keys[0]
        let alias = try NoteVerifierKey(name: KeyName("alias.example"), kind: .cosignatureV1, publicKey: key.publicKey)
        let log = try NoteVerifierKey(name: KeyName("log.example"), kind: .ed25519, publicKey: key.publicKey)
        for text in [
            "witness a \(key.vkey)\nwitness b \(alias.vkey)\nquorum a\n", "log \(log.vkey)\nwitness a \(key.vkey)\n",
            "witness a \(key.vkey)\nlog \(log.vkey)\n",
        ] {
            let error = #expect(throws: PolicyError.self) { try Fixtures.policy(text) }
            guard case .duplicateKey = error?.fault else {
                Issue.record("expected duplicateKey, got \(String(describing: error))")
                continue
            }
        }
    }

    @Test("names are octets: not UTF-8 is allowed, look-alikes differ and are told apart when shown")
    func octets() throws {
        let raw = Array("witness ".utf8) + [0xFF, 0x4B] + Array(" \(vkeys[0])\nquorum ".utf8) + [0xFF, 0x4B, 0x0A]
        let policy = try WitnessPolicy(parsing: raw)
        #expect(policy.text == raw)
        #expect(policy.witnesses[0].name.description == "\\xffK")
        let kelvin = try Fixtures.policy("witness K \(vkeys[0])\nwitness \u{212A} \(vkeys[1])\nquorum K\n")
        #expect(kelvin.witnesses[0].name != kelvin.witnesses[1].name)
        let hidden = try PolicyName("a\u{202E}b\u{200B}")
        #expect(hidden.description == "a\\xe2\\x80\\xaeb\\xe2\\x80\\x8b")
        #expect(try PolicyName("Genève").description == "Genève")
    }

    @Test("limits hold, and what the format must support is below them")
    func limits() throws {
        #expect(WitnessPolicy.maximumWitnessCount >= 32 && WitnessPolicy.maximumGroupCount >= 32)
        let long = [UInt8](repeating: UInt8(ascii: "#"), count: WitnessPolicy.maximumByteCount + 1)
        let fault = PolicyFault.tooLong(byteCount: long.count, maximum: long.count - 1)
        #expect(throws: PolicyError(line: 1, fault: fault)) { try WitnessPolicy(parsing: long) }
        var text = Fixtures.witnessLines(1) + "group g0 all w0\n"
        for number in 1..<WitnessPolicy.maximumGroupCount { text += "group g\(number) all g\(number - 1)\n" }
        let deep = try Fixtures.policy(text + "quorum g99\n")
        #expect(deep.verdict(cosignedAtSeconds: [try PolicyName("w0"): 7]) == .witnessed(asOfSeconds: 7))
        #expect(throws: PolicyError(line: 102, fault: .tooMany("groups", maximum: 100))) {
            try Fixtures.policy(text + "group g100 all g99\n")
        }
        let url = String(repeating: "u", count: WitnessPolicy.maximumURLByteCount + 1)
        #expect(throws: PolicyError(line: 1, fault: .badURL)) { try Fixtures.policy("log \(logKey) \(url)\n") }
    }

    @Test("a draft that refused a line is as it was before")
    func draftIsWholeAfterRefusal() throws {
        let (a, b, g) = (try PolicyName("a"), try PolicyName("b"), try PolicyName("g"))
        var draft = WitnessPolicyDraft()
        try draft.addWitness(a, key: Fixtures.keys[0])
        #expect(throws: PolicyFault.duplicateName(a)) { try draft.addWitness(a, key: Fixtures.keys[1]) }
        #expect(throws: PolicyFault.undefinedName(b)) { try draft.addGroup(g, threshold: 1, members: [a, b]) }
        #expect(throws: PolicyFault.undefinedName(b)) { try draft.setQuorum(b) }
        try draft.addGroup(g, threshold: 1, members: [a])
        try draft.setQuorum(g)
        #expect(try draft.finished() == Fixtures.policy("witness a \(vkeys[0])\ngroup g 1 a\nquorum g\n"))
    }

    @Test("damage never traps, and whatever is still read is written back to the same policy")
    func mutations() throws {
        let text = Array(
            ("# \(String(repeating: "who witnesses for whom ", count: 20))\n"
                + "log \(logKey) https://log.example/\(String(repeating: "accord/", count: 20))\n"
                + Fixtures.witnessLines(2) + "group g 2  w0\tw1\nquorum g\n").utf8)
        var random = SplitMix64(seed: 41)
        var read = 0
        for round in 0..<3000 {
            var bytes = text
            for _ in 0...round % 3 { Mutation.apply(to: &bytes, using: &random) }
            guard let policy = try? WitnessPolicy(parsing: bytes) else { continue }
            read += 1
            #expect(try WitnessPolicy(parsing: policy.text) == policy, "seed 41, round \(round)")
        }
        #expect(read > 100, "\(read) of 3000")
    }
}
