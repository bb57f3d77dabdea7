import Couriers
import Delivery
import Foundation
import TestKit
import Testing

@Suite struct SMSQueueMeansTests {
    private static let spool = ["outgoing", "checked", "sent", "failed"]

    private func parcel(_ languages: String = #"["en"]"#) throws -> (parcel: Parcel, address: Address) {
        let book = try DeliveryBooks.one(DeliveryBooks.phone(), languages: languages)
        return try #require(DeliveryBooks.parcel(book))
    }

    private func means(_ folder: Folder) -> SMSQueueMeans {
        SMSQueueMeans(folders: .init(spool: folder.path))
    }

    private func move(_ name: String, _ folder: Folder, _ from: String, _ to: String, adding headers: String = "")
        throws
    {
        let text = try folder.text(from + "/" + name)
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(from)/\(name)")
        let end = try #require(text.range(of: "\n\n"))
        try folder.write(text[..<end.lowerBound] + "\n" + headers + text[end.lowerBound...], to: to + "/" + name)
    }

    @Test("a file has the number, the alphabet and one line that says neither where nor what")
    func writes() async throws {
        let folder = try Folder(Self.spool)
        let (parcel, address) = try parcel()
        #expect(await means(folder).send(parcel, to: address) == .pending(seconds: 120))
        #expect(try folder.names(in: "outgoing") == [parcel.key.text])
        #expect(try folder.names(in: "parley").isEmpty)
        let text = try folder.text("outgoing/" + parcel.key.text)
        #expect(
            text == """
                To: 963115550100
                Alphabet: UTF-8
                Report: yes
                Autosplit: 3
                Priority: high

                Notice \(parcel.reference), flash. Not permission. Sign for it: \(parcel.link)
                """)
    }

    @Test("Arabic goes as it is")
    func arabic() async throws {
        let folder = try Folder(Self.spool)
        let (parcel, address) = try parcel(#"["ar"]"#)
        _ = await means(folder).send(parcel, to: address)
        #expect(try folder.text("outgoing/" + parcel.key.text).contains("إشعار"))
    }

    @Test("sent is handed over, told once and then removed; a second attempt finds it")
    func sent() async throws {
        let folder = try Folder(Self.spool)
        let (parcel, address) = try parcel()
        let means = means(folder)
        _ = await means.send(parcel, to: address)
        #expect(await means.reports() == [])
        try move(parcel.key.text, folder, "outgoing", "sent", adding: "Modem: GSM1\nMessage_id: 117\n")
        #expect(await means.send(parcel, to: address) == .handedOver)
        #expect(await means.reports() == [DeliveryReport(key: parcel.key, outcome: .handedOver)])
        #expect(await means.reports() == [])
        #expect(try folder.names(in: "sent").isEmpty)
        #expect(try folder.names(in: "outgoing").isEmpty)
    }

    @Test("a report that was taken by a process which died is told again by the next")
    func toldAgain() async throws {
        let folder = try Folder(Self.spool)
        let (parcel, address) = try parcel()
        _ = await means(folder).send(parcel, to: address)
        try move(parcel.key.text, folder, "outgoing", "sent")
        #expect(await means(folder).reports().count == 1)
        #expect(await means(folder).reports().count == 1)
    }

    @Test("failed says why, whatever the daemon wrote, and a second attempt begins anew")
    func failed() async throws {
        let folder = try Folder(Self.spool)
        let (parcel, address) = try parcel()
        let means = means(folder)
        _ = await means.send(parcel, to: address)
        try move(parcel.key.text, folder, "outgoing", "failed", adding: "Fail_reason: No route\u{7} to phone \n")
        let report = try #require(await means.reports().first)
        guard case .failed(let fault, _) = report.outcome else {
            Issue.record("\(report)")
            return
        }
        #expect(fault.sentence == "the modem gave up: No route? to phone")
        #expect(await means.send(parcel, to: address) == .pending(seconds: 120))
        #expect(try folder.names(in: "failed").isEmpty)
    }

    @Test(
        "a daemon that is down hands over nothing, and one that is slow gets no second copy",
        arguments: ["outgoing", "checked"])
    func down(place: String) async throws {
        let folder = try Folder(Self.spool)
        let (parcel, address) = try parcel()
        let means = means(folder)
        _ = await means.send(parcel, to: address)
        if place == "checked" { try move(parcel.key.text, folder, "outgoing", "checked") }
        #expect(await means.send(parcel, to: address).code == .unreachable)
        let files = try Self.spool.flatMap { try folder.names(in: $0) }
        #expect(files == [parcel.key.text])
    }

    @Test("files of others are left alone, and hostile ones end nothing")
    func others() async throws {
        let folder = try Folder(Self.spool)
        let means = means(folder)
        try folder.write("To: 1\n\nhello", to: "sent/someone-elses")
        try folder.write(
            String(repeating: "Fail_reason", count: 100_000), to: "failed/pd-" + String(repeating: "a", count: 32))
        try FileManager.default.createDirectory(
            atPath: folder.path + "/failed/pd-" + String(repeating: "b", count: 32), withIntermediateDirectories: true)
        let reports = await means.reports()
        #expect(reports.count == 2)
        #expect(reports.allSatisfy { $0.outcome.code == .refused })
        _ = await means.reports()
        #expect(try folder.names(in: "sent") == ["someone-elses"])
    }

    @Test("without the daemon's folder, or with one that is full, the fault says so")
    func missing() async throws {
        let (parcel, address) = try parcel()
        #expect(await means(try Folder()).send(parcel, to: address).code == .notConfigured)
        let folder = try Folder(Self.spool)
        var limits = SMSQueueMeans.Limits()
        limits.maximumOutgoing = 1
        try folder.write("x", to: "outgoing/other")
        let full = SMSQueueMeans(folders: .init(spool: folder.path), limits: limits)
        #expect(await full.send(parcel, to: address).code == .busy)
    }
}
