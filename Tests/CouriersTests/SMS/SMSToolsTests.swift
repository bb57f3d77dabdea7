import Couriers
import Delivery
import Foundation
import StrictJSON
import TestKit
import Testing

/// The queue with smstools' own daemon at its other end, and a telephone that is a program.
@Suite(.serialized) struct SMSToolsTests {
    /// Installed, or as scripts/setup unpacks it: then no service is set up and nothing of the system's is touched.
    private static let daemon = ["/usr/sbin/smsd", Peers.root.path + "/.build/smstools/usr/sbin/smsd"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    private static let isWanted = Peers.isWanted && daemon != nil
    private static let note: Comment =
        "there is no smsd: run scripts/setup test, which unpacks Debian's smstools below .build; or PARLEY_SKIP_PYTHON is set"

    private struct Spool {
        let folder: Folder
        let peer: Peer
        let means: SMSQueueMeans

        init(_ mood: String) throws {
            folder = try Folder(["outgoing", "checked", "sent", "failed"])
            peer = try Peer("smstools_peer.py", [try #require(SMSToolsTests.daemon), folder.path, mood])
            means = SMSQueueMeans(folders: .init(spool: folder.path))
            try #require(peer.next() == "ready", "the daemon did not greet the modem")
        }

        /// The first report; half a minute is for ever.
        func report() async throws -> DeliveryReport? {
            for _ in 0..<300 {
                if let found = await means.reports().first { return found }
                try await Task.sleep(for: .milliseconds(100))
            }
            return nil
        }
    }

    private func parcel(_ language: String) throws -> (parcel: Parcel, address: Address) {
        try #require(DeliveryBooks.parcel(DeliveryBooks.one(DeliveryBooks.phone(), languages: #"["\#(language)"]"#)))
    }

    @Test(
        "what the daemon tells the modem is our number and our text, in the alphabet that carries it",
        .enabled(if: isWanted, note),
        arguments: [("en", "gsm", 1), ("fr", "gsm", 1), ("ar", "ucs2", 2), ("ru", "ucs2", 2)])
    func sends(language: String, alphabet: String, parts: Int64) async throws {
        let spool = try Spool("good")
        let (parcel, address) = try parcel(language)
        #expect(await spool.means.send(parcel, to: address) == .pending(seconds: 120))
        let line = try #require(spool.peer.next())
        var fields = try JSONDocument(Array(line.utf8), limits: .init(maximumBytes: 65_536, maximumDepth: 3)).root
            .object()
        #expect(try fields.required("number").string() == "963115550100", "\(line)")
        #expect(try fields.required("international").bool())
        #expect(try fields.required("text").string() == ShortLetter(parcel).text)
        #expect(try fields.required("alphabet").string() == alphabet)
        #expect(try fields.required("parts").integer() == parts)
        #expect(try await spool.report() == DeliveryReport(key: parcel.key, outcome: .handedOver))
        // The daemon had it, so a second attempt sends no second message.
        #expect(await spool.means.send(parcel, to: address) == .handedOver)
        #expect(try spool.folder.names(in: "outgoing").isEmpty)
    }

    @Test(
        "what the network does not take lies in 'failed', and is reported with the reason that the daemon wrote",
        .enabled(if: isWanted, note))
    func refuses() async throws {
        let spool = try Spool("refuses")
        let (parcel, address) = try parcel("en")
        _ = await spool.means.send(parcel, to: address)
        let report = try #require(try await spool.report())
        #expect(report.key == parcel.key)
        guard case .failed(let fault, _) = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(fault.code == .refused)
        #expect(fault.sentence.contains("+CMS ERROR: 38"), "\(fault)")
        // It may be tried again: the file of the attempt before does not stand in the way.
        #expect(await spool.means.send(parcel, to: address) == .pending(seconds: 120))
    }
}
