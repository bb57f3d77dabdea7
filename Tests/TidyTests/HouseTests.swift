import Foundation
import Testing

/// What a formatter cannot see: which room uses what, how large a file is, what no output may say.
@Suite struct HouseTests {
    /// Arrows point up: each room and the rooms it may use.
    static let rooms: [String: Set<String>] = [
        "StrictJSON": [], "Geodesy": [], "Gazetteer": ["StrictJSON", "Geodesy"], "Gzip": ["CZlib"],
        "Roads": ["StrictJSON", "Geodesy"], "RoadImport": ["Roads", "Geodesy", "Gzip"],
        "AccessFigures": ["StrictJSON", "Geodesy"],
        "Tracking": ["Geodesy"], "TrackImport": ["Tracking", "Geodesy", "StrictJSON", "Gzip", "CExpat"],
        "Deconfliction": ["Geodesy"], "TransparencyLog": [],
        "Statements": ["StrictJSON", "Geodesy", "TransparencyLog"],
        "Coordination": ["Statements", "StrictJSON", "Geodesy", "Deconfliction", "TransparencyLog"],
        "Picture": [
            "AccessFigures", "Coordination", "Statements", "StrictJSON", "Geodesy", "Deconfliction", "TransparencyLog",
        ],
        "Calendars": ["Coordination", "Statements", "StrictJSON", "TransparencyLog", "Geodesy"],
        "Inquiry": ["Coordination", "Statements", "StrictJSON", "Geodesy", "TransparencyLog"],
        "Delivery": ["Coordination", "Statements", "StrictJSON", "Geodesy", "TransparencyLog"],
        "Couriers": ["CCurl", "Coordination", "Delivery", "Statements", "StrictJSON", "Geodesy", "TransparencyLog"],
        "ParleyNode": [
            "Delivery", "Inquiry", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog", "Geodesy",
            "Deconfliction", "Tracking",
        ],
        "StoreSQLite": ["Delivery", "ParleyNode", "Statements", "StrictJSON", "TransparencyLog", "Geodesy"],
        "ListImport": [
            "Gazetteer", "Coordination", "Statements", "Geodesy", "StrictJSON", "TransparencyLog", "Gzip",
            "Deconfliction",
        ],
        "HTTPSignatures": ["Statements", "Geodesy", "TransparencyLog", "StrictJSON"],
        "HTTPAPI": [
            "Delivery", "ParleyNode", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog",
            "Geodesy", "Deconfliction", "Calendars", "HTTPSignatures", "Gzip", "AccessFigures",
            "Tracking", "TrackImport",
        ],
        "ParleyClient": [
            "ParleyNode", "Inquiry", "Picture", "Coordination", "Statements", "StrictJSON", "TransparencyLog",
            "HTTPSignatures", "Geodesy",
        ],
    ]

    /// Rooms without waiting, drivers or the system's clock.
    static let pure: Set<String> = [
        "StrictJSON", "Geodesy", "Gazetteer", "Roads", "AccessFigures", "Tracking", "Deconfliction", "TransparencyLog",
        "Statements", "Coordination", "Picture", "Inquiry", "Calendars", "Delivery",
    ]

    @Test("every room uses only rooms above it", arguments: rooms.keys.sorted())
    func arrowsPointUp(room: String) throws {
        let known = Set(Self.rooms.keys).union(["parley", "TestKit", "CZlib", "CCurl", "CExpat"])
        for file in try Checkout.sources(of: room) {
            for name in try file.imports() where known.contains(name) {
                #expect(Self.rooms[room]?.contains(name) == true, "\(file.path) imports \(name)")
            }
        }
    }

    @Test("the pure core imports no Foundation, no dispatch and no C library", arguments: pure.sorted())
    func coreStaysPure(room: String) throws {
        let refused: Set = [
            "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Logging", "NIOCore", "GRDB",
        ]
        for file in try Checkout.sources(of: room) {
            for name in try file.imports() { #expect(!refused.contains(name), "\(file.path) imports \(name)") }
        }
    }

    @Test("the system's clock is read in one place")
    func oneClock() throws {
        for file in try Checkout.sources() where !file.path.hasSuffix("Ports/WallClock.swift") {
            // The CPU time of a thread says nothing of the hour.
            let text = try file.text().replacingOccurrences(of: "clock_gettime(CLOCK_THREAD_CPUTIME_ID", with: "")
            for reader in ["Date()", "Date.now", "clock_gettime", "gettimeofday"] {
                #expect(!text.contains(reader), "\(file.path) reads the clock by \(reader)")
            }
        }
    }

    @Test("no source file holds two subjects")
    func filesStaySmall() throws {
        for file in try Checkout.sources() {
            let lines = try file.text().split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 400, "\(file.path) has \(lines) lines")
        }
    }

    @Test("no output can be read as leave to act, and no field carries a target")
    func doctrine() throws {
        let sentences = ["safe to", "area is clear", "is approved", "unprotected", "cleared to", "cleared hot"]
        for file in try Checkout.sources() {
            for (number, line) in try file.text().split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            {
                // What a comment explains is not said to anybody.
                guard !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") else { continue }
                let lower = line.lowercased()
                for sentence in sentences {
                    #expect(!lower.contains(sentence), "\(file.path):\(number + 1) says '\(sentence)'")
                }
                #expect(!lower.contains("case strike"), "\(file.path):\(number + 1)")
                #expect(!lower.contains("\"target\""), "\(file.path):\(number + 1) has a field 'target'")
            }
        }
    }

    @Test("nothing unfinished is left in the sources")
    func nothingUnfinished() throws {
        for file in try Checkout.sources() {
            let text = try file.text()
            for word in ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "try" + "!"] {
                #expect(!text.contains(word), "\(file.path) holds \(word)")
            }
        }
    }

    @Test("unchecked concurrency carries its reason on the line above")
    func reasonsForUnchecked() throws {
        for file in try Checkout.sources() {
            let lines = try file.text().split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                let before = number > 0 ? lines[number - 1].trimmingCharacters(in: .whitespaces) : ""
                #expect(before.hasPrefix("//"), "\(file.path):\(number + 1) gives no reason")
            }
        }
    }
}

/// The files of this checkout.
enum Checkout {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File {
        let path: String

        func text() throws -> String {
            try String(contentsOf: Checkout.root.appendingPathComponent(path), encoding: .utf8)
        }

        func imports() throws -> [String] {
            try text().split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place + 1 < words.count, place <= 2,
                    !line.hasPrefix(" "), !line.hasPrefix("//")
                else { return nil }
                return String(words[place + 1].split(separator: ".")[0])
            }
        }
    }

    /// The Swift sources of one room, or of all.
    static func sources(of room: String? = nil) throws -> [File] {
        let folder = "Sources" + (room.map { "/" + $0 } ?? "")
        let names = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?
            .compactMap { $0 as? String }
        let files = (names ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { File(path: folder + "/" + $0) }
        try #require(!files.isEmpty, "no sources found in \(folder)")
        return files
    }
}
