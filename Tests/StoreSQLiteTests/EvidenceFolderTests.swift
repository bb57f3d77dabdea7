import Foundation
import Geodesy
import ParleyNode
import StoreSQLite
import TestKit
import Testing

@Suite struct EvidenceFolderTests {
    private func alarm(_ evidence: [UInt8], _ seconds: Int64 = 0) -> Alarm {
        Alarm(
            kind: .splitView, sentence: "two \"histories\"", since: .test(seconds),
            file: EvidenceNaming.file(.splitView, evidence))
    }

    @Test("what was kept is there after a restart, oldest first, until an operator clears it")
    func keepsAndClears() throws {
        let place = NSTemporaryDirectory() + "evidence-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let (first, second) = (Array("one".utf8), Array("two".utf8))
        #expect(try EvidenceFolder(path: place).alarms().isEmpty)
        try EvidenceFolder(path: place).keep(second, raising: alarm(second, 9))
        try EvidenceFolder(path: place).keep(first, raising: alarm(first, 1))
        try EvidenceFolder(path: place).keep(first, raising: alarm(first, 5))
        #expect(try EvidenceFolder(path: place).alarms() == [alarm(first, 1), alarm(second, 9)])
        #expect(try EvidenceFolder(path: place).evidence(alarm(first).file) == first)
        try EvidenceFolder(path: place).clear(alarm(first).file)
        #expect(try EvidenceFolder(path: place).alarms() == [alarm(second, 9)])
        #expect(try FileManager.default.contentsOfDirectory(atPath: place).count == 2)
    }

    @Test("a piece whose alarm is unreadable still raises one, and no name leads out of the folder")
    func namesAndDamage() throws {
        let place = NSTemporaryDirectory() + "evidence-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let piece = Array("one".utf8)
        try EvidenceFolder(path: place).keep(piece, raising: alarm(piece))
        try Data("{".utf8).write(to: URL(fileURLWithPath: "\(place)/\(alarm(piece).file).alarm"))
        let alarms = try EvidenceFolder(path: place).alarms()
        #expect(alarms.map(\.file) == [alarm(piece).file])
        #expect(alarms.map(\.kind) == [.splitView])
        for name in ["../x", "split-view-../../0000000000", "split-view-0123456789ABCDEF", "split-view-"] {
            #expect(!EvidenceNaming.isName(name))
            #expect(try EvidenceFolder(path: place).evidence(name) == nil)
        }
    }
}
