import Coordination
import ParleyClient
import Statements
import StrictJSON

/// A check certificate's opened body in a file of its own: kept before it is logged, and never written over.
enum CertificateFile {
    /// Makes a certificate of a check and keeps what opens it.
    static func keep(_ file: String, activity: [UInt8], answer: [UInt8]) throws -> OpenedBody {
        let opened: OpenedBody
        do { opened = try CheckCertificate(activity: activity, answer: answer).opened() } catch {
            throw Failure(.usage, "--certify: this check cannot be certified: \(error)")
        }
        try Files.writeSecret(String(decoding: opened.json, as: UTF8.self) + "\n", to: file)
        return opened
    }

    /// Reads a body that was kept.
    static func read(_ file: String) throws -> OpenedBody {
        do { return try OpenedBody(json: Files.read(file, limit: OpenedBody.maximumBytes + 1)) } catch let error
            as JSONError
        {
            throw Failure(.usage, "\(file): \(error)")
        }
    }
}

extension Session {
    /// Logs the commitment to a check; nothing of what was checked leaves this machine.
    func certify(_ opened: OpenedBody) async throws -> Accepted {
        try await say(
            .checkCertify, subject: CheckCertificate.subject, body: opened.body, audience: .parties([]),
            opened: opened)
    }
}
