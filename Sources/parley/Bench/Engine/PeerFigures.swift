import StrictJSON

/// What one other engine needed for the same questions to the same records, or why there is no figure.
struct PeerFigures {
    /// What a peer's script prints on one line; a peer that is not installed gives only its name and what is missing.
    struct Report: Decodable {
        var peer: String
        var missing: String?
        var version: String?
        var questions: Int?
        var microsecondsPerQuestion: Double?
        var kernelMicrosecondsPerQuestion: Double?
        var q2Seconds: Double?
        var buildSeconds: Double?
        var bytesPerRecord: Double?
        var hits: Int?
    }

    let name: String
    let report: Report?
    /// Why there is no figure.
    let absence: String?
    let disagreements: Int?
    private let ourMicroseconds: Double

    init(_ peer: Peer, _ report: Report, disagreements: Int?, ourMicroseconds: Double) {
        name = peer.rawValue
        self.report = report
        absence = report.missing.map { "not installed: \($0)" }
        self.disagreements = disagreements
        self.ourMicroseconds = ourMicroseconds
    }

    init(_ peer: Peer, absence: String) {
        name = peer.rawValue
        report = nil
        self.absence = absence
        disagreements = nil
        ourMicroseconds = 0
    }

    var title: String { Peer(rawValue: name)?.title ?? name }
    var microsecondsPerQuestion: Double? { report?.microsecondsPerQuestion }
    var kernelMicrosecondsPerQuestion: Double? { report?.kernelMicrosecondsPerQuestion }

    /// How many times our cost a question.
    var ratio: Double? { microsecondsPerQuestion.map { $0 / ourMicroseconds } }
    var kernelRatio: Double? { kernelMicrosecondsPerQuestion.map { $0 / ourMicroseconds } }
    var goal: Double? { Peer(rawValue: name)?.goal }
    var kernelGoal: Double? { Peer(rawValue: name)?.kernelGoal }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            if let absence { fields.member("absent", absence) }
            guard let report, report.missing == nil else { return }
            if let version = report.version { fields.member("version", version) }
            if let questions = report.questions { fields.member("questions", questions) }
            fields.member("microsecondsPerQuestion", report.microsecondsPerQuestion)
            fields.member("ratio", ratio)
            if let kernel = report.kernelMicrosecondsPerQuestion {
                fields.member("kernelMicrosecondsPerQuestion", kernel)
                fields.member("kernelRatio", kernelRatio)
            }
            if let seconds = report.q2Seconds { fields.member("q2Seconds", seconds) }
            if let seconds = report.buildSeconds { fields.member("buildSeconds", seconds) }
            if let bytes = report.bytesPerRecord { fields.member("bytesPerRecord", bytes) }
            if let hits = report.hits { fields.member("hits", hits) }
            if let disagreements { fields.member("disagreements", disagreements) }
        }
    }
}

/// The engines that ours is measured against.
enum Peer: String, CaseIterable {
    case postgis
    case geos
    /// The same method in C++ without any of the product's checks: what the machine allows.
    case reference

    var title: String {
        switch self {
        case .postgis: "PostGIS"
        case .geos: "GEOS (shapely)"
        case .reference: "C++ reference"
        }
    }

    /// How many times our cost a question it should need at least.
    var goal: Double? {
        switch self {
        case .postgis: 100
        case .geos: nil
        case .reference: 1 / 1.4
        }
    }

    var kernelGoal: Double? { self == .geos ? 8 : nil }

    /// Its script, and the program that runs it.
    var script: (program: String, name: String) {
        switch self {
        case .postgis: ("python3", "postgis.py")
        case .geos: ("python3", "geos.py")
        case .reference: ("sh", "reference.sh")
        }
    }

    /// More records than this would take it hours, or more memory than machines have.
    var recordsLimit: Int { self == .reference ? 10_000_000 : 1_000_000 }
}
