import Inquiry
import Statements
import Testing
import TransparencyLog

/// Given a file that proves something, when one byte of it changes, then it proves nothing, or exactly the same.
@Suite struct MutationTests {
    let scene: HospitalCase

    init() throws { scene = try HospitalCase() }

    private func changes(of bytes: [UInt8], every stride: Int, _ judge: ([UInt8]) -> String?) {
        let expected = judge(bytes)
        #expect(expected != nil)
        for position in Swift.stride(from: 0, to: bytes.count, by: stride) {
            for flip in [UInt8(1), 0x20, 0x80] {
                var changed = bytes
                changed[position] ^= flip
                guard let found = judge(changed) else { continue }
                #expect(found == expected, "byte \(position) xor \(flip)")
            }
        }
    }

    @Test("evidence of every kind", arguments: 0..<4)
    func evidence(kind: Int) throws {
        let log = scene.log
        let policy = try log.policy
        let bytes: [UInt8]
        switch kind {
        case 0: bytes = try scene.splitView().bytes
        case 1: bytes = try scene.brokenPromise().bytes
        case 2: bytes = try scene.absence().bytes
        default: bytes = try scene.equivocation().bytes
        }
        changes(of: bytes, every: kind == 3 ? 11 : 1) { changed in
            guard let evidence = try? Evidence(parsing: changed) else { return nil }
            guard case .proven(let sentence) = evidence.judged(by: log.logKey, policy: policy) else { return nil }
            return sentence
        }
    }

    @Test("a bundle: what is changed without effect is the maker's own word alone")
    func bundle() throws {
        let log = scene.log
        let policy = try log.policy
        changes(of: try scene.bundle().bytes, every: 17) { changed in
            guard let bundle = try? InquiryBundle(parsing: changed),
                let findings = try? bundle.judged(by: log.logKey, policy: policy),
                // With a policy given, missing witnesses are a refusal.
                findings.witnesses?.verdict.isWitnessed == true
            else { return nil }
            let bodies = findings.opened.sorted { $0.key < $1.key }.map {
                String(decoding: $0.value.body, as: UTF8.self)
            }
            return findings.proves.joined() + findings.bundle.record.description + bodies.joined()
        }
    }
}
