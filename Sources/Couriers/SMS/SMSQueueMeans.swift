public import Delivery
import Dispatch
import Foundation
import Synchronization

/// Text messages through the folders of an smstools daemon.
///
/// A file takes the name of its key, so a second attempt finds the first one's file wherever the daemon has moved it. A
/// message counts as handed over once the daemon has it in `sent`, not when it lies in `outgoing`: a daemon that is down
/// hands over nothing.
public final class SMSQueueMeans: DeliveryMeans {
    /// Named limits.
    public struct Limits: Sendable {
        /// Files of one folder that are looked at in one go.
        public var reportsAtOnce = 1_000
        /// Bytes of a file that are read.
        public var maximumFileBytes = 16_384
        /// Seconds after which a message that the daemon has not taken is looked at again.
        public var patienceSeconds: Int64 = 120
        /// Files in `outgoing`, whoever wrote them.
        public var maximumOutgoing = 10_000

        /// The limits as stated.
        public init() {}
    }

    /// The folders, all on one file system.
    public struct Folders: Hashable, Sendable {
        /// Where smstools looks for new messages.
        public let outgoing: String
        /// Where it keeps those that it is about to send.
        public let checked: String
        /// Where it puts what it has sent.
        public let sent: String
        /// Where it puts what it could not send.
        public let failed: String
        /// Where a file is written before it is moved into `outgoing`.
        public let writing: String

        /// The usual folders below a spool, with one more for files that are being written.
        public init(spool: String) {
            outgoing = spool + "/outgoing"
            checked = spool + "/checked"
            sent = spool + "/sent"
            failed = spool + "/failed"
            writing = spool + "/parley"
        }
    }

    private let folders: Folders
    private let limits: Limits
    private let queue = DispatchQueue(label: "parley.sms-queue")
    /// What was reported last time; whoever asks again has taken it.
    private let told = Mutex<Set<String>>([])

    /// The queue in `folders`.
    public init(folders: Folders, limits: Limits = Limits()) {
        self.folders = folders
        self.limits = limits
    }

    /// Puts one file into `outgoing`, whole or not at all, unless it is on its way already.
    public func send(_ parcel: Parcel, to address: Address) async -> DeliveryOutcome {
        guard case .phone(let phone) = address.place else {
            return .refused(DeliveryFault(.notConfigured, "'\(address.name)' is not a telephone"))
        }
        let bytes = SMSFile(parcel, to: phone).bytes
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.place(bytes, named: parcel.key.text)) }
        }
    }

    private func place(_ bytes: [UInt8], named name: String) -> DeliveryOutcome {
        let files = FileManager.default
        if files.fileExists(atPath: folders.sent + "/" + name) { return .handedOver }
        for folder in [folders.outgoing, folders.checked] where files.fileExists(atPath: folder + "/" + name) {
            return .failed(
                DeliveryFault(.unreachable, "the text message still lies in the queue; is the SMS daemon running?"),
                retryAfterSeconds: limits.patienceSeconds)
        }
        guard let waiting = try? files.contentsOfDirectory(atPath: folders.outgoing) else {
            return .failed(DeliveryFault(.notConfigured, "there is no folder \(folders.outgoing)"))
        }
        guard waiting.count < limits.maximumOutgoing else {
            return .failed(DeliveryFault(.busy, "\(waiting.count) text messages lie in the queue already"))
        }
        let draft = folders.writing + "/" + name
        do {
            try files.createDirectory(atPath: folders.writing, withIntermediateDirectories: true)
            try? files.removeItem(atPath: folders.failed + "/" + name)
            try Data(bytes).write(to: URL(fileURLWithPath: draft))
            try files.setAttributes([.posixPermissions: 0o660], ofItemAtPath: draft)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
            try handle.synchronize()
            try handle.close()
            guard rename(draft, folders.outgoing + "/" + name) == 0 else {
                return .failed(
                    DeliveryFault(.notConfigured, "\(folders.writing) and \(folders.outgoing) are not on one disk"))
            }
        } catch {
            return .failed(DeliveryFault(.notConfigured, "\(folders.outgoing) cannot be written to"))
        }
        return .pending(seconds: limits.patienceSeconds)
    }

    /// What the daemon has put into `sent` and `failed` since; files whose report was taken are removed.
    public func reports() async -> [DeliveryReport] {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.gather()) }
        }
    }

    private func gather() -> [DeliveryReport] {
        var reports: [DeliveryReport] = []
        var names: Set<String> = []
        let taken = told.withLock { $0 }
        for (folder, isSent) in [(folders.sent, true), (folders.failed, false)] {
            let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in found.sorted() where reports.count < limits.reportsAtOnce {
                guard let key = DeliveryKey(name) else { continue }
                let path = folder + "/" + name
                guard !taken.contains(path) else {
                    try? FileManager.default.removeItem(atPath: path)
                    continue
                }
                let outcome: DeliveryOutcome =
                    isSent ? .handedOver : .failed(DeliveryFault(.refused, "the modem gave up: \(reason(path))"))
                reports.append(DeliveryReport(key: key, outcome: outcome))
                names.insert(path)
            }
        }
        told.withLock { $0 = names }
        return reports
    }

    private func reason(_ path: String) -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else { return "no reason given" }
        defer { try? handle.close() }
        let bytes = [UInt8]((try? handle.read(upToCount: limits.maximumFileBytes)) ?? Data())
        let stated = SMSFile.header("Fail_reason", in: bytes)
        return stated.flatMap { $0.isEmpty ? nil : $0 } ?? "no reason given"
    }
}
