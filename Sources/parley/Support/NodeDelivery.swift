import AsyncHTTPClient
import Couriers
import Delivery
import Foundation
import Logging
import NIOSSL
import ParleyNode
import StoreSQLite
import StrictJSON

/// Delivery of one node: its address book, its settings, its queue, and the ways that the settings open.
struct NodeDelivery {
    // The wait before entries are offered again to a queue that was full or a store that failed.
    private static let retrySeconds: Int64 = 5

    let service: DeliveryService
    private let node: Node
    private let feed: NoticeFeed
    private let book: AddressBook
    private let store: SQLiteDeliveryStore
    private let http: HTTPClient
    private let logger: Logger

    /// Opens the delivery of a node's folder; nil where there is no address book, so that nobody is reached.
    init?(folder: String, node: Node, logger: Logger) throws {
        guard FileManager.default.fileExists(atPath: folder + "/" + AddressBook.name) else { return nil }
        let read = try DeliveryFiles(folder: folder)
        try read.checkSecrets()
        self.node = node
        self.logger = logger
        book = read.book
        feed = NoticeFeed(node)
        store = try SQLiteDeliveryStore(path: folder + "/" + SQLiteDeliveryStore.fileName)
        let roots = try read.settings.trustRoots.map { try NIOSSLCertificate.fromPEMFile($0) }
        http = CourierHTTP.client(trustRoots: roots)
        var means: [MeansKind: any DeliveryMeans] = [.webhook: WebhookMeans(http: http, secrets: read.secrets)]
        if let server = read.settings.mail { means[.email] = SMTPMeans(server: server, secrets: read.secrets) }
        if let folders = read.settings.smsQueue { means[.smsQueue] = SMSQueueMeans(folders: folders) }
        if let gateway = read.settings.smsGateway {
            means[.smsGateway] = try SMSGatewayMeans(
                template: gateway.template, secret: gateway.secret, secrets: read.secrets, http: http)
        }
        let clock = node.clock
        service = try DeliveryService(
            store: store, means: means, contents: feed, book: book, node: read.settings.node,
            seed: .random(in: 0 ... .max), now: { clock.now() })
    }

    /// Sends and follows the log until the task is cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await service.run() }
            group.addTask { await follow() }
        }
        try? await http.shutdown()
        try? store.close()
    }

    private func follow() async {
        guard let growth = node.publisher.growth() else {
            logger.critical("delivery does not run: the node takes no more listeners")
            return
        }
        for await _ in growth {
            while !Task.isCancelled {
                do {
                    guard let step = try feed.step(from: service.cursor, book: book) else { break }
                    try await service.receive(step.receipts)
                    try await service.enqueue(step.notices, cursor: step.cursor)
                } catch {
                    logger.error("delivery waits", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(Self.retrySeconds))
                }
            }
        }
    }
}

/// The operator's files about delivery in a node's folder.
struct DeliveryFiles {
    let book: AddressBook
    let settings: DeliverySettings
    let secrets: SecretFolder

    init(folder: String) throws {
        book = try Self.read(AddressBook.name, in: folder, limit: AddressBook.maximumBytes) { bytes in
            try AddressBook(json: bytes)
        }
        settings = try Self.read(DeliverySettings.name, in: folder, limit: DeliverySettings.maximumBytes) { bytes in
            try DeliverySettings(json: bytes)
        }
        secrets = SecretFolder(path: folder + "/" + SecretFolder.name)
    }

    private static func read<Value>(
        _ name: String, in folder: String, limit: Int, _ parse: ([UInt8]) throws -> Value
    ) throws -> Value {
        let bytes = try Files.read(folder + "/" + name, limit: limit)
        do { return try parse(bytes) } catch let error as JSONError { throw Failure(.usage, "\(name): \(error)") }
    }

    /// Reads every secret once, so that one that is missing is named now and not by the first notice.
    func checkSecrets() throws {
        for name in book.secrets {
            guard WebhookSecret(try secrets.secret(name)) != nil else {
                throw Failure(.usage, "the secret '\(name)' is not whsec_ or whsk_ and base64, as webhooks need it")
            }
        }
        for name in [settings.mail?.login?.secret, settings.smsGateway?.secret].compactMap({ $0 }) {
            _ = try secrets.secret(name)
        }
    }
}
