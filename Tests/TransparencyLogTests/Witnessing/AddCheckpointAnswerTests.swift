import Testing
import TransparencyLog

@Suite struct AddCheckpointAnswerTests {
    typealias Answer = AddCheckpointAnswer

    private func read(_ answer: Answer) throws -> Answer {
        try Answer(status: answer.status, contentType: answer.contentType, body: answer.body)
    }

    @Test("every answer is read as it was written")
    func roundTrip() throws {
        let line = try WitnessFixtures.signers[0].cosign(Array("x\n".utf8), timestampSeconds: 5)
        let answers: [(Answer, Int)] = [
            (.cosigned([line, line]), 200), (.malformed("bad"), 400), (.forbidden("no signature"), 403),
            (.unknownOrigin("not 'ours'"), 404), (.conflict(0), 409), (.conflict(.maximum), 409),
            (.inconsistent(""), 422),
        ]
        for (answer, status) in answers {
            #expect(answer.status == status)
            #expect(try read(answer) == answer)
        }
        #expect(Answer.conflict(7).body == Array("7\n".utf8))
        #expect(Answer.conflict(7).contentType == "text/x.tlog.size")
    }

    @Test("the specification's example of three lines by two witnesses")
    func golden() throws {
        let body = Array(
            """
            — witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
            — witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==
            — witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==

            """.utf8)
        let answer = try Answer(status: 200, contentType: "text/plain", body: body)
        guard case .cosigned(let lines) = answer else { throw AddCheckpointAnswerError.noSignature }
        #expect(lines.map(\.name.text) == ["witness.example/w1", "witness.example/w1", "witness.example/w2"])
        #expect(answer.body == body)
    }

    @Test("what is not an answer is refused")
    func faults() throws {
        func expect(_ status: Int, _ type: String?, _ body: String, _ error: AddCheckpointAnswerError) {
            #expect(throws: error) { try Answer(status: status, contentType: type, body: Array(body.utf8)) }
        }
        for status in [0, 100, 201, 204, 301, 401, 429, 500, 503] { expect(status, nil, "", .unexpectedStatus(status)) }
        expect(200, nil, "", .noSignature)
        expect(200, nil, "hello\n", .badSignatureLine(1))
        let line = String(
            decoding: try WitnessFixtures.signers[0].cosign(Array("x\n".utf8), timestampSeconds: 5).line, as: UTF8.self)
        expect(200, nil, line + "\n", .badSignatureLine(2))
        expect(200, nil, String(line.dropLast()), .badSignatureLine(1))
        expect(200, nil, String(repeating: line, count: 17), .badSignatureLine(17))
        let type = "text/x.tlog.size"
        for body in ["", "\n", "7", "07\n", "7\n\n", "7 \n", "-7\n", "9223372036854775808\n", "7\r\n"] {
            expect(409, type, body, .badSize)
        }
        for other in [nil, "", "text/plain", "text/x.tlog.sizes", "x;text/x.tlog.size"] {
            expect(409, other, "7\n", .badSize)
        }
        for same in [type, "Text/X.TLog.Size", "text/x.tlog.size; charset=utf-8", " text/x.tlog.size "] {
            #expect(try Answer(status: 409, contentType: same, body: Array("7\n".utf8)) == .conflict(7))
        }
        let long = [UInt8](repeating: 0x41, count: Answer.maximumByteCount + 1)
        #expect(throws: AddCheckpointAnswerError.tooLong(byteCount: long.count)) {
            try Answer(status: 422, contentType: nil, body: long)
        }
    }

    @Test("a stranger's sentence cannot forge lines of a log file or turn its writing")
    func reasons() throws {
        let body = Array("bad\n2026-01-01 all is well\u{1B}[2J\u{202E}".utf8) + [0xFF]
        #expect(
            try Answer(status: 403, contentType: nil, body: body)
                == .forbidden("bad\u{FFFD}2026-01-01 all is well\u{FFFD}[2J\u{FFFD}\u{FFFD}"))
        let long = try Answer(status: 400, contentType: nil, body: [UInt8](repeating: 0x41, count: 5000))
        #expect(long == .malformed(String(repeating: "A", count: Answer.maximumReasonCount)))
    }

    @Test("only a line that holds, of the witness that was asked, is taken from an answer")
    func cosignature() throws {
        let checkpoint = try WitnessFixtures.checkpoint(4)
        let (mine, other) = (WitnessFixtures.signers[0], WitnessFixtures.signers[1])
        let old = try mine.cosign(checkpoint.note.text, timestampSeconds: 5)
        let new = try mine.cosign(checkpoint.note.text, timestampSeconds: 6)
        let forged = try mine.cosign(Array("other\n".utf8), timestampSeconds: 9)
        let foreign = try other.cosign(checkpoint.note.text, timestampSeconds: 9)
        let answer = Answer.cosigned([forged, old, foreign, new])
        #expect(answer.cosignature(of: mine.verifierKey, on: checkpoint) == new)
        #expect(Answer.cosigned([forged, foreign]).cosignature(of: mine.verifierKey, on: checkpoint) == nil)
        #expect(Answer.conflict(4).cosignature(of: mine.verifierKey, on: checkpoint) == nil)
        #expect(answer.cosignature(of: WitnessFixtures.log.verifierKey, on: checkpoint) == nil)
        #expect(answer.cosignature(of: mine.verifierKey, on: try WitnessFixtures.checkpoint(5)) == nil)
    }
}
