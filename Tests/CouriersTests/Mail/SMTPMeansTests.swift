import Couriers
import Delivery
import Foundation
import StrictJSON
import TestKit
import Testing

@Suite(.enabled(if: Peers.isWanted, Peers.note), .serialized)
struct SMTPMeansTests {
    /// A mail server in a mood, with a certificate for `localhost`.
    private struct Server {
        let peer: Peer
        let port: Int
        let roots: String
        private let folder: Folder

        init(_ mood: String) throws {
            folder = try Folder()
            let (certificate, key) = (folder.path + "/certificate.pem", folder.path + "/key.pem")
            let made = try Peers.run(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
                    certificate,
                ])
            try #require(made.status == 0)
            roots = certificate
            peer = try Peer("smtp_peer.py", [certificate, key, mood])
            port = try #require(peer.next().flatMap { Int($0) })
        }

        func means(
            login: String? = nil, host: String = "localhost", roots: String? = nil, milliseconds: Int = 10_000
        ) throws -> SMTPMeans {
            var limits = SMTPMeans.Limits()
            limits.totalMilliseconds = milliseconds
            let secret = login.map { _ in MailServer.Login(user: "duty", secret: SecretName(checked: "mail")) }
            return SMTPMeans(
                server: MailServer(
                    host: host, port: port, from: try #require(MailAddress("parley@node.example.org")), login: secret,
                    trustRoots: roots ?? self.roots),
                secrets: Secrets(values: login.map { ["mail": $0] } ?? [:]), limits: limits)
        }

        /// The next message that the server got.
        func message() throws -> (document: JSONDocument, headers: [String: String], body: String) {
            let line = try #require(peer.next())
            let document = try JSONDocument(Array(line.utf8), limits: .init(maximumBytes: 1 << 20))
            var fields = try document.root.object()
            var headers: [String: String] = [:]
            for pair in try fields.required("headers").array() {
                let parts = try pair.array()
                let name = try parts[0].string()
                #expect(headers[name] == nil, "\(name) stands twice")
                headers[name] = try parts[1].string()
            }
            return (document, headers, try fields.required("body").string())
        }
    }

    private func parcel(
        languages: String = #"["ar", "en"]"#, rest: String = "", content: NoticeContent = DeliveryBooks.content
    ) throws -> (parcel: Parcel, address: Address) {
        let book = try DeliveryBooks.one(DeliveryBooks.mailbox(rest: rest), languages: languages)
        return try #require(DeliveryBooks.parcel(book, content: content))
    }

    @Test(
        "a message goes through STARTTLS, in Arabic, with one Message-ID for every attempt, and says neither where nor what"
    )
    func good() async throws {
        let server = try Server("good")
        let (parcel, address) = try parcel()
        let means = try server.means()
        for _ in 0..<2 { #expect(await means.send(parcel, to: address) == .handedOver) }
        let (first, second) = (try server.message(), try server.message())
        #expect(first.headers["Message-ID"] == "<\(parcel.key)@node.example.org>")
        #expect(first.headers["Message-ID"] == second.headers["Message-ID"])
        let letter = Letter(parcel)
        #expect(first.headers["Subject"] == letter.subject)
        #expect(first.headers["To"] == "<duty@example.org>" || first.headers["To"] == "duty@example.org")
        #expect(first.headers["From"] == "Parley at the UN hub <parley@node.example.org>")
        #expect(first.headers["Date"] == "Mon, 19 Sep 2016 12:00:00 +0000")
        #expect(first.headers["Content-Language"] == "ar, en")
        #expect(first.body.replacing("\r\n", with: "\n") == letter.body)
        #expect(first.body.contains("إشعار"))
        #expect(first.body.contains(parcel.link))
        var fields = try first.document.root.object()
        #expect(try fields.required("tls").bool())
        #expect(try fields.required("greeting").string() == "node.example.org")
        #expect(try fields.required("defects").array().isEmpty)
        #expect(try fields.required("to").array().map { try $0.string() } == ["duty@example.org"])
        for secret in ["Duma", "دوما", "M10", "33.57"] { #expect(!first.body.contains(secret)) }
        for line in try fields.required("raw").string().split(separator: "\r\n") { #expect(line.utf8.count <= 78) }
    }

    @Test("whatever a notice says, it stays in the body")
    func injection() async throws {
        let server = try Server("good")
        let hostile = "x\r\nBcc: enemy@example.org\r\n\r\n.\r\nMAIL FROM:<a@b>\r\n" + String(repeating: "ش", count: 900)
        let content = NoticeContent(texts: [("en", hostile)], places: [("en", hostile)])
        let (parcel, address) = try parcel(rest: #", "carries": ["text", "place"]"#, content: content)
        #expect(await (try server.means()).send(parcel, to: address) == .handedOver)
        let message = try server.message()
        #expect(message.headers["Bcc"] == nil)
        var fields = try message.document.root.object()
        #expect(try fields.required("to").array().count == 1)
        #expect(message.body.contains("Bcc: enemy@example.org"))
    }

    @Test(
        "a server that fails is a failure of the right kind",
        arguments: [
            ("plain", DeliveryFault.Code.untrusted), ("busy", .busy), ("full", .busy), ("unknown", .refused),
            ("drop", .badAnswer), ("silent", .timedOut),
        ])
    func fails(mood: String, code: DeliveryFault.Code) async throws {
        let server = try Server(mood)
        let (parcel, address) = try parcel()
        let began = ContinuousClock.now
        let outcome = await (try server.means(milliseconds: 2_000)).send(parcel, to: address)
        #expect(outcome.code == code, "\(mood): \(outcome)")
        #expect(ContinuousClock.now - began < .seconds(10))
        if case .refused = outcome { #expect(mood == "unknown") }
    }

    @Test("without a certificate that can be trusted, for that name, nothing is sent")
    func untrusted() async throws {
        let server = try Server("good")
        let (parcel, address) = try parcel()
        #expect(await (try server.means(host: "127.0.0.1")).send(parcel, to: address).code == .untrusted)
        let other = try Server("good")
        #expect(await (try server.means(roots: other.roots)).send(parcel, to: address).code == .untrusted)
        #expect(await (try server.means()).send(parcel, to: address) == .handedOver)
    }

    @Test("a login is made with the secret, and a wrong one is a setting to be mended")
    func login() async throws {
        let server = try Server("login")
        let (parcel, address) = try parcel()
        #expect(await (try server.means(login: "wrong")).send(parcel, to: address).code == .notConfigured)
        #expect(await (try server.means(login: "open-sesame")).send(parcel, to: address) == .handedOver)
    }

    @Test("nobody there is a failure, and the server that comes back gets the message")
    func comesBack() async throws {
        let (parcel, address) = try parcel()
        let gone = try Server("good").means()
        #expect(await gone.send(parcel, to: address).code == .unreachable)
        let back = try Server("good")
        #expect(await (try back.means()).send(parcel, to: address) == .handedOver)
    }
}
