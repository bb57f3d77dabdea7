import Crypto
import Deconfliction
import Foundation
import Geodesy
import Testing

@testable import parley

/// The workload is the same to the last bit wherever it is made.
@Suite struct EngineWorkloadTests {
    @Test("2,000 records and 500 questions of the default seed are the files that other engines know")
    func exportedFilesAreGolden() throws {
        let folder = NSTemporaryDirectory() + "parley-workload-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try WorkloadExport(folder: folder).write(Workload(records: 2_000, questions: 500))
        let golden = [
            "recs.bin": "4e3daeaa4ccdacc42ee5b3252c2fa6997785321a0eed0819e8f14e3262f85bcb",
            "qry.bin": "0406a4d52f1ea05a63d63519fe8e61d1cb9c7f4fea490742fc779f0b2548dc60",
            "tracks.bin": "21ff7bf10e09747845e46d47219249ea397c91891c7e7fd67580b2658c3bcaf1",
            "recs.tsv": "b5531db39d537f953d22c4828bee46a8050cf0c456a108b0299b4d483f6e1bc4",
            "qry.tsv": "d1cffdd492652634a7e227b9b82544d773d45f8fa5f194a61cb054969f607e21",
        ]
        for (name, digest) in golden.sorted(by: { $0.key < $1.key }) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            let found = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
            #expect(found == digest, "\(name) of \(bytes.count) bytes")
        }
    }

    @Test("a stream begins anew at every walk, and a shorter workload is the beginning of a longer one")
    func streamsRepeat() {
        let (short, long) = (Workload(records: 50, questions: 5), Workload(records: 80, questions: 9))
        let first = short.recordStream.map { WorkloadFields($0) }
        #expect(first == short.recordStream.map { WorkloadFields($0) })
        #expect(first == long.recordStream.prefix(50).map { WorkloadFields($0) })
        #expect(
            short.questionStream.map { WorkloadFields($0) } == long.questionStream.prefix(5).map { WorkloadFields($0) })
        #expect(short.tracks(7).map(\.vertex) == long.tracks().prefix(7).map(\.vertex))
        let other = Workload(records: 50, questions: 5, seed: 1).recordStream.map { WorkloadFields($0) }
        #expect(first != other)
    }

    @Test("the product takes every record and question as it is, lengths to the nearest millimetre")
    func recordsBecomeVolumes() throws {
        let workload = Workload(records: 3_000, questions: 500)
        var kinds: Set<WorkloadRecord.Kind> = []
        for record in [Array(workload.recordStream), Array(workload.questionStream)].joined() {
            let volume = try record.volume()
            kinds.insert(record.kind)
            #expect(volume.window.start.microsecondsSince1970 == record.start * 1_000_000)
            #expect(volume.window.end?.microsecondsSince1970 == record.end * 1_000_000)
            #expect(volume.band.reference == .ellipsoid)
            let lower = try #require(volume.band.lowerMillimetres)
            #expect(abs(Double(lower) - Double(record.lowerAltitude) * 1_000) <= 0.5)
            switch volume.area {
            case .circle(let circle):
                #expect(record.kind == .circle)
                #expect(abs(Double(circle.radiusMillimetres) - Double(record.radius) * 1_000) <= 0.5)
            case .polygon(let polygon):
                #expect(record.kind == .polygon)
                #expect(polygon.outer.count == record.vertices.count)
                #expect(polygon.outer.map(\.latitudeE7) == record.vertices.map(\.latitudeE7))
            case .route(let route):
                #expect(record.kind == .route)
                #expect(route.path.count == record.vertices.count)
                #expect(abs(Double(route.halfWidthMillimetres) - Double(record.radius) * 1_000) <= 0.5)
            }
        }
        #expect(kinds.count == 3)
    }

    @Test("nothing is over at the workload's present, and questions last from ten minutes to a day")
    func timesAreAsSpecified() {
        let workload = Workload(records: 5_000, questions: 1_000)
        for record in workload.recordStream {
            #expect(record.end > WorkloadRecord.present && record.start < record.end)
            #expect(record.standOff == 0)
        }
        var standOffs: Set<Float> = []
        for question in workload.questionStream {
            #expect((600...86_400).contains(question.end - question.start))
            standOffs.insert(question.standOff)
        }
        #expect(standOffs == [0, 500, 5_000])
    }
}

/// What two records are compared by.
private struct WorkloadFields: Equatable {
    let vertices: [WorkloadVertex]
    let numbers: [Float]
    let times: [Int64]

    init(_ record: WorkloadRecord) {
        vertices = record.vertices
        numbers = [record.radius, record.lowerAltitude, record.upperAltitude, record.standOff]
        times = [record.start, record.end, Int64(record.id), Int64(record.party), Int64(record.theatre)]
    }
}
