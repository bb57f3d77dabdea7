import Testing
import TransparencyLog

/// A quorum as nested thresholds over witness numbers, judged by the definition and nothing else.
private indirect enum Rule {
    case witness(Int)
    case group(Int, [Rule])

    func holds(_ cosigned: Set<Int>) -> Bool {
        switch self {
        case .witness(let number): cosigned.contains(number)
        case .group(let threshold, let members): members.count { $0.holds(cosigned) } >= threshold
        }
    }

    /// Adds the rule's groups to a draft, inner ones first; gives the rule's name.
    func add(to draft: inout WitnessPolicyDraft, _ counter: inout Int) throws -> PolicyName {
        switch self {
        case .witness(let number): return try PolicyName("w\(number)")
        case .group(let threshold, let members):
            let names = try members.map { try $0.add(to: &draft, &counter) }
            counter += 1
            let name = try PolicyName("g\(counter)")
            try draft.addGroup(name, threshold: threshold, members: names)
            return name
        }
    }

    /// Every quorum of at most two levels over some of the witnesses below `count`.
    static func all(_ count: Int) -> [Rule] {
        partitions(count).filter { !$0.isEmpty }.flatMap { blocks -> [Rule] in
            let choices = blocks.map { block -> [Rule] in
                let members = block.map { Rule.witness($0) }
                guard members.count > 1 else { return [members[0]] }
                return (1...members.count).map { .group($0, members) }
            }
            let combined = choices.reduce([[]]) { lists, rules in
                lists.flatMap { list in rules.map { list + [$0] } }
            }
            return combined.flatMap { list in (1...list.count).map { .group($0, list) } }
        }
    }

    /// Every way to put some of the numbers below `count` into blocks; the rest stay out.
    private static func partitions(_ count: Int) -> [[[Int]]] {
        guard count > 0 else { return [[]] }
        let last = count - 1
        return partitions(last).flatMap { blocks in
            [blocks, blocks + [[last]]]
                + blocks.indices.map { index in
                    var more = blocks
                    more[index].append(last)
                    return more
                }
        }
    }
}

@Suite struct WitnessPolicyQuorumTests {
    private func policy(_ rule: Rule, _ count: Int) throws -> WitnessPolicy {
        var draft = WitnessPolicyDraft()
        for number in 0..<count { try draft.addWitness(PolicyName("w\(number)"), key: WitnessFixtures.keys[number]) }
        var counter = 0
        try draft.setQuorum(rule.add(to: &draft, &counter))
        return try draft.finished()
    }

    @Test("all quorums of two levels over up to four witnesses, with all times from three: as by brute force")
    func exhaustive() throws {
        let names = try (0..<4).map { try PolicyName("w\($0)") }
        var cases = 0
        for count in 1...4 {
            let assignments = (0..<(0..<count).reduce(1) { power, _ in 4 * power }).map { code in
                (0..<count).map { UInt64(code >> (2 * $0) & 3) }
            }
            for rule in Rule.all(count) {
                let policy = try policy(rule, count)
                for times in assignments {
                    cases += 1
                    check(policy, rule, times, names)
                }
            }
        }
        #expect(cases > 50_000)
    }

    /// Time 0 stands for a witness that has not cosigned.
    private func check(_ policy: WitnessPolicy, _ rule: Rule, _ times: [UInt64], _ names: [PolicyName]) {
        let given = Dictionary(
            uniqueKeysWithValues: times.indices.filter { times[$0] > 0 }.map { (names[$0], times[$0]) })
        let since = { (time: UInt64) in Set(times.indices.filter { times[$0] >= time }) }
        let newest = [3, 2, 1].first { rule.holds(since(UInt64($0))) }
        switch policy.verdict(cosignedAtSeconds: given) {
        case .witnessed(let time):
            #expect(newest.map { UInt64($0) } == time, "\(rule) \(times)")
        case .short(let shortfall):
            #expect(newest == nil, "\(rule) \(times)")
            let missing = Set(shortfall.missingWitnesses.compactMap { names.firstIndex(of: $0) })
            #expect(missing.isDisjoint(with: since(1)), "\(rule) \(times)")
            #expect(rule.holds(since(1).union(missing)), "\(rule) \(times): those named would suffice")
            #expect(missing.count == shortfall.missingWitnesses.count)
        case .noneRequired:
            Issue.record("\(rule): a quorum is required")
        }
    }

    @Test("random quorums of any depth over eight witnesses: as by brute force, also after writing and reading")
    func random() throws {
        let names = try (0..<8).map { try PolicyName("w\($0)") }
        for seed in UInt64(0)..<150 {
            var random = SplitMix64(seed: seed)
            var parts = (0..<8).shuffled(using: &random).prefix(Int.random(in: 1...8, using: &random)).map {
                Rule.witness($0)
            }
            while parts.count > 1 || random.next() % 3 == 0 {
                let size = Int.random(in: 1...parts.count, using: &random)
                let members = Array(parts.prefix(size))
                parts = parts.dropFirst(size) + [.group(Int.random(in: 1...size, using: &random), members)]
            }
            let rule = parts[0]
            let policy = try policy(rule, 8)
            let again = try WitnessPolicy(parsing: policy.text)
            #expect(again == policy, "seed \(seed)")
            for _ in 0..<40 {
                check(again, rule, (0..<8).map { _ in UInt64.random(in: 0...3, using: &random) }, names)
            }
        }
    }

    @Test("who is missing is said by name; unknown names help nobody")
    func sentence() throws {
        let text =
            WitnessFixtures.witnessLines(5)
            + "group parties all w0 w1\ngroup neutrals 2 w2 w3 w4\ngroup everybody all parties neutrals\nquorum everybody\n"
        let policy = try WitnessFixtures.policy(text)
        let verdict = policy.verdict(cosignedAtSeconds: [
            try PolicyName("w0"): 5, try PolicyName("w3"): 6, try PolicyName("stranger"): 9,
        ])
        #expect(
            verdict.description
                == """
                not witnessed: group 'everybody' has 0 of the 2 that it takes (group 'parties' has 1 of the 2 that it \
                takes (witness 'w1' has not cosigned); group 'neutrals' has 1 of the 2 that it takes (witness 'w2' has \
                not cosigned; witness 'w4' has not cosigned))
                """)
        guard case .short(let shortfall) = verdict else { throw LogError.checkpointOrigin }
        #expect(shortfall.missingWitnesses.map(\.description) == ["w1", "w2", "w4"])
    }
}
