public import Delivery
import Foundation

/// E-mail through the operator's server, encrypted or not at all.
public struct SMTPMeans: DeliveryMeans {
    /// Named limits of one attempt.
    public struct Limits: Sendable {
        /// Connections at once.
        public var connections = 4
        /// To connect.
        public var connectMilliseconds = 10_000
        /// From the first byte to the last answer.
        public var totalMilliseconds = 30_000

        /// The limits as stated.
        public init() {}
    }

    private let server: MailServer
    private let secrets: any SecretSource
    private let limits: Limits
    private let queue: OperationQueue

    /// E-mail through `server`.
    public init(server: MailServer, secrets: any SecretSource, limits: Limits = Limits()) {
        self.server = server
        self.secrets = secrets
        self.limits = limits
        queue = OperationQueue()
        queue.name = "parley.mail"
        queue.maxConcurrentOperationCount = limits.connections
    }

    /// Hands one message to the server; a mailbox may see a second copy with the same Message-ID after a failure.
    public func send(_ parcel: Parcel, to address: Address) async -> DeliveryOutcome {
        guard case .mailbox(let mailbox) = address.place else {
            return .refused(DeliveryFault(.notConfigured, "'\(address.name)' is not a mailbox"))
        }
        var password: String?
        if let login = server.login {
            do { password = try secrets.secret(login.secret) } catch {
                return .failed(DeliveryFault(.notConfigured, "\(error)"))
            }
        }
        let message = MailMessage(parcel, from: server.from, to: mailbox)
        let (server, limits) = (server, limits)
        return await withCheckedContinuation { continuation in
            queue.addOperation { [password] in
                let session = SMTPSession(server: server, password: password, limits: limits)
                continuation.resume(returning: session.send(message.bytes, to: mailbox))
            }
        }
    }
}
