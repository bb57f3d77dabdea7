import AsyncHTTPClient
import Couriers
import Delivery
import Foundation
import Logging
import NIOSSL
import ParleyNode
import Statements
import StoreSQLite
import StrictJSON

/// Delivery of one node: its address book, its settings, its queue, and the ways that the settings open.
struct NodeDelivery {
    // The wait before entries are offered again to a queue that was full or a store that failed.
    private static let retrySeconds: Int64 = 5
    // Entries whose bodies are waited for; beyond them the oldest are no longer looked at.
    private static let unreadEntries = 10_000

    let service: DeliveryService
    private let node: Node
    private let feed: NoticeFeed
    private let watch: BookWatch
    private let store: SQLiteDeliveryStore
    private let http: HTTPClient
    private let logger: Logger

    /// Opens the delivery of a node's folder; nil where there is no address book, so that nobody is reached.
    init?(folder: String, node: Node, party: PartyID?, logger: Logger) throws {
        guard FileManager.default.fileExists(atPath: folder + "/" + AddressBook.name) else { return nil }
        // Before the book is read, so that a change from now on is seen.
        watch = BookWatch(folder: folder, secrets: SecretFolder(path: folder + "/" + SecretFolder.name))
        let read = try DeliveryFiles(folder: folder)
        try read.checkSecrets()
        self.node = node
        self.logger = logger
        feed = NoticeFeed(node, of: party)
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
            store: store, means: means, contents: feed, book: read.book, node: read.settings.node,
            seed: .random(in: 0 ... .max), now: { clock.now() })
    }

    /// Sends and follows the log until the task is cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await service.run() }
            group.addTask { await follow() }
            group.addTask { await watchBook() }
        }
        try? await http.shutdown()
        try? store.close()
    }

    /// Takes the address book anew whenever its file changed and holds.
    private func watchBook() async {
        var watch = watch
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(BookWatch.milliseconds))
            switch watch.look() {
            case nil: continue
            case .fault(let sentence):
                logger.error("the address book before stays in force", metadata: ["error": "\(sentence)"])
                service.keepBook(because: sentence)
            case .book(let book): await use(book)
            }
        }
    }

    private func use(_ book: AddressBook) async {
        while !Task.isCancelled {
            do {
                try await service.use(book)
                logger.info(
                    "the address book was read anew", metadata: ["recipients": "\(book.recipients.count)"])
                return
            } catch {
                logger.error("the address book waits", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(Self.retrySeconds))
            }
        }
    }

    private func take(_ news: DeliveryNews) async throws {
        try await service.take(news) { [feed] notice, recipient in
            feed.currentContent(of: notice, for: recipient) != nil
        }
    }

    /// Entries shortly before the cursor whose bodies are not here.
    private func unreadBefore(_ cursor: UInt64) -> [UInt64] {
        var unread: [UInt64] = []
        var next = cursor - min(cursor, UInt64(Self.unreadEntries))
        while next < cursor, let news = try? feed.news(from: next, book: .empty) {
            unread += news.unread.filter { $0 < cursor }
            next = news.cursor
        }
        return unread
    }

    private func follow() async {
        guard let growth = node.publisher.growth() else {
            logger.critical("delivery does not run: the node takes no more listeners")
            return
        }
        // A body that did not come before this start may come after it.
        var unread = unreadBefore(service.cursor)
        var bodies = -1
        for await _ in growth {
            while !Task.isCancelled {
                do {
                    let book = service.view.core.addressBook
                    if let news = try feed.news(from: service.cursor, book: book) {
                        try await take(news)
                        unread = Array((unread + news.unread).suffix(Self.unreadEntries))
                        continue
                    }
                    let changes = node.bodyChanges
                    guard changes != bodies else { break }
                    let late = try feed.news(ofUnread: unread, cursor: service.cursor, book: book)
                    try await take(late)
                    (unread, bodies) = (late.unread, changes)
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
        do { try book.checkSecrets(in: secrets) } catch let error as DeliveryError {
            throw Failure(.usage, error.description)
        }
        for name in [settings.mail?.login?.secret, settings.smsGateway?.secret].compactMap({ $0 }) {
            _ = try secrets.secret(name)
        }
    }
}
