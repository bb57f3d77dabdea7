import Foundation
import Geodesy
import Glibc
public import ParleyNode
import StrictJSON

/// Evidence as files of a folder: `NAME` is the piece, `NAME.alarm` the alarm that it raises, as JSON.
///
/// The alarm is written first and the piece after it, each synced and renamed into place, so a piece always has its
/// alarm. Removing the piece by hand takes the alarm back as `clear` does.
public struct EvidenceFolder: EvidenceStore {
    /// The longest alarm that is read.
    static let maximumAlarmBytes = 64 * 1024
    private static let suffix = ".alarm"
    private let path: String

    /// The folder at `path`; it is made when the first piece is kept.
    public init(path: String) { self.path = path }

    /// The alarms of everything that is kept, oldest first.
    ///
    /// A piece whose alarm cannot be read raises one that says so: nothing is passed over in silence.
    public func alarms() throws -> [Alarm] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw StoreError(.failed, "the evidence in \(path) cannot be listed", cause: "\(error)")
        }
        return names.filter(EvidenceNaming.isName).sorted().map(alarm).sorted {
            ($0.since, $0.file) < ($1.since, $1.file)
        }
    }

    /// Keeps a piece under the alarm's file name, unless there is one of that name.
    public func keep(_ evidence: [UInt8], raising alarm: Alarm) throws {
        guard EvidenceNaming.isName(alarm.file), evidence.count <= EvidenceNaming.maximumBytes else {
            throw StoreError(.failed, "'\(alarm.file)' is no evidence that can be kept; check its name and size")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw StoreError(.failed, "\(path) cannot be made", cause: "\(error)") }
        guard !FileManager.default.fileExists(atPath: path + "/" + alarm.file) else { return }
        var writer = JSONWriter(capacity: 1024)
        writer.object { fields in
            fields.member("kind", alarm.kind.rawValue)
            fields.member("since", alarm.since.description)
            fields.member("sentence", alarm.sentence)
        }
        try write(writer.bytes + [0x0A], to: alarm.file + Self.suffix)
        try write(evidence, to: alarm.file)
    }

    /// The bytes of one piece; nil when there is none of that name.
    public func evidence(_ file: String) throws -> [UInt8]? {
        guard EvidenceNaming.isName(file), FileManager.default.fileExists(atPath: path + "/" + file) else { return nil }
        return try read(file, limit: EvidenceNaming.maximumBytes)
    }

    /// Forgets a piece and its alarm; the piece first, since it is what raises the alarm.
    public func clear(_ file: String) throws {
        guard EvidenceNaming.isName(file) else { return }
        for name in [file, file + Self.suffix] {
            guard unlink(path + "/" + name) == 0 || errno == ENOENT else {
                throw StoreError(
                    .failed, "\(path)/\(name) cannot be removed", cause: String(cString: strerror(errno)))
            }
        }
        try syncFolder()
    }

    private func alarm(_ file: String) -> Alarm {
        let kind = Alarm.Kind.allCases.first { file.hasPrefix($0.rawValue + "-") } ?? .divergence
        let limits = JSONDocument.Limits(maximumBytes: Self.maximumAlarmBytes)
        if let bytes = try? read(file + Self.suffix, limit: Self.maximumAlarmBytes),
            var fields = try? JSONDocument(bytes, limits: limits).root.object(),
            let sentence = try? fields.required("sentence").string(),
            let text = try? fields.required("since").string(), let since = try? Instant(rfc3339: text, rounding: .down)
        {
            return Alarm(kind: kind, sentence: sentence, since: since, file: file)
        }
        return Alarm(
            kind: kind, sentence: "evidence is kept in \(path)/\(file), but what it says of itself cannot be read",
            since: .earliest, file: file)
    }

    private func read(_ name: String, limit: Int) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path + "/" + name), data.count <= limit else {
            throw StoreError(.failed, "\(path)/\(name) cannot be read; check its permissions and size")
        }
        return [UInt8](data)
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        let (temporary, file) = ("\(path)/.\(name).new", "\(path)/\(name)")
        func failure(_ what: String) -> StoreError {
            StoreError(.failed, "\(file) cannot be \(what)", cause: String(cString: strerror(errno)))
        }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("opened") }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.write(descriptor, raw.baseAddress.map { $0 + written }, raw.count - written)
            }
            guard count > 0 else {
                close(descriptor)
                throw failure("written")
            }
            written += count
        }
        let isSynced = fsync(descriptor) == 0
        close(descriptor)
        guard isSynced else { throw failure("synced") }
        guard rename(temporary, file) == 0 else { throw failure("put in place") }
        try syncFolder()
    }

    private func syncFolder() throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreError(.failed, "\(path) cannot be synced", cause: String(cString: strerror(errno)))
        }
    }
}
