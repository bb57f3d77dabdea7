import ParleyClient
import TestKit
import Testing

@Suite struct EventStreamParserTests {
    private func events(_ text: String, from id: String = "") throws -> [ServerSentEvent] {
        var parser = EventStreamParser(lastEventID: id)
        return try parser.feed(text.utf8)
    }

    @Test("the examples of the specification")
    func examples() throws {
        #expect(
            try events("data: YHOO\ndata: +2\ndata: 10\n\n")
                == [ServerSentEvent(id: "", name: "message", data: "YHOO\n+2\n10")])
        let stream = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"
        #expect(
            try events(stream) == [
                ServerSentEvent(id: "1", name: "message", data: "first event"),
                ServerSentEvent(id: "", name: "message", data: "second event"),
                ServerSentEvent(id: "", name: "message", data: " third event"),
            ])
        // Two events, the second with one line feed; the last block is cut off and is none.
        #expect(
            try events("data\n\ndata\ndata\n\ndata:") == [
                ServerSentEvent(id: "", name: "message", data: ""),
                ServerSentEvent(id: "", name: "message", data: "\n"),
            ])
        #expect(try events("data:test\n\ndata: test\n\n").map(\.data) == ["test", "test"])
    }

    @Test("names last for one event, IDs until another comes")
    func names() throws {
        let stream = "event: a\nid: 7\ndata: x\n\ndata: y\n\nevent: b\n\ndata: z\n\n"
        #expect(
            try events(stream) == [
                ServerSentEvent(id: "7", name: "a", data: "x"), ServerSentEvent(id: "7", name: "message", data: "y"),
                ServerSentEvent(id: "7", name: "message", data: "z"),
            ])
    }

    @Test("line ends of all three kinds, cut anywhere, and a byte order mark at the beginning only")
    func lineEnds() throws {
        let parts = ["\u{feff}id: 1", "data: a", "data: b", "", "data: \u{feff}c", ""]
        let expected = [
            ServerSentEvent(id: "1", name: "message", data: "a\nb"),
            ServerSentEvent(id: "1", name: "message", data: "\u{feff}c"),
        ]
        for end in ["\n", "\r", "\r\n"] {
            let bytes = Array(parts.map { $0 + end }.joined().utf8)
            for cut in 0...bytes.count {
                var parser = EventStreamParser()
                let found = try parser.feed(bytes[..<cut]) + parser.feed(bytes[cut...])
                #expect(found == expected, "cut at \(cut)")
            }
            var parser = EventStreamParser()
            var found: [ServerSentEvent] = []
            for byte in bytes { found += try parser.feed(CollectionOfOne(byte)) }
            #expect(found == expected)
        }
    }

    @Test("an ID counts when its event is complete, and never with a zero in it")
    func ids() throws {
        var parser = EventStreamParser(lastEventID: "41")
        _ = try parser.feed("data: x\n\n".utf8)
        #expect(parser.lastEventID == "41")
        _ = try parser.feed("id: 42\ndata: y\n".utf8)
        #expect(parser.lastEventID == "41")
        _ = try parser.feed("\n".utf8)
        #expect(parser.lastEventID == "42")
        _ = try parser.feed("id: 4\u{0}3\n\n".utf8)
        #expect(parser.lastEventID == "42")
        _ = try parser.feed("id: 43\n\n".utf8)
        #expect(parser.lastEventID == "43")
    }

    @Test("retry takes digits only")
    func retry() throws {
        var parser = EventStreamParser()
        for bad in ["", " ", "-1", "1.5", "x", "+3"] { _ = try parser.feed("retry:\(bad)\n".utf8) }
        #expect(parser.retryMilliseconds == nil)
        _ = try parser.feed("retry: 2500\n".utf8)
        #expect(parser.retryMilliseconds == 2500)
        _ = try parser.feed("retry: 99999999999999999999\n".utf8)
        #expect(parser.retryMilliseconds == Int64.max)
    }

    @Test("what never ends is given up")
    func limits() throws {
        var limits = EventStreamParser.Limits()
        limits.maximumLineBytes = 10
        limits.maximumEventBytes = 12
        var parser = EventStreamParser(limits: limits)
        #expect(throws: EventStreamError.lineTooLong(limitBytes: 10)) { try parser.feed("data: 12345".utf8) }
        parser = EventStreamParser(limits: limits)
        #expect(throws: EventStreamError.eventTooLong(limitBytes: 12)) {
            try parser.feed("data:1234\ndata:1234\ndata:1234\n".utf8)
        }
    }

    @Test("any bytes, cut in any way, give what a slow reader of whole lines gives", arguments: UInt64(0)..<60)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "data", "data:", "data: ", "id", "id: ", "event: ", "retry:", ":", " ", "\n", "\n\n", "\r", "\r\n", "\r\r",
            "x",
            "é", "\u{feff}", "\u{0}", "7", "dat", "data:a\n\n",
        ]
        for _ in 0..<30 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                bytes += Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
                if Int.random(in: 0..<20, using: &random) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                }
            }
            let expected = SlowEventReader.read(bytes)
            var parser = EventStreamParser()
            var found: [ServerSentEvent] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...9, using: &random))
                rest = rest.dropFirst(piece.count)
                found += try parser.feed(piece)
            }
            #expect(found == expected.events, "seed \(seed)")
            #expect(parser.lastEventID == expected.lastEventID, "seed \(seed)")
        }
    }
}

/// The specification's algorithm over a whole stream at once: slow and obvious.
enum SlowEventReader {
    static func read(_ bytes: [UInt8]) -> (events: [ServerSentEvent], lastEventID: String) {
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == 13 || bytes[at] == 10 {
                lines.append(line)
                line = []
                if bytes[at] == 13, at + 1 < bytes.count, bytes[at + 1] == 10 { at += 1 }
            } else {
                line.append(bytes[at])
            }
            at += 1
        }
        var events: [ServerSentEvent] = []
        var (data, name, id, last) = ([[UInt8]](), "", "", "")
        for line in lines {
            if line.isEmpty {
                last = id
                if !data.isEmpty {
                    let text = String(decoding: Array(data.joined(separator: [10])), as: UTF8.self)
                    events.append(ServerSentEvent(id: last, name: name.isEmpty ? "message" : name, data: text))
                }
                (data, name) = ([], "")
                continue
            }
            let halves = line.split(separator: 58, maxSplits: 1, omittingEmptySubsequences: false)
            var value = halves.count > 1 ? Array(halves[1]) : []
            if value.first == 32 { value.removeFirst() }
            switch String(decoding: halves[0], as: UTF8.self) {
            case "data": data.append(value)
            case "event": name = String(decoding: value, as: UTF8.self)
            case "id": if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
            default: break
            }
        }
        return (events, last)
    }
}
