import Testing
import TransparencyLog

@Suite struct AddCheckpointRequestTests {
    // Source: the example of c2sp.org/tlog-witness.
    static let example = Array(
        """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

        """.utf8)

    @Test("the specification's example, read and written back")
    func golden() throws {
        let request = try AddCheckpointRequest(parsing: Self.example)
        #expect(request.oldSize == 20_852_014)
        #expect(request.proof.count == 4)
        #expect(request.checkpoint.checkpoint.size == 20_852_163)
        #expect(request.checkpoint.note.signatures.count == 2)
        #expect(request.bytes == Self.example)
        let again = try AddCheckpointRequest(
            oldSize: request.oldSize, proof: request.proof, checkpoint: request.checkpoint)
        #expect(again.bytes == Self.example)
        #expect(WitnessPath.addCheckpoint == "add-checkpoint")
    }

    @Test("every rule has its error and its status")
    func faults() throws {
        let note = String(decoding: try WitnessFixtures.checkpoint(3).bytes, as: UTF8.self)
        let hash = Hash.emptyTree.base64
        func expect(_ text: String, _ error: AddCheckpointRequestError, _ status: Int = 400) {
            #expect(throws: error) { try AddCheckpointRequest(parsing: Array(text.utf8)) }
            #expect(error.answer.status == status)
        }
        for first in [
            "", "old", "old ", "old 01", "old -1", "old +1", "OLD 1", "old  1", "old 1 ", "new 1",
            "old 9223372036854775808", "old 1\r", "old 18446744073709551616",
        ] {
            expect("\(first)\n\n\(note)", .badOldSize)
        }
        expect("old 9223372036854775807", .badOldSize)
        expect("old 1\n\(hash)x\n\n\(note)", .badProofLine(1))
        expect("old 1\n\(hash)\n\(hash.dropLast())\n\n\(note)", .badProofLine(2))
        expect("old 1\n \n\n\(note)", .badProofLine(1))
        expect("old 1\n\(hash)\n", .noEmptyLine)
        expect("old 1\n" + String(repeating: hash + "\n", count: 64) + "\n\(note)", .tooManyProofLines)
        expect("old 1\n\n", .checkpoint(.note(.noSignatures)))
        expect("old 1\n\n\n\(note)", .checkpoint(.checkpointLines(4)))
        let full = "old 1\n" + String(repeating: hash + "\n", count: 63) + "\n\(note)"
        #expect(try AddCheckpointRequest(parsing: Array(full.utf8)).proof.count == 63)
    }

    @Test("a root that no tree of size 0 has is inconsistent, an unreadable one malformed")
    func emptyTree() throws {
        let signature = try WitnessFixtures.log.sign([]).line
        func body(_ size: String, _ root: String) -> [UInt8] {
            Array("old 0\n\nlog.example/accord\n\(size)\n\(root)\n\n".utf8) + signature
        }
        #expect(throws: AddCheckpointRequestError.emptyTreeRoot) {
            try AddCheckpointRequest(parsing: body("0", Hash.sha256(of: [1]).base64))
        }
        #expect(AddCheckpointRequestError.emptyTreeRoot.answer.status == 422)
        for size in ["0", "1"] {
            #expect(throws: AddCheckpointRequestError.checkpoint(.checkpointRoot)) {
                try AddCheckpointRequest(parsing: body(size, "AAAA"))
            }
        }
        #expect(throws: Never.self) { try AddCheckpointRequest(parsing: body("0", Hash.emptyTree.base64)) }
    }

    @Test("a signature with unused bits set is forbidden, a line that is none malformed")
    func spoiledSignature() throws {
        let text = String(decoding: Self.example, as: UTF8.self)
        for (end, status) in [("zm9R=", 403), ("zm9-=", 400), ("zm9é=", 400), ("zm9Q", 400), ("zm9==", 403), ("", 400)]
        {
            let body = Array((text.dropLast(6) + end + "\n").utf8)
            let error = #expect(throws: AddCheckpointRequestError.self) { try AddCheckpointRequest(parsing: body) }
            #expect(error?.answer.status == status, "\(end): \(String(describing: error))")
        }
    }

    @Test("too large is refused unread; 16 post-quantum signatures fit")
    func size() throws {
        let long = [UInt8](repeating: 0x41, count: AddCheckpointRequest.maximumByteCount + 1)
        #expect(throws: AddCheckpointRequestError.tooLong(byteCount: long.count)) {
            try AddCheckpointRequest(parsing: long)
        }
        let line = try #require(
            NoteSignature(name: try KeyName("pq"), keyID: KeyID(1), signature: [UInt8](repeating: 1, count: 5000)))
        let large = try WitnessFixtures.checkpoint(3).adding([NoteSignature](repeating: line, count: 16))
        let request = try AddCheckpointRequest(oldSize: 0, proof: [], checkpoint: large)
        #expect(try AddCheckpointRequest(parsing: request.bytes) == request)
        let huge = try WitnessFixtures.checkpoint(3).adding([NoteSignature](repeating: line, count: 60))
        #expect(throws: AddCheckpointRequestError.self) {
            try AddCheckpointRequest(oldSize: 0, proof: [], checkpoint: huge)
        }
        #expect(throws: AddCheckpointRequestError.tooManyProofLines) {
            try AddCheckpointRequest(oldSize: 0, proof: [Hash](repeating: .emptyTree, count: 64), checkpoint: large)
        }
    }

    @Test("damage never traps, and whatever is still read has exactly one spelling")
    func mutations() throws {
        var random = SplitMix64(seed: 43)
        for round in 0..<5000 {
            var bytes = Self.example
            for _ in 0...round % 3 { Mutation.apply(to: &bytes, using: &random) }
            guard let request = try? AddCheckpointRequest(parsing: bytes) else { continue }
            #expect(request.bytes == bytes, "seed 43, round \(round)")
        }
    }
}
